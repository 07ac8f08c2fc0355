/**
 * The bundled worker side as bytes, read once by the host and shared by all workers: each would otherwise hold copies of its own (6 MB) until its first large
 * collection. The main worker is started first and the files are read while it comes to life.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A bundle is evaluated as the body of a function with these parameters. */
export const BUNDLE_HEAD = "(function (require, module, exports, __filename, __dirname) {";
export const BUNDLE_TAIL = "\n})";

/** A file whose bytes are here when `ready[0]` is 1: workers wait for that. -1: it could not be read. */
export interface SharedFile {
  bytes: SharedArrayBuffer;
  ready: SharedArrayBuffer;
}

export interface BundleFiles {
  /** Source of worker.js, head and tail included. */
  source: SharedFile;
  /** The file with V8's cache for it, and the heap as the boot leaves it: as they are. */
  cache: SharedFile | null;
  image: SharedFile | null;
}

/** A file that is to be read, with room for it and for what stands around it. */
class Reading {
  readonly file: SharedFile;
  private readonly fd: number;
  private readonly size: number;

  /** @throws the system's error if there is no such file. */
  constructor(
    path: string,
    private readonly head = "",
    private readonly tail = "",
  ) {
    this.fd = openSync(path, "r");
    this.size = fstatSync(this.fd).size;
    this.file = {
      bytes: new SharedArrayBuffer(head.length + this.size + tail.length),
      ready: new SharedArrayBuffer(4),
    };
  }

  read(): void {
    const { head, tail, size, fd } = this;
    const bytes = new Uint8Array(this.file.bytes);
    const ready = new Int32Array(this.file.ready);
    let done = 0;
    try {
      while (done < size) {
        const n = readSync(fd, bytes, head.length + done, size - done, null);
        if (n === 0) break;
        done += n;
      }
    } catch {
      // As if the rest were missing.
    }
    closeSync(fd);
    bytes.set(Buffer.from(head));
    bytes.set(Buffer.from(tail), head.length + size);
    Atomics.store(ready, 0, done === size ? 1 : -1);
    Atomics.notify(ready, 0);
  }
}

function reading(path: string, head = "", tail = ""): Reading | null {
  try {
    return new Reading(path, head, tail);
  } catch {
    return null;
  }
}

/**
 * Opens the files beside the loader `entry`. @param machine folder: "" or "free".
 * @returns what workers are given, and what then reads the files; null if the worker side is not there (a test double that is one file).
 */
export function bundleFiles(entry: URL | string, machine: string): { files: BundleFiles; read: () => void } | null {
  const folder = join(dirname(typeof entry === "string" ? entry : fileURLToPath(entry)), machine);
  const source = reading(join(folder, "worker.js"), BUNDLE_HEAD, BUNDLE_TAIL);
  if (source === null) return null;
  const cache = reading(join(folder, "worker.cache"));
  const image = reading(join(folder, "heap.image"));
  return {
    files: { source: source.file, cache: cache?.file ?? null, image: image?.file ?? null },
    read() {
      for (const file of [source, cache, image]) file?.read();
    },
  };
}

/** The bytes of a file, for a worker: waits until they are there. Null if there is no such file. */
export function sharedBytes(file: SharedFile | null): Buffer | null {
  if (file === null) return null;
  const ready = new Int32Array(file.ready);
  Atomics.wait(ready, 0, 0);
  return ready[0] === 1 ? Buffer.from(file.bytes) : null;
}
