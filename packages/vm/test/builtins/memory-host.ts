/** A host whose files lie in this process's memory: for tests of io, os and import. Time stands still but for `sleep`. */
import { refcountHooks } from "../../src/heap/refcount.ts";
import { BreakerBit, Errno, type FileStat, host, OpenFlag, ParkResult, type SystemCalls } from "../../src/host.ts";

type Node = { bytes: Uint8Array } | "folder";
interface Open {
  path: string;
  at: number;
  flags: number;
}

const texts: Record<number, string> = {
  2: "No such file or directory",
  9: "Bad file descriptor",
  17: "File exists",
  20: "Not a directory",
  21: "Is a directory",
  22: "Invalid argument",
  39: "Directory not empty",
};

const collections = host.atSafePoint;

/** Replace the files by an empty folder and make them the host's; finalizers run as in a worker. `stress`: as runPython's. Returns the files by path. */
export function memoryHost(stress = 0): Map<string, Node> {
  const nodes = new Map<string, Node>([
    ["/", "folder"],
    ["/program", "folder"],
  ]);
  const fds = new Map<number, Open>();
  let next = 3;
  const full = (path: string): string => {
    const parts: string[] = [];
    for (const part of (path.startsWith("/") ? path : `/program/${path}`).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return `/${parts.join("/")}`;
  };
  const parent = (path: string): string => path.slice(0, path.lastIndexOf("/")) || "/";
  const statOf = (node: Node | undefined): FileStat | number => {
    if (node === undefined) return -Errno.ENOENT;
    const mode = node === "folder" ? 0o40755 : 0o100644;
    const size = node === "folder" ? 4096 : node.bytes.length;
    return { mode, ino: 1n, dev: 1, nlink: 1, uid: 0, gid: 0, size, atimeNs: 0n, mtimeNs: 0n, ctimeNs: 0n };
  };
  const file = (open: Open): { bytes: Uint8Array } => nodes.get(open.path) as { bytes: Uint8Array };
  const resize = (open: Open, n: number): void => {
    const bytes = new Uint8Array(n);
    bytes.set(file(open).bytes.subarray(0, n));
    file(open).bytes = bytes;
  };
  const sys: Partial<SystemCalls> = {
    open(given, flags) {
      const path = full(given);
      const node = nodes.get(path);
      if (node === undefined) {
        if ((flags & OpenFlag.CREAT) === 0 || nodes.get(parent(path)) !== "folder") return -Errno.ENOENT;
        nodes.set(path, { bytes: new Uint8Array(0) });
      } else if ((flags & OpenFlag.EXCL) !== 0) return -Errno.EEXIST;
      else if (node === "folder" && (flags & 3) !== 0) return -Errno.EISDIR;
      else if ((flags & OpenFlag.TRUNC) !== 0 && node !== "folder") node.bytes = new Uint8Array(0);
      fds.set(next, { path, at: 0, flags });
      return next++;
    },
    close: (fd) => (fds.delete(fd) ? 0 : -Errno.EBADF),
    read(fd, into) {
      const open = fds.get(fd);
      if (open === undefined) return -Errno.EBADF;
      const piece = file(open).bytes.subarray(open.at, open.at + into.length);
      into.set(piece);
      open.at += piece.length;
      return piece.length;
    },
    write(fd, bytes) {
      const open = fds.get(fd);
      if (open === undefined) return -Errno.EBADF;
      if ((open.flags & OpenFlag.APPEND) !== 0) open.at = file(open).bytes.length;
      if (open.at + bytes.length > file(open).bytes.length) resize(open, open.at + bytes.length);
      file(open).bytes.set(bytes, open.at);
      open.at += bytes.length;
      return bytes.length;
    },
    lseek(fd, offset, whence) {
      const open = fds.get(fd);
      if (open === undefined) return -Errno.EBADF;
      const to = offset + (whence === 0 ? 0 : whence === 1 ? open.at : file(open).bytes.length);
      if (to < 0) return -Errno.EINVAL;
      open.at = to;
      return to;
    },
    ftruncate(fd, length) {
      resize(fds.get(fd) as Open, length);
      return 0;
    },
    isatty: () => false,
    stat: (path) => statOf(nodes.get(full(path))),
    lstat: (path) => statOf(nodes.get(full(path))),
    fstat: (fd) => (fds.has(fd) ? statOf(nodes.get((fds.get(fd) as Open).path)) : -Errno.EBADF),
    listdir(path) {
      const folder = full(path);
      if (nodes.get(folder) !== "folder") return -Errno.ENOENT;
      return [...nodes.keys()]
        .filter((p) => p !== "/" && parent(p) === folder)
        .map((p) => p.slice(p.lastIndexOf("/") + 1));
    },
    mkdir(given) {
      const path = full(given);
      if (nodes.has(path)) return -Errno.EEXIST;
      if (!nodes.has(parent(path))) return -Errno.ENOENT;
      nodes.set(path, "folder");
      return 0;
    },
    rmdir: (path) => (nodes.delete(full(path)) ? 0 : -Errno.ENOENT),
    unlink: (path) => (nodes.delete(full(path)) ? 0 : -Errno.ENOENT),
    rename(from, to) {
      const node = nodes.get(full(from));
      if (node === undefined) return -Errno.ENOENT;
      nodes.delete(full(from));
      nodes.set(full(to), node);
      return 0;
    },
    realpath: (path) => full(path),
    getcwd: () => "/program",
    environ: () => ({ HOME: "/home" }),
    setenv: () => {},
    strerror: (errno) => texts[errno] ?? `Unknown error ${errno}`,
    platform: "linux",
  };
  let now = 0;
  let due = 0;
  refcountHooks.finalizerQueued = () => host.setBreaker(BreakerBit.FINALIZERS);
  Object.assign(host, {
    sys,
    clock: {
      nowUs: () => now,
      timeNs: () => 1_700_000_000_000_000_000n,
      processTimeNs: () => 0n,
      threadTimeNs: () => 0n,
      localOffset: () => ({ minutes: 0, name: "UTC", dst: false }),
    },
    park: (_key: number, _kind: number, deadlineUs: number) => {
      now = deadlineUs;
      return ParkResult.TIMEOUT;
    },
    unpark: () => 0,
    setBreaker: (bits: number) => {
      due |= bits;
      host.breaker[0] = 1;
    },
    atSafePoint: () => {
      const bits = due | collections();
      due = 0;
      if (stress === 0) host.breaker[0] = 0;
      return bits;
    },
    yieldNow: () => {},
  });
  return nodes;
}
