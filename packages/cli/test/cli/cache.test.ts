/** The cache of compiled scripts: what is in it is used, whatever is wrong with it does no harm. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { copyOfBuild, folderWith, gilscope } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });

/** A script that imports a sibling, and a cache of its own. */
function setUp() {
  const cwd = folderWith({ "main.py": "import part\nprint('main', part.x)\n", "part.py": "x = 1 + 1\n" });
  const home = folderWith();
  const cache = join(home, "gilscope");
  const run = (args = ["main.py"], command?: string) => gilscope(args, { cwd, command, env: { XDG_CACHE_HOME: home } });
  return { cwd, home, cache, run, files: () => (existsSync(cache) ? readdirSync(cache).sort() : []) };
}
const good = { status: 0, stdout: "main 2\n", stderr: "" };

describe("the cache", () => {
  it("holds a file for each source file, and nothing else", async () => {
    const { run, files } = setUp();
    expect(await run()).toEqual(good);
    expect(files()).toHaveLength(2);
    for (const name of files()) expect(name).toMatch(/^[0-9a-f]{32}\.code$/);
  });

  it("makes the front end unnecessary", async () => {
    const command = copyOfBuild();
    const { run, cwd } = setUp();
    expect(await run(["main.py"], command)).toEqual(good);
    rmSync(join(command, "../../../runtime/dist/front-end.js"));
    expect(await run(["main.py"], command)).toEqual(good);
    writeFileSync(join(cwd, "part.py"), "x = 3\n");
    expect((await run(["main.py"], command)).status).toBe(70);
  });

  it("notices that a source was changed, and keeps one file for it", async () => {
    const { run, cwd, files } = setUp();
    await run();
    writeFileSync(join(cwd, "part.py"), "x = 2 + 2\n");
    expect(await run()).toEqual({ ...good, stdout: "main 4\n" });
    expect(files()).toHaveLength(2);
  });

  it("is left alone with --no-cache", async () => {
    const { run, files } = setUp();
    expect(await run(["--no-cache", "main.py"])).toEqual(good);
    expect(files()).toEqual([]);
  });

  it.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 7)],
    ["empty", () => Buffer.alloc(0)],
    ["of another program", () => Buffer.from("not bytecode at all, but long enough to hold a header\n")],
    [
      "with a wrong byte",
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte))),
    ],
    ["of another version", (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 8 ? byte ^ 1 : byte)))],
  ])("replaces a file that is %s", async (_what, damage) => {
    const { run, cache, files } = setUp();
    await run();
    const before = files().map((name) => readFileSync(join(cache, name)));
    for (const name of files()) writeFileSync(join(cache, name), damage(readFileSync(join(cache, name))));
    expect(await run()).toEqual(good);
    expect(files().map((name) => readFileSync(join(cache, name)))).toEqual(before);
  });

  it("does without a folder that cannot be made, and with folders in place of files", async () => {
    const { run, home, cache, files } = setUp();
    writeFileSync(join(home, "gilscope"), "in the way");
    expect(await run()).toEqual(good);
    rmSync(join(home, "gilscope"));
    await run();
    for (const name of files()) {
      rmSync(join(cache, name));
      mkdirSync(join(cache, name));
    }
    expect(await run()).toEqual(good);
    expect(files()).toHaveLength(2);
  });

  it("is shared by runs at the same time", async () => {
    const { run, files } = setUp();
    expect(await Promise.all([run(), run(), run(), run()])).toEqual([good, good, good, good]);
    expect(files()).toHaveLength(2);
    expect(await run()).toEqual(good);
  });

  it("holds nothing of a source that does not compile", async () => {
    const { run, cwd, files } = setUp();
    writeFileSync(join(cwd, "bad.py"), "x = = 1\n");
    expect((await run(["bad.py"])).status).toBe(1);
    expect(files()).toEqual([]);
  });
});
