import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { check, entry } from "../support/harness.ts";

const folder = mkdtempSync(join(tmpdir(), "gilscope-io-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// A program of its own, so that its standard descriptors are what a shell would give it.
const main = join(folder, "main.cjs");
buildSync({
  stdin: {
    contents: `
      import { startRuntime } from "./src/run.ts";
      const [entry, target, extra] = process.argv.slice(2);
      const runtime = startRuntime({ entry, heapBytes: 1 << 24 });
      process.on("SIGINT", () => runtime.interrupt());
      runtime.run({ main: { kind: "file", target, args: [], audit: false, cacheDir: null, gcStress: 0, extra: JSON.parse(extra) } })
        .then((result) => process.exit(result.status));
    `,
    resolveDir: new URL("../..", import.meta.url).pathname,
    loader: "ts",
  },
  outfile: main,
  bundle: true,
  platform: "node",
  format: "cjs",
  define: { "import.meta.url": '"file:///"' },
});

function shell(command: string): Promise<{ code: number | null; out: string }> {
  const child = spawn("bash", ["-c", command], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
}

const run = (target: string, extra: object) => `node ${main} ${entry} ${target} '${JSON.stringify(extra)}'`;

describe("output", () => {
  test("comes complete through a pipe whose reader is slow", async () => {
    const { out } = await shell(`${run("write", { lines: 20_000 })} | (sleep 0.3; wc -c)`);
    expect(out.trim()).toBe("2000000");
  });

  test("to a pipe whose reader went away is EPIPE for the thread that writes", async () => {
    const { out } = await shell(
      `(${run("write", { lines: 200_000 })}; echo $? >&3) 3>&1 >/dev/null | head -c 10; true`,
    );
    expect(out).not.toContain("undefined");
    const piped = await shell(
      `{ ${run("write", { lines: 200_000 })}; echo "status $?" >&3; } 3>${join(folder, "status")} | head -c 100 >/dev/null`,
    );
    expect(piped.code).toBe(0);
    expect(readFileSync(join(folder, "status"), "utf8")).toBe("status 32\n");
  });

  test("goes to a file behind what the shell wrote there", async () => {
    const file = join(folder, "out.txt");
    await shell(`(echo first; ${run("write", { lines: 2 })}; echo last) > ${file}`);
    const lines = readFileSync(file, "utf8").split("\n");
    expect([lines[0], lines[1].length, lines[2].length, lines[3]]).toEqual(["first", 99, 99, "last"]);
  });

  test("to /dev/null is written", async () => {
    expect((await shell(`${run("write", { lines: 10 })} > /dev/null`)).code).toBe(0);
  });

  test("may lie in the heap", async () => {
    expect(await check("fromHeap")).toMatchObject({ status: 13, text: "from the heap" });
  });
});

describe("input", () => {
  test("comes through a pipe as it arrives, to its end", async () => {
    const { out, code } = await shell(`(printf 'ab\\n'; sleep 0.1; printf 'cd') | ${run("echo", {})}`);
    expect({ out, code }).toEqual({ out: "ab\ncd", code: 5 });
  });

  test("comes from a file", async () => {
    const file = join(folder, "in.txt");
    writeFileSync(file, "x".repeat(60));
    expect(await shell(`${run("echo", {})} < ${file}`)).toEqual({ out: "x".repeat(60), code: 60 });
  });

  test("of /dev/null is empty", async () => {
    expect(await shell(`${run("echo", {})} < /dev/null`)).toEqual({ out: "", code: 0 });
  });

  test("may be given by the caller", async () => {
    expect(await check("echo", {}, { stdin: new TextEncoder().encode("given") })).toMatchObject({
      text: "given",
      status: 5,
    });
  });

  test("that does not come is given up for Ctrl-C", async () => {
    const child = spawn("node", [main, entry, "ask", "{}"], { stdio: ["pipe", "pipe", "inherit"] });
    child.stdout.once("data", () => child.kill("SIGINT"));
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(45);
  });
});

describe("files", () => {
  test("are written, sought, read, cut and removed in place", async () => {
    const { json } = await check("files", { path: join(folder, "file.txt") });
    expect(json).toEqual([11, 6, "world", 11, 0, 0, -9, -2, 5, 0, -2, "No such file or directory", false]);
  });

  test("a pipe between two threads carries everything, larger than it is, and ends", async () => {
    expect((await check("pipe", { size: 3000, times: 300 })).json).toEqual({ read: 900_000, end: 0 });
    expect((await check("pipe", { size: 300_000, times: 10 })).json).toEqual({ read: 3_000_000, end: 0 });
  });
});

describe("the clock", () => {
  test("of a worker is the host's", async () => {
    const before = Date.now();
    const { json, wallUs } = await check("clocks");
    expect(json.now).toBeGreaterThan(0);
    expect(wallUs).toBeGreaterThan(0);
    expect(Math.abs(json.time - before)).toBeLessThan(5000);
  });
});
