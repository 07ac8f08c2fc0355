/**
 * The command line as data: the one table of options, the verbs, and the reading of a command line that asks for a run.
 *
 * What lives here: what `gilscope run` (or plain `gilscope`) takes, checking of values, and `readRun`, which understands every command line that
 * runs a program. What does not: help texts, the other verbs and everything that is wrong with a command line; those are commander's
 * (commands.ts), which is built from this table and loaded only then, so that running a script does not wait for it.
 *
 * Like python3, options stand before the script's name (or `-c CODE`, `-m MODULE`, `-`), and what follows it is the script's alone.
 */
import type { LockMode } from "@gilscope/vm/host.ts";

/** Values of the options of a run. */
export interface RunSettings {
  lock: LockMode;
  /** What `--no-gil` and `-X gil` say, the last of them; `--lock` comes before them. */
  gilFlag: "gil" | "free" | undefined;
  switchIntervalUs: number | undefined;
  heapBytes: number | undefined;
  audit: boolean;
  stats: "table" | "json" | null;
  /** File to record the run into; its ending picks the form. */
  trace: string | null;
  cache: boolean;
}

/** A program to run, with its settings. */
export interface RunPlan {
  kind: "file" | "command" | "module" | "stdin";
  target: string;
  args: string[];
  settings: RunSettings;
}

/** What is wrong with a command line, in one line; the command ends with status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface OptionSpec {
  /** `--name`. */
  name: string;
  /** Name of the value in help texts; null when it takes none. */
  value: string | null;
  /** The value may be left out, and then only `--name=value` gives one. */
  optional?: boolean;
  help: string;
  apply(settings: RunSettings, value: string): void;
}

/** The options of a run, in the order of the help text. */
export const runOptions: readonly OptionSpec[] = [
  {
    name: "--lock",
    value: "MODE",
    help: "gil: the global interpreter lock (default); free: no such lock, made safe in other ways; none: no lock at all, unsafe",
    apply(settings, value) {
      if (value !== "gil" && value !== "none" && value !== "free") {
        throw new UsageError(`--lock takes gil, free or none, not '${value}'`);
      }
      settings.lock = value;
    },
  },
  {
    name: "--no-gil",
    value: null,
    help: "the same as --lock free",
    apply(settings) {
      settings.gilFlag = "free";
    },
  },
  {
    name: "-X",
    value: "gil=0|1",
    help: "as python3.13t takes it: gil=0 is --lock free, gil=1 is --lock gil; PYTHON_GIL=0 and 1 in the environment say the same",
    apply(settings, value) {
      if (value === "gil=0") settings.gilFlag = "free";
      else if (value === "gil=1") settings.gilFlag = "gil";
      else throw new UsageError(`-X takes gil=0 or gil=1, not '${value}'`);
    },
  },
  {
    name: "--switch-interval",
    value: "SECONDS",
    help: "how long a thread may keep the lock while another waits (default 0.005)",
    apply(settings, value) {
      const seconds = Number(value);
      if (value.trim() === "" || !Number.isFinite(seconds) || seconds <= 0 || seconds > 2000) {
        throw new UsageError(`--switch-interval takes seconds above 0, such as 0.005, not '${value}'`);
      }
      settings.switchIntervalUs = Math.max(1, Math.round(seconds * 1e6));
    },
  },
  {
    name: "--heap",
    value: "SIZE",
    help: "most memory that Python objects may take, such as 512m or 2g (default 1g)",
    apply(settings, value) {
      settings.heapBytes = parseSize(value);
    },
  },
  {
    name: "--audit",
    value: null,
    help: "recount every reference when the program ends and say what is wrong",
    apply(settings) {
      settings.audit = true;
    },
  },
  {
    name: "--stats",
    value: "json",
    optional: true,
    help: "say at the end what each thread spent its time on; --stats=json: as one line of JSON",
    apply(settings, value) {
      if (value !== "table" && value !== "json") throw new UsageError(`--stats takes =json or nothing, not '${value}'`);
      settings.stats = value;
    },
  },
  {
    name: "--trace",
    value: "FILE",
    help: "record the run: FILE.json opens in Perfetto, FILE.gilscope in gilscope report and gilscope watch",
    apply(settings, value) {
      if (!/[^/]\.(json|gilscope)$/.test(value)) {
        throw new UsageError(`--trace takes a file that ends in .json or .gilscope, not '${value}'`);
      }
      settings.trace = value;
    },
  },
  {
    name: "--no-cache",
    value: null,
    help: "neither read nor write compiled scripts in the cache folder",
    apply(settings) {
      settings.cache = false;
    },
  },
];

