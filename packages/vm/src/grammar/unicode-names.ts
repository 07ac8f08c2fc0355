/**
 * The characters by their Unicode names, for `\N{...}`. The table is CPython's (`unicode-names.generated.ts`), unpacked
 * when a program asks for the first name (about 15 ms); names that follow from the code point are computed.
 */
import { unicodeNamesData } from "./unicode-names.generated.ts";

let table: Map<string, number> | null = null;

function loadTable(): Map<string, number> {
  // Loaded on demand: hardly any program needs it.
  const zlib = process.getBuiltinModule("node:zlib");
  const text = zlib.brotliDecompressSync(Buffer.from(unicodeNamesData, "base64")).toString("latin1");
  const lines = text.split("\n");
  const names = new Map<string, number>();
  let index = 2;
  for (const run of lines[0].split(";")) {
    const [start, count] = run.split(",").map((part) => Number.parseInt(part, 16));
    for (let i = 0; i < count; i++) names.set(lines[index++], start + i);
  }
  for (const alias of lines[1].split(";")) {
    const [name, code] = alias.split(",");
    names.set(name, Number.parseInt(code, 16));
  }
  return names;
}

const hangulLead = "G GG N D DD R M B BB S SS  J JJ C K T P H".split(" ");
const hangulVowel = "A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I".split(" ");
const hangulTail = " G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H".split(" ");

/** The syllable whose romanised parts are written together; parts are matched longest first. */
function hangulSyllable(parts: string): number | null {
  const longest = (list: string[], from: number): number => {
    let best = -1;
    list.forEach((part, i) => {
      if (parts.startsWith(part, from) && (best < 0 || part.length > list[best].length)) best = i;
    });
    return best;
  };
  const lead = longest(hangulLead, 0);
  const vowel = longest(hangulVowel, hangulLead[lead].length);
  if (vowel < 0) return null;
  const tail = hangulTail.indexOf(parts.slice(hangulLead[lead].length + hangulVowel[vowel].length));
  return tail < 0 ? null : 0xac00 + (lead * 21 + vowel) * 28 + tail;
}

/** The ranges of ideographs whose names end with their code points (Unicode 15.1). */
const ideographs: readonly (readonly [string, number, number])[] = [
  ["CJK UNIFIED IDEOGRAPH-", 0x3400, 0x4dbf],
  ["CJK UNIFIED IDEOGRAPH-", 0x4e00, 0x9fff],
  ["CJK UNIFIED IDEOGRAPH-", 0x20000, 0x2a6df],
  ["CJK UNIFIED IDEOGRAPH-", 0x2a700, 0x2b739],
  ["CJK UNIFIED IDEOGRAPH-", 0x2b740, 0x2b81d],
  ["CJK UNIFIED IDEOGRAPH-", 0x2b820, 0x2cea1],
  ["CJK UNIFIED IDEOGRAPH-", 0x2ceb0, 0x2ebe0],
  ["CJK UNIFIED IDEOGRAPH-", 0x2ebf0, 0x2ee5d],
  ["CJK UNIFIED IDEOGRAPH-", 0x30000, 0x3134a],
  ["CJK UNIFIED IDEOGRAPH-", 0x31350, 0x323af],
  ["CJK COMPATIBILITY IDEOGRAPH-", 0xf900, 0xfa6d],
  ["CJK COMPATIBILITY IDEOGRAPH-", 0xfa70, 0xfad9],
  ["CJK COMPATIBILITY IDEOGRAPH-", 0x2f800, 0x2fa1d],
];

/** The character called `name` (in any case; aliases, Hangul and ideographs included), or null. */
export function lookupUnicodeName(name: string): string | null {
  const upper = name.toUpperCase();
  const hangul = upper.startsWith("HANGUL SYLLABLE ") ? hangulSyllable(upper.slice(16)) : null;
  if (hangul !== null) return String.fromCharCode(hangul);
  for (const [prefix, first, last] of ideographs) {
    if (!upper.startsWith(prefix)) continue;
    const digits = upper.slice(prefix.length);
    const code = /^[0-9A-F]{4,5}$/.test(digits) ? Number.parseInt(digits, 16) : -1;
    if (code >= first && code <= last) return String.fromCodePoint(code);
  }
  table ??= loadTable();
  const code = table.get(upper);
  return code === undefined ? null : String.fromCodePoint(code);
}
