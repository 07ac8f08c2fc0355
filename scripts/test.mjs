// `pnpm test [path or filter] [vitest's options]`: builds what is stale, runs vitest over all packages (or over the
// named files), and ends with one line, `N passed, N failed`, whatever vitest itself printed.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { ensureBuilt, root } from "./build.mjs";
import { summary } from "./summary.mjs";

ensureBuilt();
const report = join(root, ".cache", "vitest.json");
mkdirSync(dirname(report), { recursive: true });
rmSync(report, { force: true });

// A path is the user's, so it is taken from where the user stands; what names no file is vitest's filter or option.
const from = process.env.INIT_CWD ?? process.cwd();
const args = process.argv.slice(2).map((arg) => {
  const path = resolve(from, arg);
  return !arg.startsWith("-") && existsSync(path) ? relative(root, path) : arg;
});
const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const run = spawnSync(process.execPath, [vitest, "run", ...reporters, ...args], { cwd: root, stdio: "inherit" });
const counts = summary([report]);
process.stdout.write(`${counts.line}\n`);
process.exit(run.status !== 0 ? (run.status ?? 1) : counts.failed > 0 || counts.passed === 0 ? 1 : 0);
