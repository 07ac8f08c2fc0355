/**
 * What CPython 3.13 knows of each character: Unicode 15.1, whatever Node's own version is.
 *
 * The generated tables (unicode-tables.generated.ts) are run-length coded text. They are unpacked into a two-level trie
 * (pages of 128 code points) when a character outside ASCII is first asked about, about a millisecond; ASCII is
 * answered from a table filled here, so most programs never unpack.
 *
 * Not here: operations on whole strings (case.ts), character names.
 *
 * Invariant: every function accepts any integer from 0 to 0x10FFFF, lone surrogates included.
 * Source: CPython Objects/unicodectype.c, Objects/unicodeobject.c for ASCII.
 */

import {
  CATEGORIES,
  KIND_RUNS,
  KINDS,
  NUMERIC_VALUES,
  RECORD_RUNS,
  RECORDS,
  SPECIAL_CASES,
  UNICODE_VERSION,
  WIDTHS,
} from "./unicode-tables.generated.ts";

export { UNICODE_VERSION };

// Bits of a character's flags, in the order of scripts/unicode_data.py.
export const enum Flag {
  Alpha = 1,
  Decimal = 2,
  Digit = 4,
  Numeric = 8,
  Space = 0x10,
  Printable = 0x20,
  XidStart = 0x40,
  XidContinue = 0x80,
  Upper = 0x100,
  Lower = 0x200,
  Title = 0x400,
  Cased = 0x800,
  CaseIgnorable = 0x1000,
  /** Lower, upper, title or folded form is in the table of special cases. */
  Special = 0x2000,
}

const PAGE_BITS = 7;
const PAGE = 1 << PAGE_BITS;
const LIMIT = 0x110000;

/** Number of fields of a record: flags, lower, upper, title (distances), decimal, digit. */
const FIELDS = 6;

const asciiFlags = new Uint16Array(128);
for (let c = 0; c < 128; c++) {
  const upper = c >= 65 && c <= 90;
  const lower = c >= 97 && c <= 122;
  const digit = c >= 48 && c <= 57;
  let flags = 0;
  if (upper) flags |= Flag.Upper;
  if (lower) flags |= Flag.Lower;
  if (upper || lower) flags |= Flag.Alpha | Flag.Cased | Flag.XidStart | Flag.XidContinue;
  if (digit) flags |= Flag.Decimal | Flag.Digit | Flag.Numeric | Flag.XidContinue;
  if (c === 95) flags |= Flag.XidStart | Flag.XidContinue;
  if (c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)) flags |= Flag.Space;
  if (c >= 32 && c < 127) flags |= Flag.Printable;
  // ' . : ^ ` are looked through by the rule of the final sigma.
  if (c === 39 || c === 46 || c === 58 || c === 94 || c === 96) flags |= Flag.CaseIgnorable;
  asciiFlags[c] = flags;
}

/** Reads the varints of a generated string. */
class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  next(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const c = this.text.charCodeAt(this.at++);
      const digit = c <= 57 ? (c === 45 ? 62 : c - 48) : c <= 90 ? c - 55 : c === 95 ? 63 : c - 61;
      value += (digit & 31) * scale;
      if (digit < 32) return value;
      scale *= 32;
    }
  }

  signed(): number {
    const value = this.next();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** A two-level table of one byte per code point: pages[(index[cp >> 7] << 7) | (cp & 127)]. */
interface Trie {
  index: Uint16Array;
  pages: Uint8Array;
}

/**
 * Unpacks pairs of length and value. Runs once, unoptimised: the varints are read in place, and short runs stored one
 * by one.
 */
function unpackRuns(text: string): Trie {
  const index = new Uint16Array(LIMIT >> PAGE_BITS);
  const pages = new Uint8Array(PAGE * 640);
  // The page that holds one value only, by value.
  const uniform: number[] = [];
  let count = 0;
  let cp = 0;
  let at = 0;
  let length = 0;
  let number = 0;
  let shift = 0;
  let second = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const digit = c <= 57 ? (c === 45 ? 62 : c - 48) : c <= 90 ? c - 55 : c === 95 ? 63 : c - 61;
    number |= (digit & 31) << shift;
    if (digit >= 32) {
      shift += 5;
      continue;
    }
    shift = 0;
    if (!second) {
      length = number;
      number = 0;
      second = true;
      continue;
    }
    second = false;
    const value = number;
    number = 0;
    while (length > 0) {
      const inPage = cp & (PAGE - 1);
      if (inPage === 0) {
        if (length >= PAGE) {
          if (uniform[value] === undefined) {
            uniform[value] = count++;
            at = uniform[value] * PAGE;
            pages.fill(value, at, at + PAGE);
          }
          index[cp >> PAGE_BITS] = uniform[value];
          cp += PAGE;
          length -= PAGE;
          continue;
        }
        at = count * PAGE;
        index[cp >> PAGE_BITS] = count++;
      }
      const end = at + Math.min(length, PAGE - inPage);
      length -= end - at;
      cp += end - at;
      while (at < end) pages[at++] = value;
    }
  }
  return { index, pages: pages.slice(0, count * PAGE) };
}

