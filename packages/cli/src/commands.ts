/**
 * The verbs, their help, and what is said about command lines that are wrong: everything that may take the time to load commander. The options come
 * from the one table in options.ts; `cutLine` has already found where the script's own arguments begin, so commander sees only gilscope's.
 */
import { exitStatus } from "@gilscope/runtime/run.ts";
import type { MainOptions } from "@gilscope/vm/host.ts";
import { Command, CommanderError, Option } from "commander";
import {
  type CutLine,
  cutLine,
  misplacedNote,
  type OptionSpec,
  type RunPlan,
  runOptions,
  settingsOf,
} from "./options.ts";
import type { CompareOptions } from "./compare.ts";
import { fitHelp, helpColumns } from "./help-text.ts";
import type { ReportOptions } from "./recording-report.ts";
import { complain, usageError } from "./report.ts";
import { versionText } from "./version.ts";
import type { LookOptions } from "@gilscope/tui";

/** What this bundle needs of the other one. */
export interface Services {
  run(plan: RunPlan, line: CutLine): Promise<never>;
  workerEntry: string;
  /** Where the programs of the tour lie. */
  tourFolder: string;
  mainOptions(plan: RunPlan): MainOptions;
}
let services: Services;

/** What `gilscope` alone says on a terminal. */
const overview = `gilscope runs a tiny Python whose global interpreter lock (GIL) you can see, change and take away.

  gilscope run race.py               run a script
  gilscope run --lock none race.py   run it without the lock: watch what breaks
  gilscope watch race.py             see which thread holds the lock, live
  gilscope compare race.py           the same script with the lock and without, side by side
  gilscope report race.gilscope      what a recorded run was doing
  gilscope tour                      learn what the GIL is, on five short programs
  gilscope dis race.py               show its bytecode, as python3.13 -m dis
  gilscope -c 'print(6 * 7)'         run a line of Python

gilscope --help lists everything, gilscope run --help the options of a run.
`;

const runExamples = `
Options stand before the script's name; what follows it belongs to the script, as with python3.

Examples:
  gilscope run countdown.py                       two threads that compute, under the lock
  gilscope run --lock none countdown.py           the same without it
  gilscope run --stats countdown.py               who ran, who waited, how often the lock changed hands
  gilscope run --trace out.json countdown.py      record it for Perfetto; out.gilscope: for gilscope report
  gilscope run --switch-interval 0.0001 race.py   change threads 50 times as often
  gilscope run --heap 2g --audit trees.py         more memory; recount every reference at the end
  gilscope run -m package.tool input.txt          run a module
  echo 'print(1)' | gilscope run -                run what standard input holds

Exit status: the program's own (sys.exit(n) gives n); 1 uncaught exception or refused syntax, 2 wrong command line
or missing file, 3 deadlock, 4 the heap was found broken, 70 internal error, 120 output could not be written,
130 Ctrl-C.
`;

const disExamples = `
Examples:
  gilscope dis race.py                the bytecode of a script and of all functions in it
  gilscope dis -c 'x += 1'            of one line
  gilscope dis --show-caches race.py  with inline caches, as python3.13 -m dis -C
  cat race.py | gilscope dis -        of standard input
`;

const compareExamples = `
Runs the script as often as --runs says in each mode, in turns, each run a process of its own, and prints the medians:
wall time is the program's, without the start of the interpreter. The script's standard input is empty.

Examples:
  gilscope compare countdown.py                              the lock on and off
  gilscope compare --modes gil,none --runs 3 race.py         what comes out with no protection at all
  gilscope compare --threads 1,2,4,8 work.py --jobs {threads}   how it scales; the script also finds GILSCOPE_THREADS
  gilscope compare --json countdown.py                       one JSON object on standard output
`;

const reportExamples = `
A recording is made by gilscope run --trace FILE.gilscope. It answers what sampling cannot: who held the lock while a
thread waited, in which function and on which line, for how long, and why it let go.

Examples:
  gilscope run --trace race.gilscope race.py    record a run
  gilscope report race.gilscope                 threads, locks, handovers, the longest waits
  gilscope report --thread 2 race.gilscope      one thread: who had the lock while it waited
  gilscope report --json race.gilscope          as one JSON object, as --stats=json
`;

const watchExamples = `
Keys: space pauses and goes on, s steps a line, n and b go from handoff to handoff, the arrows look back, + and - zoom, l runs it again
without the lock, c compares, w writes a recording, q leaves; ? explains every key and sign (docs/watch.md has pictures).
Without a terminal, or where CI is set: the program's output as it comes, and the counters at the end on standard error.

Examples:
  gilscope watch race.py               who has the lock, and who waits for it
  gilscope watch --lock none race.py   the same without the lock
  gilscope watch race-gil.gilscope     look at a recording
`;

const tourExamples = `
Keys: enter goes on to the next part, backspace back, q leaves; ? explains every other key and sign.

Examples:
  gilscope tour           countdown with and without the lock, a lost update, the convoy, a deadlock
  gilscope tour --ascii   on a terminal without Unicode
`;

