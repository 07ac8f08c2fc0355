// One set of contracts for every kind of lock, semaphore, condition, barrier, event and queue (primitives/contracts.py), in every mode that promises anything, with a
// switch interval as usual and a very short one. Each run ends with the audit. The mode `none` promises nothing about objects that threads share, so it has no place here.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 240_000 });

const bin = fileURLToPath(new URL("../bin/gilscope.js", import.meta.url));
const script = fileURLToPath(new URL("./primitives/contracts.py", import.meta.url));

const families = ["lock", "semaphore", "condition", "barrier", "event", "queue"];
/** Options by mode. */
const modes: Record<string, string[]> = {
  gil: [],
  "gil, switching often": ["--switch-interval", "0.00005"],
  free: ["--lock", "free"],
};

/** With many collections, each of which looks whether a shared object refers to one that is not: so no thread has to lose a race for a finding. */
const collecting: Record<string, string> = { free: "499" };

function run(mode: string, family: string): Promise<{ stdout: string; stderr: string; status: number | null }> {
  return new Promise((resolve) => {
    const env = mode in collecting ? { ...process.env, GILSCOPE_GC_STRESS: collecting[mode] } : process.env;
    const child = spawn(process.execPath, [bin, "run", "--audit", ...modes[mode], script, family], { env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (status) => resolve({ stdout, stderr, status }));
  });
}

describe.each(Object.keys(modes))("%s", (mode) => {
  test.each(families)("every kind of %s keeps its contracts", async (family) => {
    const { stdout, stderr, status } = await run(mode, family);
    const lines = stdout.trim().split("\n");
    expect(lines.filter((line) => !line.endsWith(": kept"))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
    expect(stderr).toMatch(/^audit: [\d,]+ objects, clean\n$/);
    expect(status).toBe(0);
  });
});