/** Index and pages of `RECORD_RUNS`, and the records; empty until `unpack`. */
let recordIndex: Uint16Array = new Uint16Array(0);
let recordPages: Uint8Array = new Uint8Array(0);
let records = new Int32Array(0);

/** Lower, upper, title and folded forms of a character. */
type SpecialForms = readonly [number[], number[], number[], number[]];

/** The forms of the special characters; empty until one is asked for. */
const special = new Map<number, SpecialForms>();

function unpack(): void {
  const trie = unpackRuns(RECORD_RUNS);
  const reader = new Reader(RECORDS);
  const values: number[] = [];
  while (!reader.done) {
    values.push(reader.next());
    for (let i = 1; i < FIELDS; i++) values.push(reader.signed());
  }
  records = Int32Array.from(values);
  recordPages = trie.pages;
  recordIndex = trie.index;
}

function specialForms(cp: number): SpecialForms | undefined {
  if (special.size === 0) unpackSpecial();
  return special.get(cp);
}

function unpackSpecial(): void {
  const forms = new Reader(SPECIAL_CASES);
  let cp = 0;
  const form = (): number[] => {
    const out: number[] = [];
    for (let n = forms.next(); n > 0; n--) out.push(forms.next());
    return out;
  };
  while (!forms.done) {
    cp += forms.next();
    special.set(cp, [form(), form(), form(), form()]);
  }
}

/** Offset in `records` of a code point's record. */
function recordAt(cp: number): number {
  if (records.length === 0) unpack();
  return recordPages[(recordIndex[cp >> PAGE_BITS] << PAGE_BITS) | (cp & (PAGE - 1))] * FIELDS;
}

/** All flags of a code point (bits of `Flag`). */
export function flagsOf(cp: number): number {
  if (cp < 128) return asciiFlags[cp];
  // In this order: `recordAt` may fill `records` first.
  const at = recordAt(cp);
  return records[at];
}

/** Letters: general categories Lm, Lt, Lu, Ll, Lo. */
export function isAlpha(cp: number): boolean {
  return (flagsOf(cp) & Flag.Alpha) !== 0;
}

/** Decimal digits of any script. */
export function isDecimal(cp: number): boolean {
  return (flagsOf(cp) & Flag.Decimal) !== 0;
}

/** Decimal digits and others such as superscripts. */
export function isDigit(cp: number): boolean {
  return (flagsOf(cp) & Flag.Digit) !== 0;
}

/** Everything with a numeric value. */
export function isNumeric(cp: number): boolean {
  return (flagsOf(cp) & Flag.Numeric) !== 0;
}

/** Letters and everything numeric. */
export function isAlnum(cp: number): boolean {
  return (flagsOf(cp) & (Flag.Alpha | Flag.Decimal | Flag.Digit | Flag.Numeric)) !== 0;
}

/** White space as `str.isspace` and `str.split()` see it. */
export function isSpace(cp: number): boolean {
  return (flagsOf(cp) & Flag.Space) !== 0;
}

/** Shown as itself by `repr`. */
export function isPrintable(cp: number): boolean {
  return (flagsOf(cp) & Flag.Printable) !== 0;
}

