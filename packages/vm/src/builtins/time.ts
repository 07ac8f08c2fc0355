/** Module `time`: clocks, sleep, calendar. See CPython Modules/timemodule.c; formats are in time-format.ts. */
import { NONE, T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { host, ParkKind, ParkResult } from "../host.ts";
import { indexGen, isInstanceOfType, typeName } from "../objects/abstract.ts";
import { E, raise } from "../objects/errors.ts";
import { type Gen, parkRequest, type Ref } from "../objects/native.ts";
import { floatValue, intToNumber, isInt, newBigInt, newFloat, newInt, plainValue } from "../objects/number-core.ts";
import { newTuple, Tuple, tupleLength } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { instanceStore } from "../objects/attributes.ts";
import { internJs } from "../objects/intern.ts";
import { allocInstance } from "../objects/instance.ts";
import { keep } from "../heap/handles.ts";
import { classByIndex } from "../objects/abstract.ts";
import { FALSE, TRUE } from "../heap/layout.ts";
import { defineModule } from "./modules.ts";
import { checkSignals } from "./signals.ts";
import { defineStructSequence, newStructSequence } from "./struct-sequence.ts";
import { type BrokenTime, breakTime, daysFromCivil, formatTime, parseTime } from "./time-format.ts";
import { M } from "./type-indices.ts";

defineStructSequence(
  M.STRUCT_TIME,
  "struct_time",
  "time",
  [
    "tm_year",
    "tm_mon",
    "tm_mday",
    "tm_hour",
    "tm_min",
    "tm_sec",
    "tm_wday",
    "tm_yday",
    "tm_isdst",
    "tm_zone",
    "tm_gmtoff",
  ],
  true,
  9,
  "The time value as returned by gmtime(), localtime(), and strptime(), and accepted by asctime(), mktime() and strftime().",
);

/** Seconds of an int or float argument. Raises TypeError, ValueError. */
function* secondsGen(value: Ref): Gen<number> {
  if (isInt(value)) return intToNumber(value);
  if (isInstanceOfType(value, T.FLOAT)) {
    const x = floatValue(plainValue(value));
    if (Number.isNaN(x)) throw raise(E.ValueError, "Invalid value NaN (not a number)");
    return x;
  }
  return intToNumber(yield* indexGen(value));
}

const startUs = (): number => host.clock.nowUs();
/** The monotonic clock, in seconds and nanoseconds. */
const monotonic = (): number => startUs() / 1e6;
const monotonicNs = (): bigint => BigInt(Math.round(startUs() * 1000));

function* sleep(secs: Ref): Gen {
  const seconds = yield* secondsGen(secs);
  if (seconds < 0) throw raise(E.ValueError, "sleep length must be non-negative");
  if (seconds > 9223372036) throw raise(E.OverflowError, "timestamp too large to convert to C PyTime_t");
  if (seconds === 0) {
    host.yieldNow();
    return NONE;
  }
  const deadline = host.clock.nowUs() + seconds * 1e6;
  for (;;) {
    parkRequest.key = 0;
    parkRequest.why = ParkKind.SLEEP;
    parkRequest.deadlineUs = deadline;
    parkRequest.validate = null;
    const result = (yield parkRequest) >> 1;
    if (result === ParkResult.INTERRUPTED) checkSignals();
    if (result === ParkResult.TIMEOUT || host.clock.nowUs() >= deadline) return NONE;
  }
}

// --- calendar ---

function structTime(t: BrokenTime, zone: string, gmtoff: number): Ref {
  const { year, month, day, hour, minute, second, weekday, yearday, isdst } = t;
  return newStructSequence(M.STRUCT_TIME, [
    ...[year, month, day, hour, minute, second, weekday, yearday, isdst].map(newInt),
    newStr(zone),
    newInt(gmtoff),
  ]);
}

function* epochGen(secs: Ref): Gen<number> {
  if (secs === 0 || secs === NONE) return Math.floor(Number(host.clock.timeNs() / 1000000n) / 1000);
  const x = Math.floor(yield* secondsGen(secs));
  if (!(Math.abs(x) < 67768036191676800)) throw raise(E.OverflowError, "timestamp out of range for platform time_t");
  return x;
}
const local = (epoch: number): BrokenTime & { zone: string; gmtoff: number } => {
  const { minutes, name, dst } = host.clock.localOffset(epoch);
  return { ...breakTime(epoch + minutes * 60), isdst: dst ? 1 : 0, zone: name, gmtoff: minutes * 60 };
};

/** A struct_time or a tuple of nine ints as a broken-down time. Raises TypeError. */
function fromTuple(t: Ref, what: string): BrokenTime & { zone: string | null; gmtoff: number | null } {
  if (!isInstanceOfType(t, T.TUPLE)) throw raise(E.TypeError, "Tuple or struct_time argument required");
  const plain = plainValue(t);
  if (tupleLength(plain) !== 9) throw raise(E.TypeError, `${what}illegal time tuple argument`);
  const n = (k: number): number => {
    const item = i32[(plain >> 2) + Tuple.ITEMS + k];
    if (!isInt(item)) throw raise(E.TypeError, `'${typeName(item)}' object cannot be interpreted as an integer`);
    return intToNumber(item);
  };
  const zoneRef =
    i32[(plain >> 2) + 1] >= 0 && (i32[(plain >> 2) + 1] & 0xffff) === M.STRUCT_TIME
      ? i32[(plain >> 2) + Tuple.ITEMS + 9]
      : 0;
  const offRef = zoneRef === 0 ? 0 : i32[(plain >> 2) + Tuple.ITEMS + 10];
  return {
    year: n(0),
    month: n(1),
    day: n(2),
    hour: n(3),
    minute: n(4),
    second: n(5),
    weekday: n(6),
    yearday: n(7),
    isdst: n(8),
    zone: zoneRef === 0 || zoneRef === NONE ? null : strToJs(zoneRef),
    gmtoff: offRef === 0 || offRef === NONE ? null : intToNumber(offRef),
  };
}
/** strftime's and asctime's checks of ranges. */
function checkRanges(t: BrokenTime): BrokenTime {
  const bad = (what: string): never => {
    throw raise(E.ValueError, `${what} out of range`);
  };
  if (t.month < 0 || t.month > 12) bad("month");
  if (t.day < 0 || t.day > 31) bad("day of month");
  if (t.hour < 0 || t.hour > 23) bad("hour");
  if (t.minute < 0 || t.minute > 59) bad("minute");
  if (t.second < 0 || t.second > 61) bad("seconds");
  if (t.weekday < -1) bad("day of week");
  if (t.yearday < 0 || t.yearday > 366) bad("day of year");
  return { ...t, month: t.month || 1, day: t.day || 1, yearday: t.yearday || 1, weekday: (t.weekday + 7) % 7 };
}

/** Seconds since the epoch of a local time; its offset is found by trying. */
function mktime(t: BrokenTime): number {
  const civil = daysFromCivil(t.year, t.month, t.day) * 86400 + t.hour * 3600 + t.minute * 60 + t.second;
  let epoch = civil - host.clock.localOffset(civil).minutes * 60;
  epoch = civil - host.clock.localOffset(epoch).minutes * 60;
  if (t.isdst > 0 && !host.clock.localOffset(epoch).dst) epoch -= 3600;
  return epoch;
}
const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number): string => String(n).padStart(2, "0");
const asctime = (t: BrokenTime): Ref =>
  newStr(
    `${days[t.weekday]} ${months[t.month - 1]}${String(t.day).padStart(3)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)} ${t.year}`,
  );

