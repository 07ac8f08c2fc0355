// `pnpm check`: is the tree good? Generated files, format and lint, types, build and tests, through turbo, so that what
// did not change is not done again. Ends with the test counts of all packages, from the reports that turbo keeps.

import { join } from "node:path";
import { root, turbo } from "./build.mjs";
import { summary } from "./summary.mjs";

const tasks = ["generate:check", "lint", "lint:root", "types", "build", "test"];
const result = turbo(["run", ...tasks, "--output-logs=new-only", "--continue=always", ...process.argv.slice(2)], {
  stdio: "inherit",
});
const packages = ["vm", "runtime", "tui", "cli"];
const counts = summary(packages.map((name) => join(root, "packages", name, ".cache", "vitest.json")));
process.stdout.write(`${counts.line}\n`);
const good = result.status === 0 && counts.failed === 0;
process.stdout.write(good ? "check: the tree is good\n" : "check: something above is wrong\n");
process.exit(good ? 0 : 1);