export const verbs = ["run", "dis", "watch", "tour", "report", "compare", "help"] as const;
export type Verb = (typeof verbs)[number];

/** Options of other verbs that take a value; the rest of them commander knows alone. */
const valuesOfVerbs: Partial<Record<Verb, readonly string[]>> = {
  report: ["--thread"],
  compare: ["--modes", "--runs", "--threads"],
};

const PAGE = 65536;
/** What the machine itself and the stack of one thread need. */
export const LEAST_HEAP = 1 << 26;
export const MOST_HEAP = 2 ** 31;

/** Bytes of a size such as `512m`, a whole number of heap pages. */
function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmg]?)(?:i?b)?$/i.exec(text);
  if (match === null) throw new UsageError(`--heap takes a size such as 512m or 2g, not '${text}'`);
  const unit = { "": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }[match[2].toLowerCase()] as number;
  const bytes = Math.ceil((Number(match[1]) * unit) / PAGE) * PAGE;
  if (bytes < LEAST_HEAP) throw new UsageError(`--heap ${text} is too small: the least is 64m`);
  if (bytes > MOST_HEAP) throw new UsageError(`--heap ${text} is too large: the most is 2g`);
  return bytes;
}

export function defaultSettings(): RunSettings {
  return {
    lock: "gil",
    gilFlag: undefined,
    switchIntervalUs: undefined,
    heapBytes: undefined,
    audit: false,
    stats: null,
    trace: null,
    cache: true,
  };
}

/** A command line cut in two: gilscope's part and the script's. */
export interface CutLine {
  verb: Verb | null;
  /** gilscope's own arguments without the verb, every value in the form `--name=value`. */
  own: string[];
  /** The program: undefined when the line names none. */
  kind: RunPlan["kind"] | undefined;
  target: string;
  /** What follows the program's name. */
  rest: string[];
  /** `--` stood before the program's name: what follows was meant for the script. */
  explicit: boolean;
  /** Something in `own` is not an option of a run. */
  odd: boolean;
}

/** Cuts a command line where the script's own arguments begin. Never fails: what it does not know it marks as odd. */
export function cutLine(argv: readonly string[], options: readonly OptionSpec[] = runOptions): CutLine {
  const line: CutLine = { verb: null, own: [], kind: undefined, target: "", rest: [], explicit: false, odd: false };
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i];
    const short = /^-([cm])(.*)$/s.exec(arg);
    if (short !== null) {
      const attached = short[2] !== "";
      const value = attached ? short[2] : argv[i + 1];
      if (value === undefined) {
        line.own.push(arg);
        line.odd = true;
        break;
      }
      line.kind = short[1] === "c" ? "command" : "module";
      line.target = value;
      line.rest = argv.slice(i + (attached ? 1 : 2));
      break;
    }
    const extra = /^-X(.*)$/s.exec(arg);
    if (extra !== null) {
      const value = extra[1] !== "" ? extra[1].replace(/^=/, "") : argv[++i];
      line.own.push(value === undefined ? "-X" : `-X=${value}`);
      if (value === undefined || !options.some((o) => o.name === "-X")) line.odd = true;
      continue;
    }
    if (arg === "--") {
      line.explicit = true;
      if (i + 1 < argv.length) take(line, argv[i + 1], argv.slice(i + 2));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      if (line.verb === null && (verbs as readonly string[]).includes(arg)) {
        line.verb = arg as Verb;
        if (arg === "help") line.odd = true;
        continue;
      }
      take(line, arg, argv.slice(i + 1));
      break;
    }
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const option = options.find((o) => o.name === name);
    if (option === undefined) {
      const takesValue = line.verb !== null && valuesOfVerbs[line.verb]?.includes(name) && equals < 0;
      line.own.push(takesValue && i + 1 < argv.length ? `${name}=${argv[++i]}` : arg);
      line.odd = true;
    } else if (option.value === null || equals >= 0) {
      line.own.push(arg);
      if (option.value === null && equals >= 0) line.odd = true;
    } else if (option.optional) line.own.push(`${name}=table`);
    else if (i + 1 < argv.length) line.own.push(`${name}=${argv[++i]}`);
    else {
      line.own.push(arg);
      line.odd = true;
    }
  }
  return line;
}

