/**
 * What the local time zone calls itself at some time (`CET`, `CEST`), from the system's zone file as the C library reads it. JavaScript knows the offset, but has other names,
 * and takes 20 ms to say them for the first time. Format: RFC 8536 (TZif).
 */
import { readFileSync } from "node:fs";

interface Zone {
  /** Seconds since 1970 at which the offset changes, ascending, and the index into `types` from then on. */
  times: number[];
  kinds: number[];
  types: Moment[];
  /** For times behind the last change: what applies at the offset of `standard`, and at any other. */
  standard: Moment;
  summer: Moment;
}

interface Moment {
  name: string;
  /** Whether the zone calls it summer time. */
  dst: boolean;
  /** Seconds that are added to UTC. */
  offset: number;
}

/** File of the zone: that of TZ, else the machine's. */
function zoneFile(tz: string | undefined): string {
  if (tz === undefined) return "/etc/localtime";
  const name = tz.replace(/^:/, "");
  return name.startsWith("/") ? name : `/usr/share/zoneinfo/${name || "UTC"}`;
}

function parseZone(bytes: Buffer): Zone | null {
  const HEADER = 44;
  if (bytes.length < HEADER || bytes.toString("latin1", 0, 4) !== "TZif") return null;
  const counts = (at: number) => [0, 1, 2, 3, 4, 5].map((k) => bytes.readUInt32BE(at + 20 + 4 * k));
  const size = ([utc, standard, leaps, times, types, chars]: number[], word: number) =>
    HEADER + times * (word + 1) + types * 6 + chars + leaps * (word + 4) + standard + utc;
  // Version 2 and later repeat everything with times of 64 bits, behind what version 1 reads.
  const wide = bytes[4] >= 0x32;
  const start = wide ? size(counts(0), 4) : 0;
  const own = counts(start);
  const [, , , timeCount, typeCount, charCount] = own;
  const word = wide ? 8 : 4;
  const kindsAt = start + HEADER + timeCount * word;
  const typesAt = kindsAt + timeCount;
  const namesAt = typesAt + typeCount * 6;
  const names = bytes.toString("latin1", namesAt, namesAt + charCount);
  const times: number[] = [];
  for (let k = 0; k < timeCount; k++) {
    const at = start + HEADER + k * word;
    times.push(wide ? Number(bytes.readBigInt64BE(at)) : bytes.readInt32BE(at));
  }
  const types: Zone["types"] = [];
  for (let k = 0; k < typeCount; k++) {
    const from = bytes[typesAt + k * 6 + 5];
    const name = names.slice(from, names.indexOf("\0", from));
    types.push({ offset: bytes.readInt32BE(typesAt + k * 6), dst: bytes[typesAt + k * 6 + 4] === 1, name });
  }
  const footer = wide ? bytes.toString("latin1", start + size(own, 8)).trim() : "";
  // As `CET-1CEST,…`: the offset is what is taken off.
  const rule = /^(<[^>]+>|[A-Za-z]+)([-+]?)(\d+)(?::(\d+))?[\d:]*(<[^>]+>|[A-Za-z]+)?/.exec(footer);
  const [, standard = "", sign = "", hours = "0", minutes = "0", summer = standard] = rule ?? [];
  const offset = (sign === "-" ? 1 : -1) * (Number(hours) * 3600 + Number(minutes) * 60);
  const moment = (name: string, dst: boolean): Moment => ({ name: name.replace(/[<>]/g, ""), dst, offset });
  return {
    times,
    kinds: [...bytes.subarray(kindsAt, typesAt)],
    types,
    standard: moment(standard, false),
    summer: moment(summer, true),
  };
}

function readZone(path: string): Zone | null {
  try {
    return parseZone(readFileSync(path));
  } catch {
    return null;
  }
}

let known: { path: string; zone: Zone | null } | null = null;

/**
 * What the zone is called at a time. @param epochSeconds seconds since 1970. @param offset seconds that are added to UTC then.
 * @returns null if the system does not know the zone.
 */
export function zoneMoment(epochSeconds: number, offset: number): { name: string; dst: boolean } | null {
  const path = zoneFile(process.env.TZ);
  if (known?.path !== path) known = { path, zone: readZone(path) };
  const { zone } = known;
  if (zone === null) return null;
  let k = zone.times.length - 1;
  while (k >= 0 && zone.times[k] > epochSeconds) k--;
  const type = zone.types[k < 0 ? 0 : zone.kinds[k]];
  if (type?.offset === offset) return type;
  return zone.standard.offset === offset ? zone.standard : zone.summer;
}
