/**
 * System calls of a worker. Plain files and folders are used in place, detached; whatever can wait for another process (pipes, terminals,
 * sockets) is asked of the host through the slot's mailbox while the thread is parked. A worker inside a blocking call could not be ended.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import { tty } from "./streams.ts";
import { Errno, type FileStat, OpenFlag, ParkKind, ParkResult, type SystemCalls, Whence } from "@gilscope/vm/host.ts";
import type { OsHost } from "../sched/os.ts";
import {
  FD_MUTEX,
  FdKind,
  MAILBOX_BASE,
  MAILBOX_BYTES,
  MAX_FDS,
  RequestState,
  S_REQ_ARG,
  S_REQ_FD,
  S_REQ_OP,
  S_REQ_RESULT,
  S_REQ_STATE,
  slotBase,
} from "../shared/layout.ts";
import { lockMutex, unlockMutex } from "../shared/mutex.ts";
import { RequestOp } from "../workers/messages.ts";
import { Descriptors } from "./descriptors.ts";
import { errnoName, negatedErrno, strerror } from "./errno.ts";
import { Pipes } from "./pipes.ts";
import { poll } from "./poll.ts";

/** Node's flags for our (Linux) ones. */
function nodeFlags(flags: number): number {
  const c = fs.constants;
  let out = [c.O_RDONLY, c.O_WRONLY, c.O_RDWR][flags & 3] ?? c.O_RDONLY;
  if (flags & OpenFlag.CREAT) out |= c.O_CREAT;
  if (flags & OpenFlag.EXCL) out |= c.O_EXCL;
  if (flags & OpenFlag.TRUNC) out |= c.O_TRUNC;
  if (flags & OpenFlag.APPEND) out |= c.O_APPEND;
  if (flags & OpenFlag.NONBLOCK) out |= c.O_NONBLOCK;
  return out;
}

/** Algorithms of hashlib by OpenSSL's names. What takes parameters, or a length, is not among them. */
const digestNames: Partial<Record<string, string>> = {
  md5: "md5",
  sha1: "sha1",
  sha224: "sha224",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  sha512_224: "sha512-224",
  sha512_256: "sha512-256",
  sha3_224: "sha3-224",
  sha3_256: "sha3-256",
  sha3_384: "sha3-384",
  sha3_512: "sha3-512",
  blake2b: "blake2b512",
  blake2s: "blake2s256",
};

function fileStat(stat: fs.BigIntStats): FileStat {
  return {
    mode: Number(stat.mode),
    ino: stat.ino,
    dev: Number(stat.dev),
    nlink: Number(stat.nlink),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: Number(stat.size),
    atimeNs: stat.atimeNs,
    mtimeNs: stat.mtimeNs,
    ctimeNs: stat.ctimeNs,
  };
}

export class OsSystem implements SystemCalls {
  readonly platform = process.platform;
  get uname(): SystemCalls["uname"] {
    return {
      sysname: os.type(),
      nodename: os.hostname(),
      release: os.release(),
      version: os.version(),
      machine: os.machine(),
    };
  }
  private readonly fds: Descriptors;
  private readonly pipes: Pipes;
  private readonly mailbox: Uint8Array;
  private readonly base: number;
  private requestNumber = 0;

  constructor(private readonly host: OsHost) {
    this.fds = new Descriptors(host.ctl);
    this.pipes = new Pipes(host.ctl, host);
    this.base = slotBase(host.slot);
    this.mailbox = new Uint8Array(host.ctl.buffer, MAILBOX_BASE * 4 + host.slot * MAILBOX_BYTES, MAILBOX_BYTES);
  }

  // ── descriptors ──

