/** The built command as a child process, for tests: with pipes, and in a pseudo-terminal. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn as spawnPty } from "@lydell/node-pty";
import { afterAll } from "vitest";

export const packagesFolder = fileURLToPath(new URL("../../../", import.meta.url));
const command = join(packagesFolder, "cli/bin/gilscope.js");
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with these files, removed when the file of tests is done. */
export function folderWith(files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "gilscope-cli-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Bytecode of tests goes here, not into the user's cache. */
const cacheHome = folderWith();

export interface Result {
  status: number | string;
  stdout: string;
  stderr: string;
}

export interface Options {
  cwd?: string;
  /** Standard input; "" by default. */
  stdin?: string;
  env?: Record<string, string>;
  /** Another built command. */
  command?: string;
}

/** Starts the command with pipes. */
export function start(args: string[], options: Options = {}): ChildProcessWithoutNullStreams {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return spawn(process.execPath, [options.command ?? command, ...args], {
    cwd: options.cwd,
    env: { ...env, XDG_CACHE_HOME: cacheHome, ...options.env },
  });
}

/** What became of a child: its output and its status, or the name of the signal that ended it. */
export function finish(child: ChildProcessWithoutNullStreams): Promise<Result> {
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("close", (status, signal) => resolve({ status: status ?? String(signal), stdout, stderr }));
  });
}

/** Runs the command to its end. */
export function gilscope(args: string[], options: Options = {}): Promise<Result> {
  const child = start(args, options);
  child.stdin.on("error", () => {});
  child.stdin.end(options.stdin ?? "");
  return finish(child);
}

/** Runs the command to its end in a terminal of so many columns; standard output and error come as one. */
export function inTerminal(args: string[], columns = 80, env: Record<string, string> = {}): Promise<Result> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env as Record<string, string>;
  return new Promise((resolve) => {
    const terminal = spawnPty(process.execPath, [command, ...args], {
      cols: columns,
      rows: 24,
      env: { ...inherited, TERM: "xterm-256color", XDG_CACHE_HOME: cacheHome, ...env },
    });
    let stdout = "";
    terminal.onData((text) => (stdout += text));
    terminal.onExit(({ exitCode }) =>
      resolve({ status: exitCode, stdout: stdout.replaceAll("\r\n", "\n"), stderr: "" }),
    );
  });
}

/** A copy of everything that is built, to take something away from. @returns the path of its command. */
export function copyOfBuild(): string {
  const folder = folderWith();
  for (const part of ["cli/bin", "cli/dist", "runtime/dist"]) {
    cpSync(join(packagesFolder, part), join(folder, part), { recursive: true });
  }
  return join(folder, "cli/bin/gilscope.js");
}