/** May start an identifier; the underscore may. */
export function isXidStart(cp: number): boolean {
  return (flagsOf(cp) & Flag.XidStart) !== 0;
}

/** May continue an identifier. */
export function isXidContinue(cp: number): boolean {
  return (flagsOf(cp) & Flag.XidContinue) !== 0;
}

/** Derived property Uppercase. */
export function isUpper(cp: number): boolean {
  return (flagsOf(cp) & Flag.Upper) !== 0;
}

/** Derived property Lowercase. */
export function isLower(cp: number): boolean {
  return (flagsOf(cp) & Flag.Lower) !== 0;
}

/** General category Lt. */
export function isTitle(cp: number): boolean {
  return (flagsOf(cp) & Flag.Title) !== 0;
}

/** A boundary of `str.splitlines`. */
export function isLineBreak(cp: number): boolean {
  return (cp >= 10 && cp <= 13) || (cp >= 28 && cp <= 30) || cp === 0x85 || cp === 0x2028 || cp === 0x2029;
}

/** Value 0 to 9 of a decimal digit, or -1. */
export function decimalValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp <= 57 ? cp - 48 : -1;
  const at = recordAt(cp);
  return records[at + 4];
}

/** Value 0 to 9 of a digit, superscripts and the like included, or -1. */
export function digitValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp <= 57 ? cp - 48 : -1;
  const at = recordAt(cp);
  return records[at + 5];
}

let numericValues: Map<number, number> | null = null;

/** Numeric value of a character, or NaN where it has none. */
export function numericValue(cp: number): number {
  const digit = digitValue(cp);
  if (digit >= 0) return digit;
  if (numericValues === null) {
    numericValues = new Map();
    const reader = new Reader(NUMERIC_VALUES);
    let at = 0;
    while (!reader.done) {
      at += reader.next();
      const numerator = reader.signed();
      numericValues.set(at, numerator / reader.next());
    }
  }
  return numericValues.get(cp) ?? Number.NaN;
}

/** Which case mapping: an index into a record and into the special forms. */
export const enum CaseForm {
  Lower = 0,
  Upper = 1,
  Title = 2,
  Folded = 3,
}

/**
 * The mapping of one code point where it is one code point, or -1 where it has several: then `caseForms` has them.
 * Conditional mappings (the final sigma) are not applied here.
 */
export function caseOf(cp: number, form: CaseForm): number {
  if (cp < 128) {
    if (form === CaseForm.Lower || form === CaseForm.Folded) return cp >= 65 && cp <= 90 ? cp + 32 : cp;
    return cp >= 97 && cp <= 122 ? cp - 32 : cp;
  }
  const at = recordAt(cp);
  if ((records[at] & Flag.Special) !== 0) {
    const forms = (specialForms(cp) as SpecialForms)[form];
    return forms.length === 1 ? forms[0] : -1;
  }
  return cp + records[at + 1 + (form === CaseForm.Folded ? CaseForm.Lower : form)];
}

/** The full mapping of a code point for which `caseOf` said -1. The array is shared: do not change it. */
export function caseForms(cp: number, form: CaseForm): readonly number[] {
  const forms = specialForms(cp);
  return forms === undefined ? [caseOf(cp, form)] : forms[form];
}

let kindTrie: Trie | null = null;
let kinds: number[] = [];
let categories: string[] = [];
let widths: string[] = [];

function kindOf(cp: number): number {
  if (kindTrie === null) {
    kindTrie = unpackRuns(KIND_RUNS);
    const reader = new Reader(KINDS);
    kinds = [];
    while (!reader.done) kinds.push(reader.next());
    categories = CATEGORIES.split(" ");
    widths = WIDTHS.split(" ");
  }
  return kindTrie.pages[(kindTrie.index[cp >> PAGE_BITS] << PAGE_BITS) | (cp & (PAGE - 1))] * 2;
}

/** General category, two letters, as `unicodedata.category`. */
export function category(cp: number): string {
  const kind = kindOf(cp);
  return categories[kinds[kind]];
}

/** East Asian width: F, H, W, Na, A or N, as `unicodedata.east_asian_width`. */
export function eastAsianWidth(cp: number): string {
  const kind = kindOf(cp);
  return widths[kinds[kind + 1]];
}
