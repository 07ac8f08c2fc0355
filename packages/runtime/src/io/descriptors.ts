/**
 * The table of descriptors, in the control buffer: what kind of thing each one is and, for files that we opened, where it stands. Node has no
 * `lseek`, so positions are ours; an inherited descriptor is used at the system's position, which it may share with other processes.
 */
import { fstatSync } from "node:fs";
import { tty } from "./streams.ts";
import { FD_BASE, FD_WORDS, FdKind, F_AUX, F_KIND, F_POSITION, MAX_FDS } from "../shared/layout.ts";

export class Descriptors {
  private readonly floats: Float64Array;

  constructor(private readonly ctl: Int32Array) {
    this.floats = new Float64Array(ctl.buffer);
  }

  /** Kind of `fd`; looks at an inherited one on first use. CLOSED for numbers that are no descriptor. */
  kind(fd: number): FdKind {
    if (!(fd >= 0 && fd < MAX_FDS)) return FdKind.CLOSED;
    const at = FD_BASE + fd * FD_WORDS;
    const known = Atomics.load(this.ctl, at + F_KIND);
    if (known !== FdKind.UNKNOWN) return known;
    const kind = classify(fd);
    if (kind !== FdKind.CLOSED) Atomics.store(this.ctl, at + F_KIND, kind);
    return kind;
  }

  set(fd: number, kind: FdKind, aux: number): void {
    const at = FD_BASE + fd * FD_WORDS;
    this.ctl[at + F_AUX] = aux;
    this.setPosition(fd, 0);
    Atomics.store(this.ctl, at + F_KIND, kind);
  }

  aux(fd: number): number {
    return this.ctl[FD_BASE + fd * FD_WORDS + F_AUX];
  }

  position(fd: number): number {
    return this.floats[(FD_BASE + fd * FD_WORDS + F_POSITION) >> 1];
  }

  setPosition(fd: number, position: number): void {
    this.floats[(FD_BASE + fd * FD_WORDS + F_POSITION) >> 1] = position;
  }
}

/** Plain files, folders and devices that never wait are used in place; everything else is the host's. */
function classify(fd: number): FdKind {
  try {
    const stat = fstatSync(fd);
    if (stat.isFile() || stat.isDirectory()) return FdKind.INHERITED;
    return stat.isCharacterDevice() && !tty().isatty(fd) ? FdKind.INHERITED : FdKind.HOST;
  } catch {
    return FdKind.CLOSED;
  }
}
