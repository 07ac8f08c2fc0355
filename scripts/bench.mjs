// `pnpm bench [name] [options]`: builds what is stale, then runs bench/run.mjs, or bench/<name>.mjs where there is one
// (`pnpm bench locks`).

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, root } from "./build.mjs";

ensureBuilt();
const [first, ...rest] = process.argv.slice(2);
const named = first !== undefined && /^[\w-]+$/.test(first) && existsSync(join(root, "bench", `${first}.mjs`));
const script = join(root, "bench", `${named ? first : "run"}.mjs`);
const args = named ? rest : process.argv.slice(2);
process.exit(spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" }).status ?? 1);
