// The conformance programs: where they are, how one is run, and the text form of what it should print.
// Shared by record.mjs (which runs CPython 3.13) and test/programs.test.ts (which runs gilscope).
//
// A program is test/programs/FOLDER/NAME.py, or, where it imports modules of its own, a folder with a main.py (every
// other .py file in it is a part of it). Beside NAME.py may stand NAME.stdin (standard input; else it is empty) and
// NAME.args (arguments, one a line). A program runs as `python3.13 /path/to/NAME.py`, in an empty folder made for this run,
// so that what it writes is gone afterwards and runs at the same time do not meet.
//
// NAME.expected, UTF-8:
//
//     exit 1                          the exit status; "exit 1, by hand" where gilscope differs from CPython on purpose
//     --- stdout                      what follows up to the next such line; a section that is empty is left out;
//     ...                             "--- stdout, no newline" where the text does not end with one;
//     --- stderr                      a line of the text that begins with "--- " or "\" has a "\" before it
//     Traceback (most recent call last):
//     ...
//
// The path of the program's folder is taken out of both texts, since CPython puts absolute paths into tracebacks.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of all programs. */
export const programsFolder = fileURLToPath(new URL("../test/programs/", import.meta.url));

/** All programs in the order of their names. `name` is the path below programsFolder without ".py". */
export function findPrograms(folder = programsFolder) {
  const found = [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const isProgram = entries.some((entry) => entry.name === "main.py");
  for (const entry of entries) {
    if (entry.isDirectory() && !isProgram && entry.name !== "__pycache__") {
      found.push(...findPrograms(join(folder, entry.name)));
    } else if (entry.name === "main.py" || (entry.name.endsWith(".py") && !isProgram)) {
      const file = join(folder, entry.name);
      const base = file.slice(0, -3);
      found.push({
        name: relative(programsFolder, base).split(sep).join("/"),
        folder,
        file,
        stdin: existsSync(`${base}.stdin`) ? readFileSync(`${base}.stdin`) : null,
        args: existsSync(`${base}.args`) ? readFileSync(`${base}.args`, "utf8").trimEnd().split("\n") : [],
        expectedFile: `${base}.expected`,
      });
    }
  }
  return found;
}

/**
 * Runs a program to its end: `command` + script + arguments, in an empty folder. Ends it after `timeoutMs` (then
 * `timedOut` is true). The path of the program's folder is taken out of both outputs.
 */
export function runProgram(command, program, { env = {}, timeoutMs = 60_000 } = {}) {
  return new Promise((resolve) => {
    const cwd = mkdtempSync(join(tmpdir(), "gilscope-program-"));
    const child = spawn(command[0], [...command.slice(1), program.file, ...program.args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1", PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8", ...env },
      stdio: [program.stdin === null ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const stdout = [];
    const stderr = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    child.stdout.on("data", (chunk) => stdout.push(chunk));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    child.stdin?.on("error", () => {}); // a program that does not read its input
    child.stdin?.end(program.stdin);
    child.on("error", (error) => stderr.push(Buffer.from(`${error}\n`)));
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      rmSync(cwd, { recursive: true, force: true });
      const text = (chunks) =>
        Buffer.concat(chunks)
          .toString("utf8")
          .replaceAll(program.folder + sep, "");
      resolve({ stdout: text(stdout), stderr: text(stderr), exit: status ?? `signal ${signal}`, timedOut });
    });
  });
}

/** The text form of a result (see the head of this file). */
export function formatExpectation({ stdout, stderr, exit, byHand = false }) {
  let text = `exit ${exit}${byHand ? ", by hand" : ""}\n`;
  for (const [name, content] of Object.entries({ stdout, stderr })) {
    if (content === "") continue;
    const complete = content.endsWith("\n");
    const lines = (complete ? content.slice(0, -1) : content).split("\n");
    text += `--- ${name}${complete ? "" : ", no newline"}\n`;
    for (const line of lines) text += `${line.startsWith("--- ") || line.startsWith("\\") ? "\\" : ""}${line}\n`;
  }
  return text;
}

/** Reads the text form. Throws an Error that names the file when it has none of the shape above. */
export function parseExpectation(text, file = "expectation") {
  const lines = text.split("\n");
  lines.pop(); // what follows the last newline
  const head = /^exit (\d+)(, by hand)?$/.exec(lines[0] ?? "");
  if (head === null) throw new Error(`${file}: the first line must be "exit N"`);
  const result = { stdout: "", stderr: "", exit: Number(head[1]), byHand: head[2] !== undefined };
  let section = "";
  let complete = true;
  let content = [];
  const finish = () => {
    if (section !== "") result[section] = content.join("\n") + (complete ? "\n" : "");
  };
  for (const line of lines.slice(1)) {
    const mark = /^--- (stdout|stderr)(, no newline)?$/.exec(line);
    if (mark !== null) {
      finish();
      section = mark[1];
      complete = mark[2] === undefined;
      content = [];
    } else if (section === "") {
      throw new Error(`${file}: text before the first section`);
    } else {
      content.push(line.startsWith("\\") ? line.slice(1) : line);
    }
  }
  finish();
  return result;
}

/** At most `limit` of the returned function's calls run at a time; the others wait in order. */
export function limiter(limit) {
  let running = 0;
  const waiting = [];
  return async (task) => {
    if (running >= limit) await new Promise((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next(); // our place goes to the next one
    }
  };
}
