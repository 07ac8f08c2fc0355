// `pnpm bench locks`: the threaded figures, each from whole processes of bench/locks/*.py.
//
//   two threads / sequence    two CPU-bound threads of about 2 s each, against the same work one after the other, in one
//                             process. A control run, two processes side by side, shows whether two cores were idle: where
//                             its ratio is not near 0.5, the figures for --lock none say nothing.
//   shares                    three spinning threads for 3 s: the part of the work that each got
//   round trips               two threads that hand a turn to each other through locks, semaphores, a condition; microseconds a round
//                             trip, both pinned to one core (taskset)
//   start + join              one thread after the other, in a process that has started some before
//   uncontended               `with lock: n += 1`, and an item put in a queue and got again, by one thread alone; nanoseconds
//   items                     one thread puts items in a Queue, another gets them; microseconds an item
//   lateness                  how late a thread that sleeps a millisecond wakes up, alone and beside one and two that spin; milliseconds
//   tracing                   what a run costs with tracing (--stats) against one without: two threads that count down, two that hand a turn to each other
//   many                      eight threads that sleep, 64 threads alive at once, and the memory that they take
//   fresh thread              time until a thread that starts while nothing is warm reaches 80 % of steady speed
//
// Names select: sequence, shares, roundtrip, start, uncontended, items, lateness, tracing, many, fresh. python3.13 is measured by turns with gilscope where it
// exists; the figures are medians.

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cores, exists, findPython, gilscopeCommand, median, measureProcess, progress, table } from "./measure.mjs";

const folder = fileURLToPath(new URL("./locks/", import.meta.url));

