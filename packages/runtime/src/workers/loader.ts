/**
 * What a worker thread starts from: evaluates the bundled worker side (worker.js, beside this file) with V8's code cache, so that a worker neither
 * parses the whole machine nor compiles what every start needs. That is about a third of a worker's start. The front end of the language
 * (front-end.js) is a bundle of its own, loaded the same way when the worker asks for it.
 *
 * Workers after the main one get the bytes of worker.js and its cache from the host (bundle-files.ts) instead of reading them.
 *
 * The main worker is also given the heap as the boot leaves it (heap.image), so that types and modules need not be made at every start.
 *
 * The cache of a bundle (worker.cache: name of the build, then V8's data) is made by the build, which runs a small program with
 * GILSCOPE_MAKE_CACHE=1. A cache that is missing, of another build or made by another V8 is ignored: everything works without it. V8 itself
 * compares only the length of the source, hence the name, a hash of all that is built from; a checksum of the source would cost milliseconds.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import { workerData } from "node:worker_threads";
import { BUNDLE_HEAD, BUNDLE_TAIL } from "./bundle-files.ts";
import { setOsr } from "./osr.ts";
import type { WorkerData } from "./messages.ts";

/** Hash of what this build was made of: hexadecimal digits, put in by the build. */
declare const GILSCOPE_BUILD: string;

/** What loader and bundles tell each other. */
const shared = globalThis as {
  /** Evaluate the bundle with this name; its exports. */
  gilscopeLoad?: (name: string) => unknown;
  /** What `bootHeap` starts from in the main worker (vm, heap/image.ts), and while the build runs it, what it made instead. */
  gilscopeHeapImage?: Uint8Array;
  gilscopeKeepImage?: (image: Uint8Array) => void;
  /** Only while the build makes the code caches: write them. Called by thread.ts when the main program is over. */
  gilscopeMakeCodeCache?: () => void;
};

/** Folder of the machine that was asked for: the lock-free mode has one of its own. */
const machine = (workerData as WorkerData).free ? "free" : "";
/** Writes what the build keeps for later starts. */
const writers: (() => void)[] = [];

/** A file that the build made by running: name of the build (20 characters), then the data. Undefined if it is none of this build. */
function readKept(name: string, given: SharedArrayBuffer | null = null): Buffer | undefined {
  try {
    const bytes = given === null ? readFileSync(join(__dirname, name)) : Buffer.from(given);
    const size = GILSCOPE_BUILD.length;
    return bytes.toString("latin1", 0, size) === GILSCOPE_BUILD ? bytes.subarray(size) : undefined;
  } catch {
    return undefined;
  }
}
const keep = (name: string, data: Uint8Array): void =>
  writeFileSync(join(__dirname, name), Buffer.concat([Buffer.from(GILSCOPE_BUILD), data]));

function load(name: string): unknown {
  const folder = name === "worker" ? machine : "";
  const file = join(__dirname, folder, `${name}.js`);
  const given = name === "worker" ? (workerData as WorkerData).files : null;
  // The bundler writes nothing but ASCII.
  const source =
    given === null
      ? `${BUNDLE_HEAD}${readFileSync(file).toString("latin1")}${BUNDLE_TAIL}`
      : Buffer.from(given.source).toString("latin1");
  const cache = join(folder, `${name}.cache`);
  const script = new Script(source, { filename: file, cachedData: readKept(cache, given?.cache) });
  // The front end is the same for every machine, and kept with the first one.
  if (folder === machine) {
    writers.push(() => {
      setOsr(name === "worker");
      keep(cache, script.createCachedData());
    });
  }
  const scope = { exports: {} };
  script.runInThisContext()(createRequire(file), scope, scope.exports, file, __dirname);
  return scope.exports;
}

shared.gilscopeLoad = load;
const image = join(machine, "heap.image");
if ((workerData as WorkerData).slot === 0) shared.gilscopeHeapImage = readKept(image);
if (process.env.GILSCOPE_MAKE_CACHE === "1") {
  shared.gilscopeKeepImage = (bytes) => writers.push(() => keep(image, bytes));
  shared.gilscopeMakeCodeCache = () => {
    for (const write of writers) write();
  };
}
load("worker");
