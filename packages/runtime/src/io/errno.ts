/**
 * Errno values: Linux's numbers for the machine on every platform. Node's errors carry a name (`code`), which is translated here; the texts are
 * those of glibc's strerror, which is what Python programs print.
 */

// biome-ignore format: a table
const table: [number, string, string][] = [
  [1, "EPERM", "Operation not permitted"], [2, "ENOENT", "No such file or directory"], [3, "ESRCH", "No such process"],
  [4, "EINTR", "Interrupted system call"], [5, "EIO", "Input/output error"], [6, "ENXIO", "No such device or address"],
  [7, "E2BIG", "Argument list too long"], [8, "ENOEXEC", "Exec format error"], [9, "EBADF", "Bad file descriptor"],
  [10, "ECHILD", "No child processes"], [11, "EAGAIN", "Resource temporarily unavailable"], [12, "ENOMEM", "Cannot allocate memory"],
  [13, "EACCES", "Permission denied"], [14, "EFAULT", "Bad address"], [15, "ENOTBLK", "Block device required"],
  [16, "EBUSY", "Device or resource busy"], [17, "EEXIST", "File exists"], [18, "EXDEV", "Invalid cross-device link"],
  [19, "ENODEV", "No such device"], [20, "ENOTDIR", "Not a directory"], [21, "EISDIR", "Is a directory"],
  [22, "EINVAL", "Invalid argument"], [23, "ENFILE", "Too many open files in system"], [24, "EMFILE", "Too many open files"],
  [25, "ENOTTY", "Inappropriate ioctl for device"], [26, "ETXTBSY", "Text file busy"], [27, "EFBIG", "File too large"],
  [28, "ENOSPC", "No space left on device"], [29, "ESPIPE", "Illegal seek"], [30, "EROFS", "Read-only file system"],
  [31, "EMLINK", "Too many links"], [32, "EPIPE", "Broken pipe"], [33, "EDOM", "Numerical argument out of domain"],
  [34, "ERANGE", "Numerical result out of range"], [35, "EDEADLK", "Resource deadlock avoided"], [36, "ENAMETOOLONG", "File name too long"],
  [37, "ENOLCK", "No locks available"], [38, "ENOSYS", "Function not implemented"], [39, "ENOTEMPTY", "Directory not empty"],
  [40, "ELOOP", "Too many levels of symbolic links"], [61, "ENODATA", "No data available"], [71, "EPROTO", "Protocol error"],
  [75, "EOVERFLOW", "Value too large for defined data type"], [84, "EILSEQ", "Invalid or incomplete multibyte or wide character"],
  [88, "ENOTSOCK", "Socket operation on non-socket"], [95, "EOPNOTSUPP", "Operation not supported"],
  [98, "EADDRINUSE", "Address already in use"], [104, "ECONNRESET", "Connection reset by peer"],
  [107, "ENOTCONN", "Transport endpoint is not connected"], [110, "ETIMEDOUT", "Connection timed out"],
  [111, "ECONNREFUSED", "Connection refused"], [114, "EALREADY", "Operation already in progress"],
  [115, "EINPROGRESS", "Operation now in progress"], [116, "ESTALE", "Stale file handle"], [122, "EDQUOT", "Disk quota exceeded"],
  [125, "ECANCELED", "Operation canceled"],
];

const byName = new Map(table.map(([number, name]) => [name, number]));
byName.set("EWOULDBLOCK", 11).set("ENOTSUP", 95).set("ERR_STREAM_DESTROYED", 32).set("ERR_STREAM_WRITE_AFTER_END", 32);
const byNumber = new Map(table.map(([number, name, text]) => [number, { name, text }]));

/** The negated errno of a Node error; -EIO for what has no name that we know; what is no system error is thrown on. */
export function negatedErrno(error: unknown): number {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== "string") throw error;
  if (code === "ERR_INVALID_ARG_VALUE" || code === "ERR_OUT_OF_RANGE") return -22;
  return -(byName.get(code) ?? 5);
}

export function strerror(errno: number): string {
  return byNumber.get(errno)?.text ?? `Unknown error ${errno}`;
}

export function errnoName(errno: number): string {
  return byNumber.get(errno)?.name ?? "";
}