function zoneTable(): { standard: ReturnType<typeof local>; summer: ReturnType<typeof local> } {
  const year = new Date(Number(host.clock.timeNs() / 1000000n)).getUTCFullYear();
  const winter = local(daysFromCivil(year, 1, 1) * 86400);
  const july = local(daysFromCivil(year, 7, 1) * 86400);
  return winter.gmtoff <= july.gmtoff ? { standard: winter, summer: july } : { standard: july, summer: winter };
}

const CLOCK_REALTIME = 0;
const CLOCK_MONOTONIC = 1;
const CLOCK_PROCESS = 2;
const CLOCK_THREAD = 3;
function clockNs(id: number): bigint {
  if (id === CLOCK_REALTIME) return host.clock.timeNs();
  if (id === CLOCK_MONOTONIC || id === 4 || id === 7) return monotonicNs();
  if (id === CLOCK_PROCESS) return host.clock.processTimeNs();
  if (id === CLOCK_THREAD) return host.clock.threadTimeNs();
  throw raise(E.OSError, "[Errno 22] Invalid argument");
}

function clockInfo(name: Ref): Ref {
  const text = strToJs(plainValue(name));
  const rows: Record<string, [string, boolean, boolean]> = {
    time: ["clock_gettime(CLOCK_REALTIME)", false, true],
    monotonic: ["clock_gettime(CLOCK_MONOTONIC)", true, false],
    perf_counter: ["clock_gettime(CLOCK_MONOTONIC)", true, false],
    process_time: ["clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false],
    thread_time: ["clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false],
  };
  const row = rows[text];
  if (row === undefined) throw raise(E.ValueError, "unknown clock");
  const o = keep(allocInstance(classByIndex(T.SIMPLE_NAMESPACE)));
  const set = (k: string, v: Ref): void => void instanceStore(o, internJs(k), v);
  set("implementation", newStr(row[0]));
  set("monotonic", row[1] ? TRUE : FALSE);
  set("adjustable", row[2] ? TRUE : FALSE);
  set("resolution", newFloat(1e-9));
  return o;
}

const formatArgument = (format: Ref, where: string): string => {
  if (!isInstanceOfType(format, T.STR)) throw raise(E.TypeError, `${where} must be str, not ${typeName(format)}`);
  return strToJs(plainValue(format));
};

defineModule("time", () => ({
  doc: "This module provides various functions to manipulate time values.",
  functions: {
    time: [
      "()",
      () => newFloat(Number(host.clock.timeNs()) / 1e9),
      "Return the current time in seconds since the Epoch.",
    ],
    time_ns: ["()", () => newBigInt(host.clock.timeNs()), "Return the current time in nanoseconds since the Epoch."],
    monotonic: ["()", () => newFloat(monotonic()), "Monotonic clock, cannot go backward."],
    monotonic_ns: ["()", () => newBigInt(monotonicNs()), "Monotonic clock, cannot go backward, as nanoseconds."],
    perf_counter: ["()", () => newFloat(monotonic()), "Performance counter for benchmarking."],
    perf_counter_ns: ["()", () => newBigInt(monotonicNs()), "Performance counter for benchmarking as nanoseconds."],
    process_time: [
      "()",
      () => newFloat(Number(host.clock.processTimeNs()) / 1e9),
      "Process time for profiling: sum of the kernel and user-space CPU time.",
    ],
    process_time_ns: ["()", () => newBigInt(host.clock.processTimeNs()), "Process time for profiling as nanoseconds."],
    thread_time: [
      "()",
      () => newFloat(Number(host.clock.threadTimeNs()) / 1e9),
      "Thread time for profiling: sum of the kernel and user-space CPU time.",
    ],
    thread_time_ns: ["()", () => newBigInt(host.clock.threadTimeNs()), "Thread time for profiling as nanoseconds."],
    clock_gettime: [
      "(clk_id, /)",
      (id: Ref) => newFloat(Number(clockNs(intToNumber(id))) / 1e9),
      "Return the time of the specified clock.",
    ],
    clock_gettime_ns: [
      "(clk_id, /)",
      (id: Ref) => newBigInt(clockNs(intToNumber(id))),
      "Return the time of the specified clock as nanoseconds.",
    ],
    clock_getres: ["(clk_id, /)", () => newFloat(1e-9), "Return the resolution of the specified clock."],
    get_clock_info: ["(name, /)", clockInfo, "Get information of the specified clock."],
    sleep: ["(seconds, /)", sleep, "Delay execution for a given number of seconds."],
    gmtime: [
      "(seconds=None, /)",
      function* (secs: Ref): Gen {
        return structTime(breakTime(yield* epochGen(secs)), "UTC", 0);
      },
      "Convert seconds since the Epoch to a time tuple expressing UTC.",
    ],
    localtime: [
      "(seconds=None, /)",
      function* (secs: Ref): Gen {
        const t = local(yield* epochGen(secs));
        return structTime(t, t.zone, t.gmtoff);
      },
      "Convert seconds since the Epoch to a time tuple expressing local time.",
    ],
    mktime: [
      "(time_tuple, /)",
      (t: Ref) => newFloat(mktime(fromTuple(t, "mktime(): "))),
      "Convert a time tuple in local time to seconds since the Epoch.",
    ],
    asctime: [
      "(time_tuple=None, /)",
      (t: Ref) =>
        asctime(
          t === 0 || t === NONE
            ? local(Math.floor(Number(host.clock.timeNs() / 1000000000n)))
            : checkRanges(fromTuple(t, "asctime(): ")),
        ),
      "Convert a time tuple to a string.",
    ],
    ctime: [
      "(seconds=None, /)",
      function* (secs: Ref): Gen {
        return asctime(local(yield* epochGen(secs)));
      },
      "Convert a time in seconds since the Epoch to a string in local time.",
    ],
    strftime: [
      "(format, time_tuple=<unrepresentable>, /)",
      (format: Ref, t: Ref) => {
        const text = formatArgument(format, "strftime() argument 1");
        if (t === 0) {
          const now = local(Math.floor(Number(host.clock.timeNs() / 1000000000n)));
          return newStr(formatTime(text, now, now.zone, now.gmtoff, mktime));
        }
        const given = fromTuple(t, "strftime(): ");
        const time = checkRanges(given);
        const table = zoneTable();
        const zone = given.zone ?? (time.isdst > 0 ? table.summer.zone : table.standard.zone);
        const offset = given.gmtoff ?? (time.isdst > 0 ? table.summer.gmtoff : table.standard.gmtoff);
        return newStr(formatTime(text, time, zone, offset, mktime));
      },
      "Convert a time tuple to a string according to a format specification.",
    ],
    strptime: [
      "(string, format='%a %b %d %H:%M:%S %Y', /)",
      (string: Ref, format: Ref) => {
        const text = formatArgument(string, "strptime() argument 0");
        const how = format === 0 ? "%a %b %d %H:%M:%S %Y" : formatArgument(format, "strptime() argument 1");
        const parsed = parseTime(text, how);
        if (typeof parsed === "string") throw raise(E.ValueError, parsed);
        const fields = [
          parsed.year,
          parsed.month,
          parsed.day,
          parsed.hour,
          parsed.minute,
          parsed.second,
          parsed.weekday,
          parsed.yearday,
          parsed.isdst,
        ].map(newInt);
        return newStructSequence(M.STRUCT_TIME, [
          ...fields,
          parsed.zone === null ? NONE : newStr(parsed.zone),
          parsed.gmtoff === null ? NONE : newInt(parsed.gmtoff),
        ]);
      },
      "Parse a string to a time tuple according to a format specification.",
    ],
    tzset: ["()", () => NONE, "Initialize, or reinitialize, the local timezone."],
  },
  types: { struct_time: M.STRUCT_TIME },
  attributes: {
    timezone: () => newInt(-zoneTable().standard.gmtoff),
    altzone: () => newInt(-zoneTable().summer.gmtoff),
    daylight: () => newInt(zoneTable().standard.gmtoff === zoneTable().summer.gmtoff ? 0 : 1),
    tzname: () => newTuple([newStr(zoneTable().standard.zone), newStr(zoneTable().summer.zone)]),
    CLOCK_REALTIME: () => newInt(CLOCK_REALTIME),
    CLOCK_MONOTONIC: () => newInt(CLOCK_MONOTONIC),
    CLOCK_PROCESS_CPUTIME_ID: () => newInt(CLOCK_PROCESS),
    CLOCK_THREAD_CPUTIME_ID: () => newInt(CLOCK_THREAD),
    CLOCK_MONOTONIC_RAW: () => newInt(4),
    CLOCK_BOOTTIME: () => newInt(7),
  },
}));
