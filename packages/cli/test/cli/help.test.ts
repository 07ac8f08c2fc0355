/** What the command says of itself, and of command lines that are wrong. */
import { describe, expect, it, vi } from "vitest";
import { folderWith, gilscope, inTerminal } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });

/** A command line that is refused, with the first line of what is said. */
async function refused(args: string[], message: string | RegExp): Promise<void> {
  const { status, stdout, stderr } = await gilscope(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  const [first, second, ...rest] = stderr.split("\n");
  if (typeof message === "string") expect(first).toBe(`gilscope: ${message}`);
  else expect(first).toMatch(message);
  expect([second, ...rest]).toEqual(["Try 'gilscope --help' for more.", ""]);
}

describe("help", () => {
  it.each([[], ["run"], ["dis"], ["watch"], ["compare"], ["report"], ["tour"]])(
    "of %s fits 80 columns",
    async (...verb) => {
      const { stdout } = await gilscope([...verb, "--help"]);
      expect(stdout).toContain("Examples:");
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it.each([["--help"], ["-h"], ["help"], ["run", "--help"], ["help", "run"], ["dis", "--help"], ["watch", "-h"]])(
    "of %s %s has a usage line and examples",
    async (...args) => {
      const { status, stdout, stderr } = await gilscope(args.filter((arg) => arg !== undefined));
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout).toMatch(/^Usage: gilscope/);
      expect(stdout).toMatch(/\nExamples:\n {2}gilscope/);
    },
  );

  it("of run names every option and every exit status", async () => {
    const { stdout } = await gilscope(["run", "--help"]);
    for (const option of [
      "--lock MODE",
      "--no-gil",
      "-X gil=0|1",
      "--switch-interval SECONDS",
      "--heap SIZE",
      "--audit",
      "--stats[=json]",
      "--trace FILE",
      "--no-cache",
      "-c",
      "-m",
    ]) {
      expect(stdout).toContain(option);
    }
    for (const status of [1, 2, 3, 4, 70, 120, 130]) expect(stdout).toMatch(new RegExp(`\\b${status}\\b`));
  });

  it("is what the command gives alone on a terminal: every verb, with examples", async () => {
    const { status, stdout } = await inTerminal([]);
    expect(status).toBe(0);
    for (const verb of ["run", "watch", "compare", "dis"]) expect(stdout).toContain(`gilscope ${verb} race.py`);
    expect(stdout).toContain("gilscope report race.gilscope");
  });

  it("fits into a narrow terminal", async () => {
    const { stdout } = await inTerminal(["dis", "--help"], 60);
    for (const line of stdout.split("Examples:")[0].split("\n")) expect(line.length).toBeLessThanOrEqual(60);
  });

  it("has a version", async () => {
    expect(await gilscope(["--version"])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^gilscope \d+\.\d+\.\d+ \(Python 3\.13\)\n$/),
    });
  });
});

describe("mistakes", () => {
  it("in options are named", async () => {
    await refused(["--bogus", "x.py"], "unknown option '--bogus'");
    await refused(["run", "--lok", "none", "x.py"], "unknown option '--lok' (Did you mean --lock?)");
    await refused(["run", "--lock"], "option '--lock <MODE>' argument missing");
    await refused(["-c"], "option '-c <CODE>' argument missing");
    await refused(["--lock", "gli", "x.py"], "--lock takes gil, free or none, not 'gli'");
    await refused(["-X", "dev", "x.py"], "-X takes gil=0 or gil=1, not 'dev'");
    await refused(["run", "-X"], "option '-X <gil=0|1>' argument missing");
    await refused(["--no-gil", "--switch-interval", "0.1", "x.py"], /there is none with --lock free/);
    await refused(["--heap", "9t", "x.py"], "--heap takes a size such as 512m or 2g, not '9t'");
    await refused(["--heap", "9g", "x.py"], "--heap 9g is too large: the most is 2g");
    await refused(["--switch-interval", "0", "x.py"], /--switch-interval takes seconds above 0/);
    await refused(["--stats=xml", "x.py"], "--stats takes =json or nothing, not 'xml'");
    await refused(["dis", "--stats", "x.py"], /unknown option '--stats/);
  });

  it("about what is missing show how it is done", async () => {
    await refused(["run"], "no script named; for example: gilscope run race.py");
    await refused(["dis"], "no script named; for example: gilscope dis race.py");
    await refused(["help", "me"], "there is no command 'me'");
    await refused(["dis", "a.py", "b.py"], /dis takes one file/);
  });
});

describe("dis", () => {
  it("prints the bytecode of a file, of code and of standard input", async () => {
    const cwd = folderWith({ "a.py": "x = 1\n" });
    const text =
      "  0           RESUME                   0\n\n  1           LOAD_CONST               0 (1)\n              STORE_NAME               0 (x)\n              RETURN_CONST             1 (None)\n";
    for (const [args, stdin] of [
      [["a.py"], ""],
      [["-c", "x = 1"], ""],
      [["-"], "x = 1\n"],
    ] as const) {
      expect(await gilscope(["dis", ...args], { cwd, stdin })).toEqual({ status: 0, stdout: text, stderr: "" });
    }
  });

  it("shows what the machine does not run yet", async () => {
    const { status, stdout } = await gilscope(["dis", "-c", "async def f(): await g()"]);
    expect(status).toBe(0);
    expect(stdout).toContain("GET_AWAITABLE");
  });

  it("reports mistakes in the source with their place", async () => {
    expect(await gilscope(["dis", "-c", "x = = 1"])).toEqual({
      status: 1,
      stdout: "",
      stderr: '  File "<string>", line 1\n    x = = 1\n        ^\nSyntaxError: invalid syntax\n',
    });
  });

  it("reports a file that cannot be opened", async () => {
    const cwd = folderWith();
    expect(await gilscope(["dis", "no.py"], { cwd })).toEqual({
      status: 2,
      stdout: "",
      stderr: `gilscope: can't open file '${cwd}/no.py': [Errno 2] No such file or directory\n`,
    });
  });
});
