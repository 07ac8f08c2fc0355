/**
 * Operations of str on whole strings that look at each character's properties: case mappings, the is... tests, padding,
 * tabs.
 *
 * Input is codes[start..end) (see codes.ts); mappings return a new array of the narrowest kind.
 *
 * Source: CPython Objects/unicodeobject.c (do_lower, do_title, handle_capital_sigma, unicode_expandtabs, pad), Unicode
 * 15.1 chapter 3.13.
 */

import { type Codes, packCodes } from "./codes.ts";
import { CaseForm, caseForms, caseOf, Flag, flagsOf, isXidContinue, isXidStart } from "./unicode-data.ts";

const SIGMA = 0x3a3;

/** True where codes[start..end) holds ASCII only. */
export function isAscii(codes: Codes, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (codes[i] > 127) return false;
  return true;
}

function push(out: number[], cp: number, form: CaseForm): void {
  const mapped = caseOf(cp, form);
  if (mapped >= 0) out.push(mapped);
  else for (const part of caseForms(cp, form)) out.push(part);
}

/**
 * The lower case of a capital sigma at index i: final after a cased letter and not before one, ignorable characters
 * looked through.
 */
function lowerSigma(codes: Codes, start: number, end: number, i: number): number {
  let j = i - 1;
  while (j >= start && flagsOf(codes[j]) & Flag.CaseIgnorable) j--;
  if (j < start || !(flagsOf(codes[j]) & Flag.Cased)) return 0x3c3;
  j = i + 1;
  while (j < end && flagsOf(codes[j]) & Flag.CaseIgnorable) j++;
  return j < end && flagsOf(codes[j]) & Flag.Cased ? 0x3c3 : 0x3c2;
}

function pushLower(out: number[], codes: Codes, start: number, end: number, i: number): void {
  if (codes[i] === SIGMA) out.push(lowerSigma(codes, start, end, i));
  else push(out, codes[i], CaseForm.Lower);
}

/** `lower()`. */
export function lower(codes: Codes, start = 0, end = codes.length): Codes {
  if (isAscii(codes, start, end)) {
    const out = new Uint8Array(end - start);
    for (let i = start; i < end; i++) {
      const c = codes[i];
      out[i - start] = c >= 65 && c <= 90 ? c + 32 : c;
    }
    return out;
  }
  const out: number[] = [];
  for (let i = start; i < end; i++) pushLower(out, codes, start, end, i);
  return packCodes(out);
}

/** `upper()`. */
export function upper(codes: Codes, start = 0, end = codes.length): Codes {
  if (isAscii(codes, start, end)) {
    const out = new Uint8Array(end - start);
    for (let i = start; i < end; i++) {
      const c = codes[i];
      out[i - start] = c >= 97 && c <= 122 ? c - 32 : c;
    }
    return out;
  }
  const out: number[] = [];
  for (let i = start; i < end; i++) push(out, codes[i], CaseForm.Upper);
  return packCodes(out);
}

/** `casefold()`. */
export function casefold(codes: Codes, start = 0, end = codes.length): Codes {
  if (isAscii(codes, start, end)) return lower(codes, start, end);
  const out: number[] = [];
  for (let i = start; i < end; i++) push(out, codes[i], CaseForm.Folded);
  return packCodes(out);
}

/** `capitalize()`: the first character in title case, the others in lower case. */
export function capitalize(codes: Codes, start = 0, end = codes.length): Codes {
  const out: number[] = [];
  for (let i = start; i < end; i++) {
    if (i === start) push(out, codes[i], CaseForm.Title);
    else pushLower(out, codes, start, end, i);
  }
  return packCodes(out);
}

/** `title()`: a cased character is in title case unless it follows a cased one. */
export function title(codes: Codes, start = 0, end = codes.length): Codes {
  const out: number[] = [];
  let previous = false;
  for (let i = start; i < end; i++) {
    if (previous) pushLower(out, codes, start, end, i);
    else push(out, codes[i], CaseForm.Title);
    previous = (flagsOf(codes[i]) & Flag.Cased) !== 0;
  }
  return packCodes(out);
}

