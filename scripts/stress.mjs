// `pnpm stress [--minutes N] [--modes free,gil] [name…]`: runs the stress programs (packages/cli/test/stress) again and again with other seeds, numbers of threads, switch
// intervals and rates of collection, each with the audit, until the time is over; prints what failed and a summary. Ends with 1 if anything failed.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureBuilt, root } from "./build.mjs";

const folder = join(root, "packages/cli/test/stress");
const options = { minutes: 1, modes: ["free", "gil"], names: [] };
for (let k = 2; k < process.argv.length; k++) {
  const arg = process.argv[k];
  if (arg === "--minutes") options.minutes = Number(process.argv[++k]);
  else if (arg === "--modes") options.modes = process.argv[++k].split(",");
  else options.names.push(arg);
}
if (!(options.minutes > 0)) {
  console.error("stress: --minutes takes a number above 0");
  process.exit(2);
}
ensureBuilt();

const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".py") && name !== "crew.py")
  .map((name) => name.slice(0, -3))
  .filter((name) => options.names.length === 0 || options.names.includes(name));
const intervals = ["0.000001", "0.00005", "0.001", "0.005"];
const stresses = ["0", "0", "101", "7"];

function run(args, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "packages/cli/bin/gilscope.js"), "run", ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    // Not a measure of speed: a program that hangs must end.
    const timer = setTimeout(() => child.kill("SIGKILL"), 180_000);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, status, signal });
    });
  });
}

const end = Date.now() + options.minutes * 60_000;
const runs = {};
let failures = 0;
for (let n = 0; Date.now() < end; n++) {
  const name = programs[n % programs.length];
  const round = Math.floor(n / programs.length);
  const mode = options.modes[round % options.modes.length];
  const stress = stresses[Math.floor(n / 3) % stresses.length];
  const threads = 2 + ((n * 7) % 5);
  const rounds = stress === "7" ? 40 : stress === "101" ? 150 : 400;
  const args = ["--lock", mode, "--audit", `${name}.py`, String(threads), String(rounds), String(n + 1)];
  if (mode === "gil") args.unshift("--switch-interval", intervals[(n + round) % intervals.length]);
  const { stdout, stderr, status, signal } = await run(args, { GILSCOPE_GC_STRESS: stress });
  runs[mode] = (runs[mode] ?? 0) + 1;
  if (status === 0 && /^audit: [\d,]+ objects, clean$/m.test(stderr) && /^(ok|1)\n$/.test(stdout)) continue;
  failures++;
  console.log(`FAILED GILSCOPE_GC_STRESS=${stress} gilscope run ${args.join(" ")}: ${signal ?? `status ${status}`}`);
  console.log(`${stdout}${stderr}`.split("\n").slice(-25).join("\n"));
}
const counts = Object.entries(runs).map(([mode, count]) => `${count} in mode ${mode}`);
console.log(`stress: ${programs.length} programs, ${counts.join(", ")}, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
