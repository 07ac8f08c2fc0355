/**
 * `repr()` of str and bytes constants, for error texts and annotations. The machine's own `repr` works on heap strings
 * and is elsewhere.
 */
import type { ConstValue } from "../ast/constants.ts";
import { reprFloat } from "../numeric/float-text.ts";
import { isPrintable } from "../text/unicode-data.ts";

const ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\" };

function quoteFor(hasSingle: boolean, hasDouble: boolean): string {
  return hasSingle && !hasDouble ? '"' : "'";
}

function hex(n: number, width: number): string {
  return n.toString(16).padStart(width, "0");
}

/** `repr()` of a str. */
export function reprStr(s: string): string {
  const quote = quoteFor(s.includes("'"), s.includes('"'));
  let out = quote;
  for (const ch of s) {
    const cp = ch.codePointAt(0) as number;
    const escape = ESCAPES[ch];
    if (escape !== undefined) out += escape;
    else if (ch === quote) out += `\\${ch}`;
    else if (cp >= 0x20 && cp < 0x7f) out += ch;
    else if (cp >= 0x80 && isPrintable(cp)) out += ch;
    else if (cp < 0x100) out += `\\x${hex(cp, 2)}`;
    else if (cp < 0x10000) out += `\\u${hex(cp, 4)}`;
    else out += `\\U${hex(cp, 8)}`;
  }
  return out + quote;
}

/** `repr()` of bytes. */
export function reprBytes(bytes: Uint8Array): string {
  const quote = quoteFor(bytes.includes(0x27), bytes.includes(0x22));
  let out = `b${quote}`;
  for (const byte of bytes) {
    const ch = String.fromCharCode(byte);
    if (ESCAPES[ch] !== undefined) out += ESCAPES[ch];
    else if (ch === quote) out += `\\${ch}`;
    else if (byte >= 0x20 && byte < 0x7f) out += ch;
    else out += `\\x${hex(byte, 2)}`;
  }
  return out + quote;
}

/** `repr()` of a constant that can be a key of a mapping pattern. */
export function reprConst(v: ConstValue): string {
  switch (v.kind) {
    case "str":
      return reprStr(v.value);
    case "bytes":
      return reprBytes(v.value);
    case "int":
      return String(v.value);
    case "float":
      return reprFloat(v.value);
    case "complex": {
      const part = (x: number) => reprFloat(x).replace(/\.0$/, "");
      if (v.real === 0 && !Object.is(v.real, -0)) return `${part(v.imag)}j`;
      const imag = part(v.imag);
      return `(${part(v.real)}${imag.startsWith("-") ? "" : "+"}${imag}j)`;
    }
    default:
      return v.kind;
  }
}
