// How the executables are bundled: one place for esbuild's options, used by packages/*/build.mjs.
//
// The packages export their TypeScript source to each other; only what Node starts is built: the host side
// (packages/cli/dist/main.js and its lazily loaded chunks) and the worker side (packages/runtime/dist/worker.js).
// Bundling is also what makes `const enum` members literals across modules: the interpreter's `case` labels and the
// heap's offsets must reach V8 as integers.
//
// Files are written one by one under a temporary name and renamed, so that a gilscope that starts at the same moment
// never reads half a file; a file whose text did not change keeps its modification time.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { build, transform } from "esbuild";

// CommonJS dependencies inside an ES module bundle still call `require` for Node's own modules.
const requireBanner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * Bundles entry points into `outdir` for Node and removes what an earlier build left there.
 *
 * @param {object} options
 * @param {string} options.root absolute folder of the package
 * @param {Record<string, string>} options.entries output name without `.js` -> source path below `root`
 * @param {string} [options.outdir] below `root`; "dist" by default
 * @param {boolean} [options.splitting] shared and lazily imported code in chunks of its own; false by default
 * @param {"esm" | "cjs"} [options.format] "esm" by default. A worker thread that starts from a CommonJS file is ready 10 ms earlier (of 36): the
 *   loader of ES modules starts workings of its own in every thread. The folder says what it holds in a package.json.
 * @param {Record<string, string>} [options.define] esbuild's `define`
 * @param {string[]} [options.external] module names left to Node's resolution
 * @param {string} [options.machine] the entry that is the machine: written for V8 (see withConstantViews and withLoopsApart)
 * @param {boolean} [options.compact] without what only people read but for names: each worker holds the text in memory
 * @param {Record<string, string>} [options.replace] ends of paths of source files -> those of the files that take their place
 * @param {string[]} [options.keep] folders below `outdir` that other calls write
 */
export async function bundle({
  root,
  entries,
  outdir = "dist",
  splitting = false,
  format = "esm",
  define = {},
  external = [],
  keep = [],
  machine,
  compact = false,
  replace = {},
}) {
  const out = join(root, outdir);
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entries).map(([name, path]) => ({ in: path, out: name })),
    outdir: out,
    bundle: true,
    write: false,
    format,
    platform: "node",
    target: "node20.19",
    splitting,
    chunkNames: "chunks/[name]-[hash]",
    minify: false,
    keepNames: false,
    sourcemap: false,
    legalComments: "none",
    logLevel: "warning",
    banner: format === "esm" ? { js: requireBanner } : {},
    define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"', ...define },
    external,
    plugins: [replacing(replace)],
    alias: { "react-devtools-core": join(dirname(new URL(import.meta.url).pathname), "empty.mjs"), ...ohmKernel() },
  }).catch((error) => {
    // esbuild has printed its messages; anything else is a mistake in here.
    if (!Array.isArray(error?.errors)) throw error;
    process.exit(1);
  });
  const written = new Set();
  for (const file of result.outputFiles) {
    written.add(file.path);
    const text = basename(file.path, ".js") === machine ? withLoopsApart(withConstantViews(file.text)) : file.text;
    writeIfChanged(file.path, Buffer.from(compact ? (await transform(text, compactly)).code : text));
  }
  const manifest = join(out, "package.json");
  written.add(manifest);
  writeIfChanged(manifest, Buffer.from(`{ "type": "${format === "cjs" ? "commonjs" : "module"}" }\n`));
  for (const path of filesBelow(out)) {
    const kept = keep.some((folder) => !relative(join(out, folder), path).startsWith(".."));
    if (!written.has(path) && !kept) rmSync(path, { force: true });
  }
  return result.outputFiles.map((file) => relative(root, file.path));
}

// Lines, and names, so that a stack of ours says where it is.
const compactly = { loader: "js", minifyWhitespace: true, lineLimit: 160, target: "node20.19", legalComments: "none" };

/** Loads other files in the place of some. */
function replacing(files) {
  return {
    name: "replacing",
    setup(build) {
      for (const [from, to] of Object.entries(files)) {
        const end = new RegExp(`${from.replace(/[.]/g, "\\$&")}$`);
        build.onLoad({ filter: end }, ({ path }) => ({
          contents: readFileSync(path.slice(0, -from.length) + to, "utf8"),
          loader: "ts",
        }));
      }
    },
  };
}

/**
 * esbuild writes `var` for every declaration at the top level. V8 takes a `const` that holds a typed array for a constant, with address and length
 * of its memory, and likewise one that holds a table or the interpreter's registers; a `var` not. Those assigned again anywhere stay `var`.
 */
function withConstantViews(text) {
  return text.replace(
    /^var (\w+) = (?=new (?:Int32|Uint32|Uint16|Uint8|Float64|)Array\(|\[\]|\{\n)/gm,
    (whole, name) => {
      const assignments = text.match(new RegExp(`(?<![\\w.$])${name} (?:[-+*/%&|^]|<<|>>>?)?=(?!=)`, "g"));
      return assignments?.length === 1 ? `const ${name} = ` : whole;
    },
  );
}

/**
 * A loop at the top level makes V8 take the function around it, here the whole bundle, for one that runs for long: it compiles it once more (5 ms, 0.6 MB in each
 * worker). In a function of its own it does not.
 */
function withLoopsApart(text) {
  const out = [];
  let inside = false;
  for (const line of text.split("\n")) {
    // esbuild indents what is inside a statement, but for the brackets that end it.
    if (inside && !/^[\s})\]]/.test(line)) {
      out.push("})();");
      inside = false;
    }
    if (/^(?:for|while) \(/.test(line)) {
      out.push("(() => {");
      inside = true;
    }
    out.push(line);
  }
  if (inside) out.push("})();");
  return out.join("\n");
}

/**
 * Ohm without the grammar of its own grammars: ours is a recipe made beforehand, so the parser of grammars need not be
 * set up at every start (6 ms).
 */
function ohmKernel() {
  const vm = createRequire(new URL("../packages/vm/package.json", import.meta.url));
  return { "ohm-js": join(dirname(vm.resolve("ohm-js")), "..", "src", "main-kernel.js") };
}

function writeIfChanged(path, contents) {
  try {
    if (Buffer.compare(readFileSync(path), contents) === 0) return;
  } catch {
    // Not there yet.
  }
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => !path.endsWith(".tmp") && statSync(path, { throwIfNoEntry: false })?.isFile());
}
