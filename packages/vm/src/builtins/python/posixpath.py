"""Operations on POSIX path names; `os.path`."""

import stat as _stat
from posix import _environ, _realpath, fspath, getcwd, getcwdb, lstat, stat

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False


def _sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def _check_types(function, *parts):
    has_str = has_bytes = False
    for part in parts:
        if isinstance(part, str):
            has_str = True
        elif isinstance(part, bytes):
            has_bytes = True
        else:
            raise TypeError(
                f"{function}() argument must be str, bytes, or os.PathLike object, not {type(part).__name__!r}"
            ) from None
    if has_str and has_bytes:
        raise TypeError("Can't mix strings and bytes in path components") from None


def normcase(s):
    """Normalize the case of a path name; nothing to do on POSIX."""
    return fspath(s)


def isabs(s):
    """Test whether a path is absolute."""
    s = fspath(s)
    return s.startswith(_sep(s))


def join(a, *p):
    """Join path components; an absolute one throws away all before it."""
    a = fspath(a)
    slash = _sep(a)
    path = a
    try:
        for b in p:
            b = fspath(b)
            if b.startswith(slash) or not path:
                path = b
            elif path.endswith(slash):
                path += b
            else:
                path += slash + b
    except (TypeError, AttributeError):
        _check_types("join", a, *p)
        raise
    return path


def split(p):
    """Split into everything before the last slash and the rest."""
    p = fspath(p)
    slash = _sep(p)
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """Split the extension off; it begins with the last dot of the last component."""
    p = fspath(p)
    slash, dot = (b"/", b".") if isinstance(p, bytes) else ("/", ".")
    slash_at = p.rfind(slash)
    dot_at = p.rfind(dot)
    if dot_at > slash_at:
        k = slash_at + 1
        while k < dot_at:
            if p[k : k + 1] != dot:
                return p[:dot_at], p[dot_at:]
            k += 1
    return p, p[:0]


def splitdrive(p):
    """Split a drive off; on POSIX it is always empty."""
    p = fspath(p)
    return p[:0], p


def splitroot(p):
    """Split into drive, root and tail."""
    p = fspath(p)
    slash = _sep(p)
    empty = p[:0]
    if p[:1] != slash:
        return empty, empty, p
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    return empty, p[:2], p[2:]


def basename(p):
    """The last component."""
    p = fspath(p)
    return p[p.rfind(_sep(p)) + 1 :]


def dirname(p):
    """The directory part."""
    return split(p)[0]


def commonprefix(m):
    """The longest common leading part of a list of names, character by character."""
    if not m:
        return ""
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(fspath, m))
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low


def _try_stat(path):
    try:
        return stat(path)
    except (OSError, ValueError):
        return None


def exists(path):
    """Test whether a path exists; false for broken links."""
    return _try_stat(path) is not None


def lexists(path):
    """Test whether a path exists; true for broken links."""
    try:
        lstat(path)
    except (OSError, ValueError):
        return False
    return True


def isfile(path):
    """Test whether a path is a regular file."""
    s = _try_stat(path)
    return s is not None and _stat.S_ISREG(s.st_mode)


def isdir(s):
    """Test whether a path is a directory."""
    found = _try_stat(s)
    return found is not None and _stat.S_ISDIR(found.st_mode)


