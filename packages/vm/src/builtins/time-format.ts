/** Calendar arithmetic, strftime and strptime in the C locale, on plain values. See CPython Lib/_strptime.py and strftime(3). */

/** A broken-down time: month 1-12, weekday 0 = Monday, yearday 1-366. */
export interface BrokenTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
  yearday: number;
  isdst: number;
}

/** Days since 1970-01-01 of a date in the Gregorian calendar; month and day may lie outside their ranges. See Howard Hinnant, days_from_civil. */
export function daysFromCivil(y: number, m: number, d: number): number {
  const months = y * 12 + (m - 1);
  const year = Math.floor(months / 12) - (((months % 12) + 12) % 12 < 2 ? 1 : 0);
  const month = ((((months % 12) + 12) % 12) + 10) % 12;
  const era = Math.floor(year / 400);
  const yoe = year - era * 400;
  const doy = Math.floor((153 * month + 2) / 5) + d - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146097 + doe - 719468;
}

/** The broken-down time of seconds since the epoch, as UTC. */
export function breakTime(epoch: number): BrokenTime {
  const days = Math.floor(epoch / 86400);
  const rest = epoch - days * 86400;
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  return {
    year,
    month,
    day,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: (((days + 3) % 7) + 7) % 7,
    yearday: days - daysFromCivil(year, 1, 1) + 1,
    isdst: 0,
  };
}

const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const pad = (n: number, width: number, fill = "0"): string => {
  const text = String(Math.abs(n)).padStart(width, fill);
  return n < 0 ? `-${text}` : text;
};

/** ISO 8601 year and week. */
function isoWeek(t: BrokenTime): [year: number, week: number] {
  const weekday = t.weekday;
  let year = t.year;
  let week = Math.floor((t.yearday - 1 - weekday + 10) / 7);
  if (week < 1) {
    year--;
    week = weeksIn(year);
  } else if (week > weeksIn(year)) {
    year++;
    week = 1;
  }
  return [year, week];
}
function weeksIn(year: number): number {
  const p = (y: number): number => (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400)) % 7;
  return p(year) === 4 || p(year - 1) === 3 ? 53 : 52;
}

