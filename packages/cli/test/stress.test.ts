/**
 * The stress programs (stress/*.py): threads that use one object of each kind at once, in the lock-free mode and with the lock, each ending with the audit. Here with
 * a few seeds, numbers of threads and rates of collection; `pnpm stress --minutes N` goes on with others for as long as it is told.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("./stress/", import.meta.url));
const command = fileURLToPath(new URL("../bin/gilscope.js", import.meta.url));

interface Run {
  stdout: string;
  stderr: string;
  status: number | null;
}

function run(args: string[], stress: string): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, "run", ...args], {
      cwd: folder,
      env: { ...process.env, GILSCOPE_GC_STRESS: stress },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("close", (status) => resolve({ stdout, stderr, status }));
  });
}

const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".py") && name !== "crew.py")
  .sort();

/** Options, threads, rounds, seed, objects between collections (0: the ordinary schedule). */
const variants: [string[], number, number, number, string][] = [
  [["--lock", "free"], 4, 200, 1, "0"],
  [["--lock", "free"], 2, 300, 2, "0"],
  [["--lock", "free"], 3, 40, 3, "23"],
  [["--switch-interval", "0.00001"], 4, 100, 4, "0"],
];

describe.each(programs)("%s", (program) => {
  it.each(variants)(
    "%s, %i threads, %i rounds, seed %i, collection at every %s",
    async (options, threads, rounds, seed, stress) => {
      const { stdout, stderr, status } = await run(
        [...options, "--audit", program, String(threads), String(rounds), String(seed)],
        stress,
      );
      expect({ stdout, stderr, status }).toEqual({
        stdout: program === "instances.py" ? "1\n" : "ok\n",
        stderr: expect.stringMatching(/^audit: [\d,]+ objects, clean\n$/),
        status: 0,
      });
    },
  );
});
