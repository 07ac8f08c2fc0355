/**
 * The bundled worker side as bytes, read once by the host and shared by all further workers: each would otherwise hold copies of its own (6 MB) until its first large
 * collection. The main worker, which starts before anything else is ready, reads the files itself.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A bundle is evaluated as the body of a function with these parameters. */
export const BUNDLE_HEAD = "(function (require, module, exports, __filename, __dirname) {";
export const BUNDLE_TAIL = "\n})";

/** Source of worker.js, head and tail included, and the file with V8's cache for it, as they are. */
export interface BundleFiles {
  source: SharedArrayBuffer;
  cache: SharedArrayBuffer | null;
}

function shared(...parts: Uint8Array[]): SharedArrayBuffer {
  const out = new Uint8Array(new SharedArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0)));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out.buffer as SharedArrayBuffer;
}

/** Reads the files beside the loader `entry`; null if the worker side is not there (a test double that is one file). @param machine folder: "" or "free". */
export function readBundleFiles(entry: URL | string, machine: string): BundleFiles | null {
  const folder = join(dirname(typeof entry === "string" ? entry : fileURLToPath(entry)), machine);
  const file = join(folder, "worker.js");
  if (!existsSync(file)) return null;
  const cache = join(folder, "worker.cache");
  return {
    source: shared(Buffer.from(BUNDLE_HEAD), readFileSync(file), Buffer.from(BUNDLE_TAIL)),
    cache: existsSync(cache) ? shared(readFileSync(cache)) : null,
  };
}