  open(path: string, flags: number, mode: number): number {
    const opened = this.detached(() => {
      let stat: fs.Stats | undefined;
      try {
        stat = fs.statSync(path);
      } catch {
        // Not there, or not ours to see: open says so, or makes it.
      }
      const waits = stat !== undefined && (stat.isFIFO() || stat.isCharacterDevice());
      return fs.openSync(path, nodeFlags(waits ? flags | OpenFlag.NONBLOCK : flags), mode);
    });
    if (opened === -6 && (flags & 3) === OpenFlag.WRONLY) {
      // ENXIO: a named pipe that nobody reads yet. Opening it would block until somebody does; so look again and again.
      if (this.host.park(0, ParkKind.IO, this.host.clock.nowUs() + 5000, null) === ParkResult.INTERRUPTED)
        return -Errno.EINTR;
      return this.open(path, flags, mode);
    }
    if (opened < 0) return opened;
    if (opened >= MAX_FDS) {
      fs.closeSync(opened);
      return -Errno.EMFILE;
    }
    this.fds.set(opened, FdKind.UNKNOWN, 0);
    if (this.fds.kind(opened) === FdKind.INHERITED) {
      const stat = fs.fstatSync(opened);
      this.fds.set(opened, stat.isFile() || stat.isDirectory() ? FdKind.FILE : FdKind.INHERITED, flags);
    }
    return opened;
  }

  close(fd: number): number {
    const kind = this.fds.kind(fd);
    if (kind === FdKind.CLOSED) return -Errno.EBADF;
    if (fd <= 2) {
      // The standard descriptors stay open for the process; the program just loses them.
      this.fds.set(fd, FdKind.CLOSED, 0);
      return 0;
    }
    const pipe = this.fds.aux(fd);
    this.fds.set(fd, FdKind.UNKNOWN, 0);
    if (kind === FdKind.HOST) {
      this.host.post({ type: "close", fd });
      return 0;
    }
    const result = this.inPlace(() => {
      fs.closeSync(fd);
      return 0;
    });
    if (kind === FdKind.PIPE_READ) this.pipes.count(pipe, "read", -1);
    if (kind === FdKind.PIPE_WRITE) this.pipes.count(pipe, "write", -1);
    return result;
  }

  read(fd: number, into: Uint8Array): number {
    switch (this.fds.kind(fd)) {
      case FdKind.FILE: {
        const position = this.fds.position(fd);
        const count = this.detached(() => fs.readSync(fd, into, 0, into.length, position));
        if (count > 0) this.fds.setPosition(fd, position + count);
        return count;
      }
      case FdKind.INHERITED:
        return this.detached(() => fs.readSync(fd, into, 0, into.length, null));
      case FdKind.HOST: {
        const count = this.request(RequestOp.READ, fd, Math.min(into.length, MAILBOX_BYTES));
        if (count > 0) into.set(this.mailbox.subarray(0, count));
        return count;
      }
      case FdKind.PIPE_READ:
        return this.pipes.read(this.fds.aux(fd), into);
      default:
        return -Errno.EBADF;
    }
  }

  write(fd: number, bytes: Uint8Array): number {
    switch (this.fds.kind(fd)) {
      case FdKind.FILE: {
        const position = this.fds.position(fd);
        const append = (this.fds.aux(fd) & OpenFlag.APPEND) !== 0;
        const count = this.detached(() => fs.writeSync(fd, bytes, 0, bytes.length, append ? null : position));
        if (count > 0) this.fds.setPosition(fd, append ? fs.fstatSync(fd).size : position + count);
        return count;
      }
      case FdKind.INHERITED:
        return this.detached(() => fs.writeSync(fd, bytes, 0, bytes.length, null));
      case FdKind.HOST: {
        const count = Math.min(bytes.length, MAILBOX_BYTES);
        this.mailbox.set(bytes.subarray(0, count));
        return this.request(RequestOp.WRITE, fd, count);
      }
      case FdKind.PIPE_WRITE:
        return this.pipes.write(this.fds.aux(fd), bytes);
      default:
        return -Errno.EBADF;
    }
  }

  lseek(fd: number, offset: number, whence: Whence): number {
    const kind = this.fds.kind(fd);
    if (kind === FdKind.CLOSED) return -Errno.EBADF;
    if (kind === FdKind.INHERITED) return this.seekInherited(fd, offset, whence);
    if (kind !== FdKind.FILE) return -Errno.ESPIPE;
    let from = 0;
    if (whence === Whence.CUR) from = this.fds.position(fd);
    else if (whence === Whence.END) {
      const size = this.inPlace(() => fs.fstatSync(fd).size);
      if (size < 0) return size;
      from = size;
    } else if (whence !== Whence.SET) return -Errno.EINVAL;
    if (from + offset < 0) return -Errno.EINVAL;
    this.fds.setPosition(fd, from + offset);
    return from + offset;
  }