const rootExamples = `
Examples:
  gilscope run countdown.py                 run a script under the lock
  gilscope run --lock none countdown.py     run it without
  gilscope watch countdown.py               see the lock change hands
  gilscope dis -c 'x += 1'                  show bytecode
  gilscope -c 'import sys; print(sys.argv)' a b

gilscope COMMAND --help tells more about each command. 'gilscope FILE' is short for 'gilscope run FILE'.
`;

/** `--stats[=json]`, `--lock MODE`, `--audit`. */
const optionTerm = (option: Option): string => {
  const spec = runOptions.find((o) => o.name === (option.long ?? option.short));
  if (spec === undefined) return option.flags;
  if (spec.value === null) return `    ${spec.name}`;
  return `    ${spec.name}${spec.optional ? `[=${spec.value}]` : ` ${spec.value}`}`;
};

function addRunOptions(command: Command, options: readonly OptionSpec[]): Command {
  for (const { name, value, help } of options) {
    command.addOption(new Option(value === null ? name : `${name} <${value}>`, help));
  }
  return command;
}

function addProgramOptions(command: Command): Command {
  return command
    .addOption(new Option("-c <CODE>", "run CODE instead of a file"))
    .addOption(new Option("-m <MODULE>", "run a module of the program, searched from the current folder"));
}

/** The commands of gilscope; `line` is what the actions work on. */
function build(line: CutLine): Command {
  const program = new Command("gilscope");
  const common = (command: Command): Command =>
    command
      .exitOverride()
      .helpOption("-h, --help", "show this help and exit")
      .configureOutput({ writeErr: () => {}, outputError: () => {} })
      .configureHelp({
        optionTerm,
        showGlobalOptions: false,
        minWidthToWrap: 20,
        helpWidth: helpColumns(),
      })
      .showSuggestionAfterError(true);
  common(program)
    .enablePositionalOptions()
    .description("A tiny Python whose global interpreter lock you can see, change and take away.")
    .usage("[COMMAND] [options] FILE [args]")
    .version(versionText, "-V, --version", "show the version and exit")
    .action(() => start(line))
    .addHelpText("after", fitHelp(rootExamples, helpColumns()))
    .helpCommand("help [COMMAND]", "show the help of a command");
  addRunOptions(addProgramOptions(program), runOptions);
  const run = common(new Command("run"))
    .description("run a script")
    .summary("run a script (gilscope FILE is short for this)")
    .usage("[options] FILE | -c CODE | -m MODULE | -  [args]")
    .action(() => start(line))
    .addHelpText("after", fitHelp(runExamples, helpColumns()));
  program.addCommand(addRunOptions(addProgramOptions(run), runOptions));
  const dis = common(new Command("dis"))
    .description("show the bytecode of a script, as python3.13 -m dis")
    .usage("[options] FILE | -c CODE | -")
    .addOption(new Option("-c <CODE>", "show the bytecode of CODE instead of a file's"))
    .addOption(new Option("-C, --show-caches", "show inline caches"))
    .addOption(new Option("-O, --show-offsets", "show instruction offsets"))
    .action((options: { showCaches?: boolean; showOffsets?: boolean }) => disassemble(line, options))
    .addHelpText("after", fitHelp(disExamples, helpColumns()));
  program.addCommand(dis);
  const compare = common(new Command("compare"))
    .description("run a script with the lock and without it, and compare")
    .usage("[options] FILE | -c CODE | -m MODULE  [args]")
    .addOption(new Option("--modes <LIST>", "lock modes to compare: gil, free, none (default gil,free)"))
    .addOption(new Option("--runs <N>", "runs in each mode (default 5)"))
    .addOption(
      new Option("--threads <LIST>", "run with each of these numbers in place of {threads}: the scaling curve"),
    )
    .addOption(new Option("--json", "one JSON object instead of tables"))
    .action((options: CompareOptions) => compareModes(line, options))
    .addHelpText("after", fitHelp(compareExamples, helpColumns()));
  const passed = ["--switch-interval", "--heap", "--no-cache"];
  const options = runOptions.filter((o) => passed.includes(o.name));
  program.addCommand(addRunOptions(addProgramOptions(compare), options));
  const report = common(new Command("report"))
    .description("show the statistics of a recorded run")
    .usage("[options] FILE.gilscope")
    .addOption(new Option("--thread <ID>", "all about one thread, by its number or name"))
    .addOption(new Option("--json", "one JSON object instead of tables"))
    .action((options: ReportOptions) => reportOn(line, options))
    .addHelpText("after", fitHelp(reportExamples, helpColumns()));
  program.addCommand(report);
  const watch = common(new Command("watch"))
    .description("run a script and show, live, which thread holds the lock")
    .summary("run a script and show which thread holds the lock")
    .usage("[options] FILE | -c CODE | -m MODULE  [args]")
    .addOption(new Option("--ascii", "draw with ASCII characters only"))
    // In this order commander leaves the default open.
    .addOption(new Option("--screen", "a screen even where CI is set or TERM is dumb"))
    .addOption(new Option("--no-screen", "no screen: output as it comes, counters at the end"))
    .addOption(new Option("--no-color", "signs only, no colours (as NO_COLOR does)"))
    .action((options: LookOptions) => watchProgram(line, options))
    .addHelpText("after", fitHelp(watchExamples, helpColumns()));
  const tour = common(new Command("tour"))
    .description("five short programs in the watch screen, with a few sentences beside each: what the GIL is and does")
    .summary("learn what the GIL is, on five short programs")
    .addOption(new Option("--ascii", "draw with ASCII characters only"))
    .addOption(new Option("--no-color", "signs only, no colours (as NO_COLOR does)"))
    .action((options: LookOptions) => startTour(line, options))
    .addHelpText("after", fitHelp(tourExamples, helpColumns()));
  program.addCommand(tour);
  const shown = runOptions.filter((o) => o.name !== "--stats" && o.name !== "--trace");
  program.addCommand(addRunOptions(addProgramOptions(watch), shown));
  return program;
}

