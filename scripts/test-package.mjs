// The `test` script of each package: its vitest run, with the report that `pnpm check` adds up. Run from the package.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./build.mjs";

const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
const reporters = ["--reporter=default", "--reporter=json", "--outputFile.json=.cache/vitest.json"];
const args = ["run", "--passWithNoTests", ...reporters, ...process.argv.slice(2)];
const result = spawnSync(process.execPath, [vitest, ...args], { stdio: "inherit" });
process.exit(result.status ?? 1);