  // Where the system says an inherited file stands; from the first seek on, its position is ours.
  private seekInherited(fd: number, offset: number, whence: Whence): number {
    try {
      if (!fs.fstatSync(fd).isFile()) return -Errno.ESPIPE;
      const info = fs.readFileSync(`/proc/self/fdinfo/${fd}`, "latin1");
      const position = Number(/^pos:\s*(\d+)/m.exec(info)?.[1] ?? "0");
      if (whence === Whence.CUR && offset === 0) return position;
      const append = (Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? "0", 8) & OpenFlag.APPEND) !== 0;
      this.fds.set(fd, FdKind.FILE, append ? OpenFlag.APPEND : 0);
      this.fds.setPosition(fd, position);
      return this.lseek(fd, offset, whence);
    } catch {
      return -Errno.ESPIPE;
    }
  }

  ftruncate(fd: number, length: number): number {
    if (this.fds.kind(fd) === FdKind.CLOSED) return -Errno.EBADF;
    return this.done(() => fs.ftruncateSync(fd, length));
  }

  fsync(fd: number): number {
    if (this.fds.kind(fd) === FdKind.CLOSED) return -Errno.EBADF;
    return this.done(() => fs.fsyncSync(fd));
  }

  isatty(fd: number): boolean {
    return this.fds.kind(fd) === FdKind.HOST && tty().isatty(fd);
  }

  pipe(ends: Int32Array): number {
    lockMutex(this.host.ctl, FD_MUTEX);
    try {
      const pipe = this.pipes.create();
      if (pipe < 0) return -Errno.EMFILE;
      // Real descriptors keep the numbers ours alone.
      for (let end = 0; end < 2; end++) {
        const fd = fs.openSync(os.devNull, "r");
        this.fds.set(fd, end === 0 ? FdKind.PIPE_READ : FdKind.PIPE_WRITE, pipe);
        ends[end] = fd;
      }
      return 0;
    } catch (error) {
      return negatedErrno(error);
    } finally {
      unlockMutex(this.host.ctl, FD_MUTEX);
    }
  }

  poll(fds: Int32Array, wanted: Int32Array, got: Int32Array, deadlineUs: number): number {
    return poll(this.host, this.fds, fds, wanted, got, deadlineUs);
  }

  dup(fd: number): number {
    const kind = this.fds.kind(fd);
    if (kind === FdKind.CLOSED) return -Errno.EBADF;
    const pipe = kind === FdKind.PIPE_READ || kind === FdKind.PIPE_WRITE;
    return this.inPlace(() => {
      const copy = fs.openSync(pipe ? os.devNull : `/dev/fd/${fd}`, kind === FdKind.HOST && fd > 0 ? "w" : "r");
      this.fds.set(copy, pipe ? kind : FdKind.UNKNOWN, this.fds.aux(fd));
      if (pipe) this.pipes.count(this.fds.aux(fd), kind === FdKind.PIPE_READ ? "read" : "write", 1);
      return copy;
    });
  }

  fstat(fd: number): FileStat | number {
    if (this.fds.kind(fd) === FdKind.CLOSED) return -Errno.EBADF;
    return this.value(() => fileStat(fs.fstatSync(fd, { bigint: true })));
  }

  // ── paths ──

  stat(path: string): FileStat | number {
    return this.value(() => fileStat(fs.statSync(path, { bigint: true })));
  }

  lstat(path: string): FileStat | number {
    return this.value(() => fileStat(fs.lstatSync(path, { bigint: true })));
  }

  access(path: string, mode: number): number {
    return this.done(() => fs.accessSync(path, mode));
  }

  listdir(path: string): string[] | number {
    return this.value(() => fs.readdirSync(path));
  }

  mkdir(path: string, mode: number): number {
    return this.done(() => fs.mkdirSync(path, mode));
  }

  rmdir(path: string): number {
    return this.done(() => fs.rmdirSync(path));
  }

  unlink(path: string): number {
    return this.done(() => fs.unlinkSync(path));
  }

  rename(from: string, to: string): number {
    return this.done(() => fs.renameSync(from, to));
  }

  readlink(path: string): string | number {
    return this.value(() => fs.readlinkSync(path));
  }

  symlink(target: string, path: string): number {
    return this.done(() => fs.symlinkSync(target, path));
  }

  link(existing: string, path: string): number {
    return this.done(() => fs.linkSync(existing, path));
  }

  chmod(path: string, mode: number): number {
    return this.done(() => fs.chmodSync(path, mode));
  }

  utime(path: string, atimeNs: bigint, mtimeNs: bigint): number {
    return this.done(() => fs.utimesSync(path, Number(atimeNs) / 1e9, Number(mtimeNs) / 1e9));
  }

  realpath(path: string): string | number {
    return this.value(() => fs.realpathSync.native(path));
  }

  getcwd(): string {
    return process.cwd();
  }

  chdir(path: string): number {
    const { written, read } = new TextEncoder().encodeInto(path, new Uint8Array(this.mailbox.length));
    if (read < path.length) return -36;
    this.mailbox.set(new TextEncoder().encode(path));
    return this.request(RequestOp.CHDIR, 0, written);
  }

  // ── the rest ──

  environ(): Record<string, string> {
    return { ...process.env } as Record<string, string>;
  }

  // Workers start with the host's environment shared, so this is seen by all.
  setenv(name: string, value: string | null): void {
    if (value === null) delete process.env[name];
    else process.env[name] = value;
  }

  getpid(): number {
    return process.pid;
  }

  getppid(): number {
    return process.ppid;
  }

  cpuCount(): number {
    return os.cpus().length || os.availableParallelism();
  }

  availableCpus(): number {
    return os.availableParallelism();
  }

  terminalSize(fd: number): { columns: number; lines: number } | null {
    if (!tty().isatty(fd)) return null;
    try {
      const [columns, lines] = new (tty().WriteStream)(fd).getWindowSize();
      return { columns, lines };
    } catch {
      return null;
    }
  }

  strerror(errno: number): string {
    return strerror(errno);
  }

  errnoName(errno: number): string {
    return errnoName(errno);
  }

  randomBytes(into: Uint8Array): void {
    // Loaded when it is needed: it takes longer than most of a worker's start.
    process.getBuiltinModule("node:crypto").randomFillSync(into);
  }

  digest(name: string, bytes: Uint8Array): Uint8Array | null {
    const known = digestNames[name];
    return known === undefined
      ? null
      : process.getBuiltinModule("node:crypto").createHash(known).update(bytes).digest();
  }

  // ── how ──

  private inPlace(call: () => number): number {
    try {
      return call();
    } catch (error) {
      return negatedErrno(error);
    }
  }

  private done(call: () => void): number {
    return this.detached(() => {
      call();
      return 0;
    });
  }

  private value<T>(call: () => T): T | number {
    try {
      return call();
    } catch (error) {
      return negatedErrno(error);
    }
  }

  // The lock is let go around calls that go to a disk, as CPython does.
  private detached(call: () => number): number {
    this.host.detach();
    try {
      return call();
    } catch (error) {
      return negatedErrno(error);
    } finally {
      this.host.attach();
    }
  }

  /** Asks the host, and waits. @returns its answer; -EINTR if a signal came first and the request was taken back. */
  private request(op: RequestOp, fd: number, arg: number): number {
    const { ctl, slot } = this.host;
    const at = this.base;
    this.requestNumber = (this.requestNumber + 1) & 0xfffffff;
    const tag = this.requestNumber << 3;
    ctl[at + S_REQ_OP] = op;
    ctl[at + S_REQ_FD] = fd;
    ctl[at + S_REQ_ARG] = arg;
    Atomics.store(ctl, at + S_REQ_STATE, tag | RequestState.PENDING);
    const answered = this.host.parkForHost(() => this.host.post(slot), op === RequestOp.READ);
    if (!answered) {
      for (;;) {
        const state = Atomics.load(ctl, at + S_REQ_STATE);
        if (state === (tag | RequestState.DONE)) break;
        if (state === (tag | RequestState.ANSWERING)) {
          Atomics.wait(ctl, at + S_REQ_STATE, state, 1);
          continue;
        }
        if (Atomics.compareExchange(ctl, at + S_REQ_STATE, state, tag | RequestState.CANCELLED) !== state) continue;
        // An accepted write will be done in its order: it counts as written. A pending request was never begun.
        return state === (tag | RequestState.ACCEPTED) ? arg : -Errno.EINTR;
      }
    }
    const result = ctl[at + S_REQ_RESULT];
    Atomics.store(ctl, at + S_REQ_STATE, RequestState.FREE);
    return result;
  }
}