/** Understands a command line that is not simply a run, or says what is wrong with it. The process ends here, or with the program. */
export async function runCommand(argv: readonly string[], given: Services): Promise<void> {
  services = given;
  const line = cutLine(argv);
  if (argv.length === 0) {
    await print(fitHelp(overview, helpColumns()));
    return;
  }
  const program = build(line);
  const { verb } = line;
  const words =
    verb === "help"
      ? line.kind === undefined
        ? ["--help"]
        : [line.target, "--help"]
      : [...(verb ? [verb] : []), ...line.own];
  const set = verb === "compare" ? line.own.find((arg) => /^(--lock|--no-gil|-X)\b/.test(arg)) : undefined;
  if (set !== undefined) usageError(`compare sets the lock itself: write --modes gil,none instead of ${set}`);
  const figures =
    verb === "watch" ? line.own.find((arg) => arg.startsWith("--stats") || arg.startsWith("--trace")) : undefined;
  if (figures?.startsWith("--stats")) usageError("watch takes no --stats: it says the counters at its end in any case");
  if (figures !== undefined) usageError("watch takes no --trace: the key w writes a recording");
  let help = "";
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ ...command.configureOutput(), writeOut: (text) => void (help += text) });
  }
  if (verb === "help" && line.kind !== undefined && !program.commands.some((c) => c.name() === line.target)) {
    usageError(`there is no command '${line.target}'`);
  }
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) usageError(error.message.replace(/^error: /, "").replaceAll("\n", " "));
    await print(help);
  }
}

/** Text on standard output; ends the process with 120 when it cannot be written. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.on("error", () => process.exit(exitStatus.output));
    process.stdout.write(text, () => resolve());
  });
}

function planOf(line: CutLine): RunPlan {
  const { kind, target, rest } = line;
  if (kind === undefined) {
    const verb = line.verb ?? "run";
    usageError(`no script named; for example: gilscope ${verb} race.py`);
  }
  return { kind, target, args: rest, settings: settingsOf(line.own) };
}

const start = (line: CutLine): Promise<never> => services.run(planOf(line), line);

async function disassemble(line: CutLine, options: { showCaches?: boolean; showOffsets?: boolean }): Promise<void> {
  const { disText } = await import("./dis.ts");
  if (line.kind === undefined) usageError("no script named; for example: gilscope dis race.py");
  if (line.kind === "module") usageError("dis takes a file or -c CODE, not -m");
  if (line.rest.length > 0) usageError(`dis takes one file; its options stand before it (found '${line.rest[0]}')`);
  const result = await disText(line.kind, line.target, options);
  if (result.errors !== "") process.stderr.write(result.errors);
  await print(result.text);
  process.exitCode = result.status;
}

async function compareModes(line: CutLine, options: CompareOptions): Promise<void> {
  const { compare } = await import("./compare.ts");
  const note = misplacedNote(line);
  if (note !== null) complain(note);
  const result = await compare(line, options);
  if (typeof result === "number") process.exit(result);
  await print(result);
}

async function reportOn(line: CutLine, options: ReportOptions): Promise<void> {
  if (line.kind !== "file") usageError("no recording named; for example: gilscope report race.gilscope");
  if (line.rest.length > 0) usageError(`report takes one file; its options stand before it (found '${line.rest[0]}')`);
  const { reportText } = await import("./recording-report.ts");
  await print(reportText(line.target, options));
}

async function startTour(line: CutLine, options: LookOptions): Promise<void> {
  if (line.kind !== undefined) usageError(`tour takes no script (found '${line.target}'); gilscope watch runs yours`);
  const { tour } = await import("./tour.ts");
  process.exit(await tour(services, services.tourFolder, options));
}

async function watchProgram(line: CutLine, options: LookOptions): Promise<void> {
  const plan = planOf(line);
  if (line.kind === "stdin") usageError("watch needs the keyboard: name a file instead of -");
  const note = misplacedNote(line);
  if (note !== null) complain(note);
  const { watchPlan } = await import("./watch.ts");
  process.exit(await watchPlan(plan, services, options));
}