/** strftime. `toEpoch` serves %s. Unknown directives are kept as they are, as glibc does. */
export function formatTime(
  format: string,
  t: BrokenTime,
  zone: string,
  gmtoff: number,
  toEpoch: (t: BrokenTime) => number,
): string {
  const again = (f: string): string => formatTime(f, t, zone, gmtoff, toEpoch);
  const hour12 = t.hour % 12 === 0 ? 12 : t.hour % 12;
  const sunday = (t.weekday + 1) % 7;
  return format.replace(/%([-_0^#]?)(E|O)?([A-Za-z%+])/g, (all: string, flag: string, _modifier: string, c: string) => {
    const number = (n: number, width: number, fill = "0"): string => {
      if (flag === "-") return String(n);
      return pad(n, width, flag === "_" ? " " : flag === "0" ? "0" : fill);
    };
    const text = (s: string): string => (flag === "^" ? s.toUpperCase() : s);
    switch (c) {
      case "a":
        return text(dayNames[t.weekday].slice(0, 3));
      case "A":
        return text(dayNames[t.weekday]);
      case "b":
      case "h":
        return text(monthNames[t.month - 1].slice(0, 3));
      case "B":
        return text(monthNames[t.month - 1]);
      case "c":
        return again("%a %b %e %H:%M:%S %Y");
      case "C":
        return number(Math.floor(t.year / 100), 2);
      case "d":
        return number(t.day, 2);
      case "D":
        return again("%m/%d/%y");
      case "e":
        return number(t.day, 2, " ");
      case "F":
        return again("%Y-%m-%d");
      case "g":
        return number(isoWeek(t)[0] % 100, 2);
      case "G":
        return String(isoWeek(t)[0]);
      case "H":
        return number(t.hour, 2);
      case "I":
        return number(hour12, 2);
      case "j":
        return number(t.yearday, 3);
      case "k":
        return number(t.hour, 2, " ");
      case "l":
        return number(hour12, 2, " ");
      case "m":
        return number(t.month, 2);
      case "M":
        return number(t.minute, 2);
      case "n":
        return "\n";
      case "p":
        return flag === "#" ? (t.hour < 12 ? "am" : "pm") : t.hour < 12 ? "AM" : "PM";
      case "P":
        return t.hour < 12 ? "am" : "pm";
      case "r":
        return again("%I:%M:%S %p");
      case "R":
        return again("%H:%M");
      case "s":
        return String(toEpoch(t));
      case "S":
        return number(t.second, 2);
      case "t":
        return "\t";
      case "T":
        return again("%H:%M:%S");
      case "u":
        return String(t.weekday + 1);
      case "U":
        return number(Math.floor((t.yearday - 1 + 7 - sunday) / 7), 2);
      case "V":
        return number(isoWeek(t)[1], 2);
      case "w":
        return String(sunday);
      case "W":
        return number(Math.floor((t.yearday - 1 + 7 - t.weekday) / 7), 2);
      case "x":
        return again("%m/%d/%y");
      case "X":
        return again("%H:%M:%S");
      case "y":
        return number(((t.year % 100) + 100) % 100, 2);
      case "Y":
        return flag === "" ? String(t.year) : number(t.year, 4);
      case "z": {
        const minutes = Math.floor(Math.abs(gmtoff) / 60);
        return `${gmtoff < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`;
      }
      case "Z":
        return zone;
      case "%":
        return "%";
    }
    return all;
  });
}

/** Pattern of each strptime directive; groups are collected by its letter. */
const patterns: Record<string, string> = {
  a: dayNames.map((d) => d.slice(0, 3)).join("|"),
  A: dayNames.join("|"),
  b: monthNames.map((m) => m.slice(0, 3)).join("|"),
  B: monthNames.join("|"),
  d: "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]",
  f: "[0-9]{1,6}",
  H: "2[0-3]|[0-1]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]| [1-9]",
  j: "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  m: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  p: "am|pm",
  S: "6[0-1]|[0-5]\\d|\\d",
  u: "[1-7]",
  U: "5[0-3]|[0-4]\\d|\\d",
  w: "[0-6]",
  W: "5[0-3]|[0-4]\\d|\\d",
  y: "\\d\\d",
  Y: "\\d\\d\\d\\d",
  z: "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d)?|Z",
  Z: "utc|gmt|[a-z]{3,4}",
  "%": "%",
};
const composed: Record<string, string> = {
  c: "%a %b %d %H:%M:%S %Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
  D: "%m/%d/%y",
  T: "%H:%M:%S",
  R: "%H:%M",
  F: "%Y-%m-%d",
};

/** strptime: the parsed time, or the message of the ValueError. */
export function parseTime(
  text: string,
  format: string,
): (BrokenTime & { zone: string | null; gmtoff: number | null }) | string {
  const full = format.replace(/%([cxXDTRF])/g, (_all, c: string) => composed[c]);
  let bad = "";
  const letters: string[] = [];
  const source = full
    .replace(/([\\.^$*+?(){}[\]|])/g, "\\$1")
    .replace(/\s+/g, "\\s+")
    .replace(/%(.)/g, (_all, c: string) => {
      if (patterns[c] === undefined) {
        bad ||= c;
        return "";
      }
      letters.push(c);
      return `(${patterns[c]})`;
    });
  if (bad !== "") return `'${bad}' is a bad directive in format '${format}'`;
  if (/%$/.test(full) && !/%%$/.test(full)) return `stray %% in format '${format}'`.replace("%%", "%");
  const match = new RegExp(`^${source}`, "i").exec(text);
  if (match === null) return `time data '${text}' does not match format '${format}'`;
  if (match[0].length !== text.length) return `unconverted data remains: ${text.slice(match[0].length)}`;
  const found: Record<string, string> = {};
  letters.forEach((c, k) => {
    found[c] = match[k + 1];
  });
  const n = (c: string, otherwise: number): number => (found[c] === undefined ? otherwise : Number(found[c]));
  let year = 1900;
  if (found.Y !== undefined) year = n("Y", 0);
  else if (found.y !== undefined) year = n("y", 0) <= 68 ? 2000 + n("y", 0) : 1900 + n("y", 0);
  let month = n("m", 1);
  const named = (list: string[], value: string, length?: number): number =>
    list.findIndex((item) => item.slice(0, length).toLowerCase() === value.toLowerCase());
  if (found.b !== undefined) month = named(monthNames, found.b, 3) + 1;
  if (found.B !== undefined) month = named(monthNames, found.B) + 1;
  let day = n("d", 1);
  let hour = n("H", 0);
  if (found.I !== undefined) {
    hour = n("I", 0) % 12;
    if (found.p?.toLowerCase() === "pm") hour += 12;
  }
  let weekday = -1;
  if (found.a !== undefined) weekday = named(dayNames, found.a, 3);
  if (found.A !== undefined) weekday = named(dayNames, found.A);
  if (found.w !== undefined) weekday = (n("w", 0) + 6) % 7;
  if (found.u !== undefined) weekday = n("u", 1) - 1;
  let yearday = n("j", -1);
  if (yearday > 0 && found.m === undefined && found.d === undefined && found.b === undefined && found.B === undefined) {
    const t = breakTime((daysFromCivil(year, 1, 1) + yearday - 1) * 86400);
    ({ month, day } = t);
  }
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > inMonth) return "day is out of range for month";
  const t = breakTime(daysFromCivil(year, month, day) * 86400);
  if (weekday < 0) ({ weekday } = t);
  if (yearday < 0) ({ yearday } = t);
  let gmtoff: number | null = null;
  let zone: string | null = null;
  if (found.z !== undefined) {
    if (found.z.toUpperCase() === "Z") gmtoff = 0;
    else {
      const digits = found.z.replace(/[:+-]/g, "");
      gmtoff = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60 + Number(digits.slice(4, 6) || 0);
      if (found.z[0] === "-") gmtoff = -gmtoff;
    }
  }
  let isdst = -1;
  if (found.Z !== undefined) {
    zone = found.Z;
    isdst = 0;
  }
  return { year, month, day, hour, minute: n("M", 0), second: n("S", 0), weekday, yearday, isdst, zone, gmtoff };
}
