// Builds what is stale. `pnpm build` always asks turbo; everything that only needs a current build (`pnpm gilscope`,
// `pnpm test`, `pnpm bench`) first compares names, sizes and times of the sources with the last build's, a matter of
// milliseconds, and starts turbo only when they differ.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, ".cache", "build-stamp");
const products = ["packages/cli/dist/main.js", "packages/runtime/dist/worker.js"];
const packages = ["vm", "runtime", "tui", "cli"];

/** The state of everything a build reads, as one hash of names, sizes and modification times. */
function sourceStamp() {
  const hash = createHash("sha1");
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    hash.update(stat === undefined ? `${path} -\n` : `${path} ${stat.size} ${stat.mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else add(path);
    }
  };
  for (const name of packages) {
    add(join(root, "packages", name, "package.json"));
    add(join(root, "packages", name, "build.mjs"));
    walk(join(root, "packages", name, "src"));
  }
  for (const name of ["scripts/bundle.mjs", "pnpm-lock.yaml", "turbo.json"]) add(join(root, name));
  return hash.digest("hex");
}

/** Makes the executables current. Writes to standard error only, and only when it really builds. */
export function ensureBuilt() {
  const stamp = sourceStamp();
  if (products.every((path) => existsSync(join(root, path))) && lastStamp() === stamp) return;
  if (process.stderr.isTTY) process.stderr.write("gilscope: building ...\n");
  const stdio = ["ignore", "pipe", "pipe"];
  const result =
    pnpmFolder() === undefined ? buildDirectly(stdio) : turbo(["run", "build", "--output-logs=errors-only"], { stdio });
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error?.message ?? ""}`);
    process.stderr.write("gilscope: the build failed; its messages stand above\n");
    process.exit(70);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}

function lastStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return undefined;
  }
}

/** Folder of a pnpm to start tasks with: the one that runs us, or one on PATH; undefined where there is none. */
function pnpmFolder() {
  const running = process.env.npm_execpath;
  if (running !== undefined && /(^|[\\/])pnpm(\.exe)?$/.test(running)) return dirname(running);
  const names = process.platform === "win32" ? ["pnpm.exe", "pnpm.cmd"] : ["pnpm"];
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.find((folder) => names.some((name) => existsSync(join(folder, name))));
}

/** The same builds without turbo, which needs a pnpm: for `node scripts/gilscope.mjs` outside of one. */
function buildDirectly(stdio) {
  let result;
  for (const name of ["runtime", "cli"]) {
    const folder = join(root, "packages", name);
    result = spawnSync(process.execPath, ["build.mjs"], { cwd: folder, encoding: "utf8", stdio });
    if (result.status !== 0) return result;
  }
  return result;
}

/** Runs turbo from the root, with the pnpm that it starts tasks with on PATH. */
export function turbo(args, options = {}) {
  const env = {
    ...process.env,
    PATH: [pnpmFolder(), process.env.PATH].filter((part) => part !== undefined).join(delimiter),
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    TURBO_PRINT_VERSION_DISABLED: "1",
  };
  const turboBin = join(root, "node_modules", "turbo", "bin", "turbo");
  return spawnSync(process.execPath, [turboBin, ...args], { cwd: root, encoding: "utf8", env, ...options });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = turbo(["run", "build", "--output-logs=new-only", ...process.argv.slice(2)], { stdio: "inherit" });
  if (result.status === 0) {
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, sourceStamp());
  }
  process.exit(result.status ?? 70);
}
