/** Command lines, read as data: where the script's arguments begin, values of options, the note about misplaced ones. */
import { describe, expect, it } from "vitest";
import { cutLine, misplacedNote, readRun, settingsOf, UsageError } from "../../src/options.ts";

const read = (line: string, piped = false) => readRun(line === "" ? [] : line.split(" "), () => piped)?.plan ?? null;

function check(line: string, expected: { kind: string; target: string; args?: string[] }): void {
  const { kind, target, args } = read(line) ?? {};
  expect({ kind, target, args }).toEqual({ args: [], ...expected });
}

describe("what is run", () => {
  it("takes a file with and without the verb", () => {
    check("run a.py", { kind: "file", target: "a.py" });
    check("a.py", { kind: "file", target: "a.py" });
  });

  it("leaves everything after the file to the script", () => {
    check("run a.py --lock none -c x run", {
      kind: "file",
      target: "a.py",
      args: ["--lock", "none", "-c", "x", "run"],
    });
  });

  it("takes the value of an option with a space or an equals sign", () => {
    for (const line of ["run --lock none a.py", "run --lock=none a.py", "--lock none run a.py", "--lock none a.py"]) {
      expect(read(line)?.settings.lock).toBe("none");
      check(line, { kind: "file", target: "a.py" });
    }
  });

  it("does not take a file's name for the value of --stats", () => {
    check("run --stats a.py", { kind: "file", target: "a.py" });
    expect(read("run --stats a.py")?.settings.stats).toBe("table");
    expect(read("run --stats=json a.py")?.settings.stats).toBe("json");
  });

  it("takes code, attached or not, and leaves what follows to it", () => {
    check("-c pass --lock none", { kind: "command", target: "pass", args: ["--lock", "none"] });
    check("run -cpass a", { kind: "command", target: "pass", args: ["a"] });
  });

  it("takes a module", () => {
    check("-m pkg.tool x", { kind: "module", target: "pkg.tool", args: ["x"] });
  });

  it("takes standard input when it is asked to, or when it is a pipe and nothing is named", () => {
    check("run - a b", { kind: "stdin", target: "-", args: ["a", "b"] });
    expect(read("", true)).toMatchObject({ kind: "stdin" });
    expect(read("--lock none", true)).toMatchObject({ kind: "stdin", settings: { lock: "none" } });
    expect(read("", false)).toBeNull();
    expect(read("run", true)).toBeNull();
  });

  it("takes a file with the name of a verb or of an option", () => {
    check("run dis", { kind: "file", target: "dis" });
    check("-- --lock", { kind: "file", target: "--lock" });
  });

  it("leaves other verbs and unknown options to be told about", () => {
    for (const line of [
      "dis a.py",
      "watch a.py",
      "help",
      "--help",
      "--bogus a.py",
      "run --audit=1 a.py",
      "-c",
      "--lock",
    ]) {
      expect(read(line), line).toBeNull();
    }
  });
});

describe("values", () => {
  const heap = (size: string) => settingsOf([`--heap=${size}`]).heapBytes;

  it("reads sizes with units, in whole pages", () => {
    expect(heap("2g")).toBe(2 ** 31);
    expect(heap("512M")).toBe(512 * 2 ** 20);
    expect(heap("1.5GiB")).toBe(1.5 * 2 ** 30);
    expect(heap("200000001")).toBe(Math.ceil(200000001 / 65536) * 65536);
  });

  it.each(["0", "1k", "3g", "lots", "-5m", "", "1t"])("refuses a heap of '%s'", (size) => {
    expect(() => heap(size)).toThrow(UsageError);
  });

  it("reads a switch interval in seconds", () => {
    expect(settingsOf(["--switch-interval=0.0001"]).switchIntervalUs).toBe(100);
    expect(settingsOf(["--switch-interval=1e-9"]).switchIntervalUs).toBe(1);
  });

  it.each(["0", "-1", "fast", "", "inf", "nan"])("refuses a switch interval of '%s'", (text) => {
    expect(() => settingsOf([`--switch-interval=${text}`])).toThrow(/seconds above 0/);
  });

  it("finds the lock mode: --lock, then --no-gil and -X, then PYTHON_GIL", () => {
    const mode = (line: string, pythonGil?: string) =>
      settingsOf(line.split(" ").filter(Boolean), pythonGil ?? "").lock;
    expect(mode("")).toBe("gil");
    expect(mode("--lock=free")).toBe("free");
    expect(mode("--no-gil")).toBe("free");
    expect(mode("-X=gil=0")).toBe("free");
    expect(mode("", "0")).toBe("free");
    expect(mode("", "1")).toBe("gil");
    expect(mode("-X=gil=1", "0")).toBe("gil");
    expect(mode("--no-gil -X=gil=1")).toBe("gil");
    expect(mode("-X=gil=1 --no-gil")).toBe("free");
    expect(mode("--lock=none --no-gil", "0")).toBe("none");
    expect(mode("--no-gil --lock=gil")).toBe("gil");
    expect(() => mode("--lock=gli")).toThrow(/gil, free or none, not 'gli'/);
    expect(() => mode("-X=dev")).toThrow(/gil=0 or gil=1, not 'dev'/);
    expect(() => mode("", "2")).toThrow(/PYTHON_GIL takes 0 or 1, not '2'/);
  });

  it("takes -X as python3 does, with its value attached or behind it", () => {
    for (const line of ["-X gil=0 a.py", "-Xgil=0 a.py", "run -X gil=0 a.py"]) {
      expect(read(line), line).toMatchObject({ target: "a.py", settings: { lock: "free" } });
    }
  });

  it.each(["free", "none"])("refuses a switch interval with --lock %s, which has no lock to keep", (mode) => {
    expect(() => settingsOf([`--lock=${mode}`, "--switch-interval=0.1"])).toThrow(
      `--switch-interval tells how long a thread may keep the lock, and there is none with --lock ${mode}`,
    );
  });
});

describe("the note about options after the script's name", () => {
  const note = (...argv: string[]) => misplacedNote(cutLine(argv));

  it("shows the command line that was meant", () => {
    expect(note("run", "race.py", "--lock", "none")).toBe(
      "note: --lock after the script's name goes to the script; write: gilscope run --lock none race.py\n",
    );
    expect(note("race.py", "a b", "--stats=json", "c")).toBe(
      "note: --stats after the script's name goes to the script; write: gilscope run --stats=json race.py 'a b' c\n",
    );
    expect(note("-c", "f(1)", "--audit")).toBe(
      "note: --audit after the script's name goes to the script; write: gilscope run --audit -c 'f(1)'\n",
    );
  });

  it("keeps quiet about the script's own options, and after --", () => {
    expect(note("run", "race.py", "--locks", "--help", "-c", "lock")).toBeNull();
    expect(note("run", "--", "race.py", "--lock", "none")).toBeNull();
    expect(note("run", "--lock", "none", "race.py")).toBeNull();
  });
});
