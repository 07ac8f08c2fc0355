/**
 * What a worker thread starts from: evaluates the bundled worker side (worker.js, beside this file) with V8's code cache, so that a worker neither
 * parses the whole machine nor compiles what every start needs. That is about a third of a worker's start. The front end of the language
 * (front-end.js) is a bundle of its own, read and loaded the same way when the worker asks for it.
 *
 * The bytes of worker.js, its cache and the heap's image come from the host (bundle-files.ts).
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
import { BUNDLE_HEAD, BUNDLE_TAIL, type BundleFiles, sharedBytes } from "./bundle-files.ts";
import { setOsr } from "./osr.ts";
import type { WorkerData } from "./messages.ts";

/** Hash of what this build was made of: hexadecimal digits, put in by the build. As many that the data behind them is aligned: V8 would copy it. */
declare const GILSCOPE_BUILD: string;

/** What loader and bundles tell each other. */
const shared = globalThis as {
  /** Evaluate front-end.js; its exports. */
  gilscopeLoadFrontEnd?: () => unknown;
  /** What library.js exports: the library's modules, for who builds a heap. */
  gilscopeLoadLibrary?: () => unknown;
  /** What `bootHeap` starts from in the main worker (vm, heap/image.ts), and while the build runs it, what it made instead. */
  gilscopeHeapImage?: Uint8Array;
  gilscopeKeepImage?: (image: Uint8Array) => void;
  /** Only while the build makes the code caches: write them. Called by thread.ts when the main program is over. */
  gilscopeMakeCodeCache?: () => void;
};

const { files, free, slot } = workerData as WorkerData & { files: BundleFiles };
/** Folder of the machine that was asked for: the lock-free mode has one of its own. */
const machine = free ? "free" : "";
/** Writes what the build keeps for later starts. */
const writers: (() => void)[] = [];

/** What the build made by running, from a file of its: name of the build (24 characters), then the data. Undefined if it is none of this build. */
function kept(bytes: Buffer | null): Buffer | undefined {
  const size = GILSCOPE_BUILD.length;
  return bytes?.toString("latin1", 0, size) === GILSCOPE_BUILD ? bytes.subarray(size) : undefined;
}
const keep = (name: string, data: Uint8Array): void =>
  writeFileSync(join(__dirname, name), Buffer.concat([Buffer.from(GILSCOPE_BUILD), data]));

function evaluate(file: string, source: Buffer, cache: string, cachedData: Buffer | undefined, osr: boolean): unknown {
  // The bundler writes nothing but ASCII.
  const script = new Script(source.toString("latin1"), { filename: file, cachedData });
  writers.push(() => {
    setOsr(osr);
    keep(cache, script.createCachedData());
  });
  const scope = { exports: {} };
  script.runInThisContext()(createRequire(file), scope, scope.exports, file, __dirname);
  return scope.exports;
}

/** The front end is the same for every machine. */
function loadFrontEnd(): unknown {
  const file = join(__dirname, "front-end.js");
  const read = (name: string): Buffer | null => {
    try {
      return readFileSync(join(__dirname, name));
    } catch {
      return null;
    }
  };
  const source = [BUNDLE_HEAD, readFileSync(file), BUNDLE_TAIL].map((part) => Buffer.from(part));
  return evaluate(file, Buffer.concat(source), "front-end.cache", kept(read("front-end.cache")), false);
}

shared.gilscopeLoadFrontEnd = loadFrontEnd;
shared.gilscopeLoadLibrary = () => createRequire(__filename)("./library.js");
if (slot === 0) shared.gilscopeHeapImage = kept(sharedBytes(files.image));
if (process.env.GILSCOPE_MAKE_CACHE === "1") {
  shared.gilscopeKeepImage = (bytes) => writers.push(() => keep(join(machine, "heap.image"), bytes));
  shared.gilscopeMakeCodeCache = () => {
    for (const write of writers) write();
  };
}
const source = sharedBytes(files.source);
if (source === null) throw new Error("loader: worker.js could not be read");
evaluate(
  join(__dirname, machine, "worker.js"),
  source,
  join(machine, "worker.cache"),
  kept(sharedBytes(files.cache)),
  true,
);