function take(line: CutLine, name: string, rest: string[]): void {
  line.kind = name === "-" ? "stdin" : "file";
  line.target = name;
  line.rest = rest;
}

/** The lock mode that the environment asks for. */
function modeOfEnvironment(value: string | undefined): LockMode {
  if (value === undefined || value === "" || value === "1") return "gil";
  if (value === "0") return "free";
  throw new UsageError(`PYTHON_GIL takes 0 or 1, not '${value}'`);
}

/**
 * Settings of options in the form that `cutLine` gives them. The lock mode is what `--lock` says, then `--no-gil` or `-X gil`, then `pythonGil` (PYTHON_GIL of the
 * environment). Throws UsageError, also for options that make no sense together.
 */
export function settingsOf(own: readonly string[], pythonGil = process.env.PYTHON_GIL): RunSettings {
  const settings = defaultSettings();
  for (const arg of own) {
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg : arg.slice(0, equals);
    runOptions.find((o) => o.name === name)?.apply(settings, equals < 0 ? "" : arg.slice(equals + 1));
  }
  if (!own.some((arg) => arg.startsWith("--lock="))) settings.lock = settings.gilFlag ?? modeOfEnvironment(pythonGil);
  if (settings.lock !== "gil" && settings.switchIntervalUs !== undefined) {
    throw new UsageError(
      `--switch-interval tells how long a thread may keep the lock, and there is none with --lock ${settings.lock}`,
    );
  }
  return settings;
}

/**
 * The plan of a command line that runs a program, or null when it does something else, which includes every mistake in the line but a wrong value.
 * @param piped standard input is no terminal: with no script named, it holds the program, as with python3.
 * @throws UsageError for a wrong value.
 */
export function readRun(argv: readonly string[], piped: () => boolean): { plan: RunPlan; line: CutLine } | null {
  const line = cutLine(argv);
  if (line.odd || (line.verb !== null && line.verb !== "run")) return null;
  let { kind } = line;
  if (kind === undefined) {
    if (line.verb !== null || !piped()) return null;
    kind = "stdin";
  }
  return { plan: { kind, target: line.target, args: line.rest, settings: settingsOf(line.own) }, line };
}

const quote = (arg: string): string => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);

/** The note about an option that stands after the script's name, or null: one line. */
export function misplacedNote(line: CutLine): string | null {
  if (line.explicit || line.kind === undefined) return null;
  const at = line.rest.findIndex((arg) => runOptions.some((o) => arg === o.name || arg.startsWith(`${o.name}=`)));
  if (at < 0) return null;
  const arg = line.rest[at];
  const option = runOptions.find((o) => arg === o.name || arg.startsWith(`${o.name}=`)) as OptionSpec;
  const moved = [arg];
  if (arg === option.name && option.value !== null && !option.optional && at + 1 < line.rest.length) {
    if (!line.rest[at + 1].startsWith("-")) moved.push(line.rest[at + 1]);
  }
  const left = [...line.rest.slice(0, at), ...line.rest.slice(at + moved.length)];
  const head = { file: [], stdin: [], command: ["-c"], module: ["-m"] }[line.kind];
  const command = ["gilscope", line.verb ?? "run", ...moved, ...head, line.target || "-", ...left].map(quote).join(" ");
  return `note: ${option.name} after the script's name goes to the script; write: ${command}\n`;
}
