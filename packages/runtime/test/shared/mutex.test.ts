import { Worker } from "node:worker_threads";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { signalCond, waitCond } from "../../src/shared/condvar.ts";
import { lockMutex, unlockMutex } from "../../src/shared/mutex.ts";

// Workers run this text with the real modules in front of it.
function bundle(body: string): string {
  const source = `
    import { workerData, parentPort } from "node:worker_threads";
    import { lockMutex, unlockMutex } from "./src/shared/mutex.ts";
    import { waitCond, signalCond, broadcastCond } from "./src/shared/condvar.ts";
    const { buffer, n } = workerData;
    const ctl = new Int32Array(buffer);
    ${body}
    parentPort.postMessage("done");
  `;
  const root = new URL("../..", import.meta.url).pathname;
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
  });
  return outputFiles[0].text;
}

async function inWorkers(count: number, body: string, ctl: Int32Array): Promise<void> {
  const text = bundle(body);
  const workers = [...Array(count).keys()].map(
    (n) => new Worker(text, { eval: true, workerData: { buffer: ctl.buffer, n } }),
  );
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("message", resolve))));
  await Promise.all(workers.map((worker) => worker.terminate()));
}

const words = () => new Int32Array(new SharedArrayBuffer(4096));

describe("the mutex", () => {
  test("excludes: four threads increment one plain word", async () => {
    const ctl = words();
    await inWorkers(
      4,
      "for (let i = 0; i < 50000; i++) { lockMutex(ctl, 100); ctl[200] = ctl[200] + 1; unlockMutex(ctl, 100); }",
      ctl,
    );
    expect(ctl[200]).toBe(200_000);
    expect(ctl[100]).toBe(0);
  });
});

describe("the condition variable", () => {
  test("loses no signal in 20,000 turns", async () => {
    const ctl = words();
    const body = `for (let i = 0; i < 10000; i++) {
      lockMutex(ctl, 100);
      while (ctl[200] % 2 !== n) waitCond(ctl, 120, 100, Infinity, false);
      ctl[200]++;
      signalCond(ctl, 120);
      unlockMutex(ctl, 100);
    }`;
    await inWorkers(2, body, ctl);
    expect(ctl[200]).toBe(20_000);
  });

  test("wakes everybody by a broadcast", async () => {
    const ctl = words();
    const body = `lockMutex(ctl, 100);
      if (++ctl[200] === 5) { ctl[201] = 1; broadcastCond(ctl, 120); }
      while (ctl[201] === 0) waitCond(ctl, 120, 100, Infinity, true);
      unlockMutex(ctl, 100);`;
    await inWorkers(5, body, ctl);
    expect(ctl[121]).toBe(0);
  });

  test("says when the time ran out, with the mutex held again", () => {
    const ctl = words();
    lockMutex(ctl, 100);
    expect(waitCond(ctl, 120, 100, 1, false)).toBe(false);
    expect(ctl[100]).toBe(1);
    unlockMutex(ctl, 100);
  });

  test("pays nothing for a signal that nobody waits for", () => {
    const ctl = words();
    signalCond(ctl, 120);
    expect(ctl[120]).toBe(0);
  });
});