/** Runs the chosen figures and prints a table. Returns the exit status. */
export async function main(args) {
  const quick = args.includes("--quick");
  const names = args.filter((arg) => !arg.startsWith("--"));
  const wanted = (name) => names.length === 0 || names.some((part) => name.includes(part));
  const gilscope = gilscopeCommand();
  const python = findPython();
  if (python === null) console.error("bench: python3.13 was not found: its column stays empty");
  const rows = [["figure", "gilscope", "python3.13", "must", "aim", ""]];
  const failures = [];

  /** Runs a script and returns the numbers that it printed, one `name value` a line. */
  async function numbers(command, script, scriptArgs = []) {
    const result = await measureProcess([...command, join(folder, script), ...scriptArgs], { sampleMs: 1000 });
    if (result.status !== 0) {
      failures.push(`${script}: exit ${result.status}: ${result.stderr.trim().split("\n").at(-1)}`);
      return {};
    }
    const entries = result.stdout
      .trim()
      .split("\n")
      .map((line) => line.split(" "));
    return Object.fromEntries(entries.map(([name, value]) => [name, Number(value)]));
  }
  const ours = (...options) => [...gilscope, "run", ...options];
  const show = (value, digits) => (value === undefined || Number.isNaN(value) ? "?" : value.toFixed(digits));
  const medianOf = async (times, command, script, name, scriptArgs) => {
    const values = [];
    for (let i = 0; i < times; i++) {
      progress(`${script} ${i + 1}/${times}`);
      const value = (await numbers(command, script, scriptArgs))[name];
      if (value !== undefined) values.push(value);
    }
    return median(values);
  };

  if (wanted("sequence")) {
    const count = async (options) => {
      progress("calibrating the countdown");
      const { per_second: speed } = await numbers(ours(...options), "sequence.py", ["calibrate"]);
      return String(Math.round((speed ?? 10e6) * (quick ? 0.5 : 2)));
    };
    const runs = quick ? 1 : 3;
    for (const [label, options, must, aim] of [
      ["two threads / sequence, gil", [], "0.95-1.10", ""],
      ["two threads / sequence, none", ["--lock", "none"], "0.60", "0.52"],
    ]) {
      const n = await count(options);
      const ratio = await medianOf(runs, ours(...options), "sequence.py", "ratio", ["both", n]);
      const theirs =
        python !== null && options.length === 0
          ? show(await medianOf(1, python, "sequence.py", "ratio", ["both", "20000000"]), 2)
          : "";
      rows.push([label, show(ratio, 2), theirs, must, aim, ""]);
      if (options.length > 0) rows.push(await control(n));
    }
  }

  /** The same work as two processes side by side: what this machine's cores could give now. */
  async function control(n) {
    progress("control run");
    const alone = await measureProcess([...ours(), join(folder, "sequence.py"), "once", n]);
    const pair = await Promise.all(
      [0, 1].map(() => measureProcess([...ours(), join(folder, "sequence.py"), "once", n])),
    );
    const ratio = Math.max(...pair.map((r) => r.seconds)) / (2 * alone.seconds);
    const verdict =
      cores() < 2 ? "only one core" : ratio > 0.6 ? "the cores were busy: repeat" : "both cores were idle";
    return ["  control: two processes", show(ratio, 2), "", "", "", verdict];
  }

  if (wanted("shares")) {
    const line = async (command) => {
      progress("shares");
      const result = await numbers(command, "shares.py", [quick ? "1" : "3"]);
      return ["first", "second", "third"].map((name) => show(result[name], 2)).join(" ");
    };
    rows.push([
      "shares of three spinners, gil",
      await line(ours()),
      python === null ? "" : await line(python),
      "0.22-0.45",
      "0.30-0.36",
      "",
    ]);
  }

  const pin = exists("taskset", ["-c", "0", "true"]) ? ["taskset", "-c", "0"] : [];
  const pinned = pin.length > 0 ? "pinned to one core" : "not pinned: no taskset";

  /**
   * Medians of what a script prints, ours and CPython's by turns, so that both meet the same load.
   * @returns rows of a table: one with both values and one with their ratio, for each of `names`.
   */
  async function compared(script, names, processes, { prefix = [], unit, digits = 1, scale = 1 }) {
    const mine = {};
    const theirs = {};
    const add = (into, values) => {
      for (const [name, value] of Object.entries(values)) (into[name] ??= []).push(value * scale);
    };
    for (let i = 0; i < processes; i++) {
      progress(`${script} ${i + 1}/${processes}`);
      add(mine, await numbers([...prefix, ...ours()], script));
      if (python !== null) add(theirs, await numbers([...prefix, ...python], script));
    }
    const out = [];
    for (const [name, label, must, aim] of names) {
      const own = median(mine[name] ?? []);
      const other = median(theirs[name] ?? []);
      out.push([label, show(own, digits), python === null ? "" : show(other, digits), "", "", unit]);
      out.push(["  ratio", python === null ? "?" : show(own / other, 2), "", must, aim, ""]);
    }
    return out;
  }

  if (wanted("roundtrip")) {
    const names = [
      ["lock", "round trip through two locks", "2", "1"],
      ["semaphore", "round trip through two semaphores", "2", "1"],
      ["condition", "round trip through a condition", "2", "1"],
    ];
    const unit = `us; ${pinned}`;
    rows.push(...(await compared("roundtrip.py", names, quick ? 1 : 7, { prefix: pin, unit })));
  }

  if (wanted("start")) {
    const names = [["microseconds", "start + join of a warm thread", "4", "1.5"]];
    rows.push(...(await compared("start_join.py", names, quick ? 1 : 5, { unit: "us" })));
  }

  if (wanted("uncontended")) {
    const names = [
      ["with_lock", "with lock: n += 1", "2", "1"],
      ["with_rlock", "with rlock: n += 1", "", ""],
      ["one_item", "Queue.put and get, one thread", "", ""],
      ["one_simple_item", "SimpleQueue.put and get, one thread", "", ""],
    ];
    rows.push(...(await compared("uncontended.py", names, quick ? 1 : 5, { unit: "ns", digits: 0 })));
  }

  if (wanted("items")) {
    const names = [["microseconds", "item through a Queue, two threads", "3", "1.5"]];
    rows.push(...(await compared("items.py", names, quick ? 1 : 5, { unit: "us" })));
  }

  if (wanted("lateness")) {
    const names = [
      ["alone", "sleep(0.001) wakes late by, alone", "", ""],
      ["one", "the same beside a spinning thread", "0.67-1.33", ""],
      ["two", "the same beside two", "0.67-1.33", ""],
    ];
    rows.push(...(await compared("lateness.py", names, quick ? 1 : 5, { unit: "ms", digits: 2 })));
  }

  if (wanted("tracing")) {
    // By turns, so that both meet the same load.
    const kinds = { off: [], on: ["--stats"] };
    const names = [
      ["computing", "two threads that count down", "1.05", "1.02", 3, "s"],
      ["handing", "round trip through two locks", "1.10", "1.05", 1, `us; ${pinned}`],
      ["cpu", "  its processor time", "", "", 1, "us"],
    ];
    const values = Object.fromEntries(names.map(([name]) => [name, { off: [], on: [] }]));
    for (let i = 0; i < (quick ? 1 : 7); i++) {
      for (const [kind, options] of Object.entries(kinds)) {
        progress(`traced.py ${i + 1}, tracing ${kind}`);
        const result = await numbers([...pin, ...ours(...options)], "traced.py");
        for (const [name] of names) if (name in result) values[name][kind].push(result[name]);
      }
    }
    for (const [name, label, must, aim, digits, unit] of names) {
      const [off, on] = [median(values[name].off), median(values[name].on)];
      rows.push([label, show(off, digits), "", "", "", unit]);
      rows.push(["  traced / not", show(on / off, 2), "", must, aim, ""]);
    }
  }

  if (wanted("many")) {
    const runs = [];
    for (let i = 0; i < (quick ? 1 : 3); i++) {
      progress(`many.py ${i + 1}`);
      const result = await measureProcess([...ours(), join(folder, "many.py")], { sampleMs: 20 });
      const values = Object.fromEntries(
        result.stdout
          .trim()
          .split("\n")
          .map((line) => line.split(" ")),
      );
      if (result.status === 0) runs.push({ ...values, peak: result.peakMiB });
      else failures.push(`many.py: exit ${result.status}: ${result.stderr.trim().split("\n").at(-1)}`);
    }
    const of = (name) => median(runs.map((run) => Number(run[name])));
    rows.push(["8 threads that sleep 0.2 s, cold", show(of("cold"), 3), "", "0.35", "", "s"]);
    rows.push(["8 threads that sleep 0.2 s, warm", show(of("warm"), 3), "", "0.21", "", "s"]);
    rows.push(["64 threads alive, within", show(of("alive"), 2), "", "2", "1", "s"]);
    rows.push(["  peak memory", show(of("peak"), 0), "", "1024", "600", "MiB"]);
  }

  if (wanted("fresh")) {
    const mine = await medianOf(quick ? 1 : 5, ours(), "fresh.py", "milliseconds", []);
    rows.push(["fresh thread at 80 % of speed", show(mine, 0), "", "150", "50", "ms"]);
  }

  progress("");
  console.log(table(rows));
  for (const failure of failures) console.log(`failed: ${failure}`);
  return failures.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(await main(process.argv.slice(2)));
