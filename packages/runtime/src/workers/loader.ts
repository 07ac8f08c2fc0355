/**
 * What a worker thread starts from: evaluates the bundled worker side (worker.js, beside this file) with V8's code cache, so that a worker neither
 * parses the whole machine nor compiles what every start needs. That is about a third of a worker's start. The front end of the language
 * (front-end.js) is a bundle of its own, loaded the same way when the worker asks for it.
 *
 * The cache of a bundle (worker.cache: name of the build, then V8's data) is made by the build, which runs a small program with
 * GILSCOPE_MAKE_CACHE=1. A cache that is missing, of another build or made by another V8 is ignored: everything works without it. V8 itself
 * compares only the length of the source, hence the name, a hash of all that is built from; a checksum of the source would cost milliseconds.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** Hash of what this build was made of: hexadecimal digits, put in by the build. */
declare const GILSCOPE_BUILD: string;

/** What loader and bundles tell each other. */
const shared = globalThis as {
  /** Evaluate the bundle with this name; its exports. */
  gilscopeLoad?: (name: string) => unknown;
  /** Only while the build makes the code caches: write them. Called by thread.ts when the main program is over. */
  gilscopeMakeCodeCache?: () => void;
};

/** Writes the code cache of each bundle evaluated so far. */
const writers: (() => void)[] = [];

function cachedData(file: string): Buffer | undefined {
  try {
    const cache = readFileSync(file);
    const size = GILSCOPE_BUILD.length;
    return cache.toString("latin1", 0, size) === GILSCOPE_BUILD ? cache.subarray(size) : undefined;
  } catch {
    return undefined;
  }
}

function load(name: string): unknown {
  const file = join(__dirname, `${name}.js`);
  const cacheFile = join(__dirname, `${name}.cache`);
  const bytes = readFileSync(file);
  // The bundler writes nothing but ASCII.
  const source = `(function (require, module, exports, __filename, __dirname) {${bytes.toString("latin1")}\n})`;
  const script = new Script(source, { filename: file, cachedData: cachedData(cacheFile) });
  writers.push(() => {
    writeFileSync(cacheFile, Buffer.concat([Buffer.from(GILSCOPE_BUILD), script.createCachedData()]));
  });
  const scope = { exports: {} };
  script.runInThisContext()(createRequire(file), scope, scope.exports, file, __dirname);
  return scope.exports;
}

shared.gilscopeLoad = load;
if (process.env.GILSCOPE_MAKE_CACHE === "1") {
  shared.gilscopeMakeCodeCache = () => {
    for (const write of writers) write();
  };
}
load("worker");
