// Waiting that only a whole process shows: for standard input through select and poll while other threads run, and the deadlock of a pool with itself.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000 });

const bin = fileURLToPath(new URL("../bin/gilscope.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "gilscope-waiting-"));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Runs a program. `answers`: what is written to its standard input once its output contains the text before the colon; after the last one the input ends.
 */
function run(source: string, answers: [when: string, text: string][] = []) {
  const file = join(folder, "program.py");
  writeFileSync(file, source);
  return new Promise<{ stdout: string; stderr: string; status: number | null }>((resolve) => {
    const child = spawn(process.execPath, [bin, "run", "--audit", file]);
    let stdout = "";
    let stderr = "";
    const left = [...answers];
    const answer = () => {
      while (left.length > 0 && stdout.includes(left[0][0])) child.stdin.write((left.shift() as [string, string])[1]);
      if (left.length === 0) child.stdin.end();
    };
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      answer();
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    answer();
    child.on("close", (status) => resolve({ stdout, stderr, status }));
  });
}
const clean = /^audit: [\d,]+ objects, clean$/m;

test("select and poll wait for standard input, and other threads run meanwhile", async () => {
  const { stdout, stderr, status } = await run(
    `
import os, select, sys, threading
print(select.select([0], [1], [], 0), flush=True)
counted = 0
stop = False
def count():
    global counted
    while not stop:
        counted += 1
t = threading.Thread(target=count)
t.start()
print("first?", flush=True)
print(select.select([sys.stdin], [], [])[0] == [sys.stdin], os.read(0, 100), flush=True)
print(select.select([0], [], [], 0)[0], flush=True)
p = select.poll()
p.register(0, select.POLLIN)
print("second?", flush=True)
print(p.poll(), os.read(0, 3), p.poll(60000), os.read(0, 100), flush=True)
print("end?", flush=True)
print(select.select([0], [], [])[0], os.read(0, 1))
before = counted
while counted == before:
    pass
stop = True
t.join()
`,
    [
      ["first?", "one\n"],
      ["second?", "two and more\n"],
      ["end?", ""],
    ],
  );
  expect(stdout).toBe(
    [
      "([], [1], [])",
      "first?",
      "True b'one\\n'",
      "[]",
      "second?",
      "[(0, 1)] b'two' [(0, 1)] b' and more\\n'",
      "end?",
      "[0] b''",
      "",
    ].join("\n"),
  );
  expect(stderr).toMatch(clean);
  expect(status).toBe(0);
});

test("a pool that waits for itself is reported", async () => {
  const { stderr, status } = await run(`
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(1) as pool:
    def outer():
        return pool.submit(str, 1).result()
    pool.submit(outer).result()
`);
  expect(stderr).toMatch(/^gilscope: deadlock: all 2 threads wait/);
  expect(stderr).toMatch(/ThreadPoolExecutor-0_0\n {4}waits in Future.result to be woken\n.*in outer/);
  expect(status).toBe(3);
});

test("a queue that nobody fills is named in the report", async () => {
  const { stderr, status } = await run(`
import queue
jobs = queue.SimpleQueue()
jobs.get()
`);
  expect(stderr).toMatch(/the only thread waits/);
  expect(stderr).toContain("waits for an item in SimpleQueue jobs");
  expect(status).toBe(3);
});