def islink(path):
    """Test whether a path is a symbolic link."""
    try:
        return _stat.S_ISLNK(lstat(path).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


def isjunction(path):
    fspath(path)
    return False


def isdevdrive(path):
    fspath(path)
    return False


def ismount(path):
    """Test whether a path is a mount point."""
    try:
        here = lstat(path)
    except (OSError, ValueError):
        return False
    if _stat.S_ISLNK(here.st_mode):
        return False
    path = fspath(path)
    parent = realpath(join(path, b".." if isinstance(path, bytes) else ".."))
    try:
        above = lstat(parent)
    except OSError:
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def getsize(filename):
    """The size of a file in bytes."""
    return stat(filename).st_size


def getmtime(filename):
    """The time of the last change of a file."""
    return stat(filename).st_mtime


def getatime(filename):
    """The time of the last access of a file."""
    return stat(filename).st_atime


def getctime(filename):
    """The time of the last change of a file's metadata."""
    return stat(filename).st_ctime


def samestat(s1, s2):
    """Test whether two stat results are of one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Test whether two paths name one file."""
    return samestat(stat(f1), stat(f2))


def sameopenfile(fp1, fp2):
    """Test whether two descriptors are of one file."""
    from posix import fstat

    return samestat(fstat(fp1), fstat(fp2))


def expanduser(path):
    """Expand ~ at the start."""
    path = fspath(path)
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    slash = _sep(path)
    i = path.find(slash, 1)
    if i < 0:
        i = len(path)
    if i != 1:
        return path
    home = _variables().get("HOME")
    if home is None:
        return path
    if isinstance(path, bytes):
        home = home.encode()
    home = home.rstrip(slash)
    return (home + path[i:]) or slash


def _variables():
    import os

    return os.environ


def expandvars(path):
    """Expand $name and ${name} of the environment; unknown ones stay."""
    path = fspath(path)
    if isinstance(path, bytes):
        return expandvars(path.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    variables = _variables()
    out = []
    i = 0
    while i < len(path):
        c = path[i]
        if c != "$":
            out.append(c)
            i += 1
            continue
        if path[i + 1 : i + 2] == "{":
            end = path.find("}", i)
            if end < 0:
                out.append(path[i:])
                break
            name, after = path[i + 2 : end], end + 1
        else:
            after = i + 1
            while after < len(path) and path[after].isascii() and (path[after].isalnum() or path[after] == "_"):
                after += 1
            name = path[i + 1 : after]
        if name and name in variables:
            out.append(variables[name])
        else:
            out.append(path[i:after])
        i = after
    return "".join(out)


def normpath(path):
    """Normalize: double slashes, `.` and `..` go."""
    path = fspath(path)
    if isinstance(path, bytes):
        slash, dot, dotdot, empty = b"/", b".", b"..", b""
    else:
        slash, dot, dotdot, empty = "/", ".", "..", ""
    if not path:
        return dot
    _, root, rest = splitroot(path)
    parts = []
    for part in rest.split(slash):
        if part == empty or part == dot:
            continue
        if part != dotdot or (not root and not parts) or (parts and parts[-1] == dotdot):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    """An absolute path, normalized."""
    path = fspath(path)
    if not isabs(path):
        path = join(getcwdb() if isinstance(path, bytes) else getcwd(), path)
    return normpath(path)


def realpath(filename, *, strict=False):
    """The path without symbolic links."""
    path = abspath(filename)
    if strict:
        stat(path)
    if isinstance(path, bytes):
        return realpath(path.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    real = _realpath(path)
    if real is not None:
        return real
    # What does not exist is resolved up to the part that does.
    head, tail = split(path)
    if not tail:
        return path
    return join(realpath(head), tail)


def relpath(path, start=None):
    """A relative path to `path` from `start` or the current directory."""
    path = fspath(path)
    if not path:
        raise ValueError("no path specified")
    if isinstance(path, bytes):
        slash, dot, dotdot = b"/", b".", b".."
    else:
        slash, dot, dotdot = "/", ".", ".."
    start = dot if start is None else fspath(start)
    try:
        from_parts = [part for part in abspath(start).split(slash) if part]
        to_parts = [part for part in abspath(path).split(slash) if part]
        shared = len(commonprefix([from_parts, to_parts]))
        parts = [dotdot] * (len(from_parts) - shared) + to_parts[shared:]
        return slash.join(parts) if parts else dot
    except (TypeError, AttributeError):
        _check_types("relpath", path, start)
        raise


def commonpath(paths):
    """The longest common leading directory of a list of paths."""
    paths = tuple(map(fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if isinstance(paths[0], bytes):
        slash, dot = b"/", b"."
    else:
        slash, dot = "/", "."
    try:
        absolute = {path.startswith(slash) for path in paths}
        if len(absolute) != 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        split_paths = [[part for part in path.split(slash) if part and part != dot] for path in paths]
        low, high = min(split_paths), max(split_paths)
        common = low
        for i, part in enumerate(low):
            if part != high[i]:
                common = low[:i]
                break
        return (slash if absolute.pop() else slash[:0]) + slash.join(common)
    except (TypeError, AttributeError):
        _check_types("commonpath", *paths)
        raise
