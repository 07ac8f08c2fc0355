// How the benchmarks run and measure a process, and print tables. Shared by run.mjs and locks.mjs.

import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

/** The command line of the built executable, up to and without the verb. GILSCOPE_BENCH_COMMAND replaces it. */
export function gilscopeCommand() {
  const override = process.env.GILSCOPE_BENCH_COMMAND;
  if (override) return override.split(" ");
  return [process.execPath, fileURLToPath(new URL("../packages/cli/bin/gilscope.js", import.meta.url))];
}

/** The command for CPython 3.13 as a one-element list, or null when there is none on this machine. */
export function findPython() {
  process.env.PYENV_VERSION ??= "3.13.0"; // where pyenv's shims are used, choose the release; harmless elsewhere
  for (const command of ["python3.13", "python3"]) {
    const result = spawnSync(command, ["-c", "import sys; print(*sys.version_info[:2], sys.executable)"], {
      encoding: "utf8",
    });
    // The interpreter itself, not a shim that a version manager put before it: a shim would be measured too.
    const [major, minor, ...path] = (result.stdout ?? "").trim().split(" ");
    if (result.status === 0 && major === "3" && minor === "13") return [path.join(" ")];
  }
  return null;
}

/**
 * Runs a command to its end. Returns wall time in seconds, exit status (null after a signal), both outputs and the peak
 * of its resident memory in MiB (Linux: VmHWM read while it runs and is about to exit; 0 where /proc does not exist).
 */
export function measureProcess(command, options = {}) {
  return new Promise((resolve) => {
    const started = process.hrtime.bigint();
    const child = spawn(command[0], command.slice(1), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
      cwd: options.cwd,
    });
    let peakKiB = 0;
    const look = () => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, "latin1");
        peakKiB = Math.max(peakKiB, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0));
      } catch {
        // The process is gone, or this system has no /proc.
      }
    };
    const timer = setInterval(look, options.sampleMs ?? 4);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      look();
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    let seconds = 0;
    child.on("error", (error) => {
      stderr += String(error);
    });
    child.on("exit", () => {
      seconds = Number(process.hrtime.bigint() - started) / 1e9;
    });
    child.on("close", (status) => {
      clearInterval(timer);
      resolve({ seconds, status, stdout, stderr, peakMiB: peakKiB / 1024 });
    });
  });
}

/** The middle value; the mean of the two middle ones when their number is even. NaN for none. */
export function median(values) {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** One line on standard error that replaces itself; nothing where that is no terminal. "" clears it. */
export function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Rows of text as aligned columns: the first and last to the left, the others to the right; first row is the heading. */
export function table(rows) {
  const columns = rows[0].length;
  const widths = Array.from({ length: columns }, (_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) =>
          c === 0 || (c === columns - 1 && rows[0][c] === "") ? cell.padEnd(widths[c]) : cell.padStart(widths[c]),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** True when a command exists and runs. */
export function exists(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** How many cores this process may use. */
export function cores() {
  return availableParallelism();
}