/** `swapcase()`. */
export function swapcase(codes: Codes, start = 0, end = codes.length): Codes {
  const out: number[] = [];
  for (let i = start; i < end; i++) {
    const flags = flagsOf(codes[i]);
    if (flags & Flag.Upper) pushLower(out, codes, start, end, i);
    else if (flags & Flag.Lower) push(out, codes[i], CaseForm.Upper);
    else out.push(codes[i]);
  }
  return packCodes(out);
}

/**
 * True for a string that is not empty and whose every character has one of `flags`: isalpha, isdecimal, isdigit,
 * isnumeric, isspace, isalnum.
 */
export function allHave(codes: Codes, start: number, end: number, flags: number): boolean {
  for (let i = start; i < end; i++) if ((flagsOf(codes[i]) & flags) === 0) return false;
  return end > start;
}

/** Flags for `allHave` that make `isalnum`. */
export const ALNUM = Flag.Alpha | Flag.Decimal | Flag.Digit | Flag.Numeric;

/** `isprintable()`: also true for the empty string. */
export function isPrintableString(codes: Codes, start: number, end: number): boolean {
  return start === end || allHave(codes, start, end, Flag.Printable);
}

/** `islower()` (want = Flag.Lower) and `isupper()` (Flag.Upper): at least one such character, none of another case. */
export function isCaseOnly(codes: Codes, start: number, end: number, want: Flag.Lower | Flag.Upper): boolean {
  const other = (Flag.Lower | Flag.Upper | Flag.Title) & ~want;
  let seen = false;
  for (let i = start; i < end; i++) {
    const flags = flagsOf(codes[i]);
    if (flags & other) return false;
    if (flags & want) seen = true;
  }
  return seen;
}

/**
 * `istitle()`: upper and title case characters only after uncased ones, lower case only after cased ones, at least one.
 */
export function isTitleString(codes: Codes, start: number, end: number): boolean {
  let seen = false;
  let previous = false;
  for (let i = start; i < end; i++) {
    const flags = flagsOf(codes[i]);
    if (flags & (Flag.Upper | Flag.Title)) {
      if (previous) return false;
      previous = true;
      seen = true;
    } else if (flags & Flag.Lower) {
      if (!previous) return false;
      seen = true;
    } else previous = false;
  }
  return seen;
}

/** `isidentifier()`. */
export function isIdentifier(codes: Codes, start: number, end: number): boolean {
  if (start === end || !isXidStart(codes[start])) return false;
  for (let i = start + 1; i < end; i++) if (!isXidContinue(codes[i])) return false;
  return true;
}

/** `expandtabs(tabsize)`. */
export function expandTabs(codes: Codes, start: number, end: number, tabSize: number): Codes {
  const out: number[] = [];
  let column = 0;
  for (let i = start; i < end; i++) {
    const c = codes[i];
    if (c === 9) {
      if (tabSize > 0) {
        const pad = tabSize - (column % tabSize);
        column += pad;
        for (let k = 0; k < pad; k++) out.push(32);
      }
    } else {
      column++;
      out.push(c);
      if (c === 10 || c === 13) column = 0;
    }
  }
  return packCodes(out);
}

/**
 * How many fill characters `center(width)` puts on the left of a string of `length` characters; the others go to the
 * right.
 */
export function centerLeft(length: number, width: number): number {
  const margin = width - length;
  return margin <= 0 ? 0 : (margin >> 1) + (margin & width & 1);
}

/** `zfill(width)`: zeros after a sign. Returns the number of zeros and the index (0 or 1) at which they go. */
export function zfillAt(codes: Codes, start: number, end: number, width: number): { zeros: number; at: number } {
  const zeros = Math.max(0, width - (end - start));
  const sign = end > start && (codes[start] === 43 || codes[start] === 45);
  return { zeros, at: sign ? 1 : 0 };
}
