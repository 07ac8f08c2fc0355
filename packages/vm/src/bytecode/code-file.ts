/**
 * Code objects as bytes, for the cache of compiled files: what `.pyc` is to CPython. A file is only believed when its
 * magic, format version, compiler version, source hash and checksum are right; whatever else is wrong with it (cut
 * short, foreign, flipped bits) makes decoding return null, and the source is compiled again.
 *
 *     "gilscope" | format u32 | body length u32 | checksum u32 | body
 *     body: compiler version, source hash, string table, code object
 *
 * Numbers are varints of 7 bits, lowest first (signed ones zigzag). Strings are written once, in a table: length, then
 * one byte a unit if all are below 256, else two. A code object that occurs twice is written twice.
 */

import type { ConstValue } from "../ast/constants.ts";
import { type CodeData, EXCEPTION_ENTRY, POSITION_ENTRY } from "./code.ts";

/** Raise when the layout of the file changes. A change of the instruction set is the compiler version's matter. */
const FORMAT = 1;
const MAGIC = [0x67, 0x69, 0x6c, 0x73, 0x63, 0x6f, 0x70, 0x65];
const HEADER = 20;

/** What a cached file must agree with. */
export interface CodeFileKey {
  /** Changes whenever the compiler could give another result for the same source. */
  compiler: string;
  /** `hashSource(source)` plus whatever else matters, such as the file name. */
  source: string;
}

/** 128 bits of hash of a source text as hexadecimal digits. Tells edits apart; not made against forgery. */
export function hashSource(source: string): string {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let d = source.length | 0;
  for (let i = 0; i < source.length; i++) {
    const unit = source.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca6b);
    b = Math.imul(b ^ unit, 0xc2b2ae35);
    c = Math.imul((c ^ (c >>> 15)) + unit, 0x27d4eb2f);
    d = Math.imul((d ^ (d >>> 13)) + unit, 0x165667b1);
    a ^= a >>> 16;
    b ^= b >>> 13;
  }
  return [a ^ (d >>> 7), b ^ (c >>> 5), c ^ (a >>> 11), d ^ (b >>> 9)]
    .map((word) => (word >>> 0).toString(16).padStart(8, "0"))
    .join("");
}

// FNV-1a over the body.
function checksum(bytes: Uint8Array, start: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
}

const KINDS = [
  "None",
  "True",
  "False",
  "Ellipsis",
  "int",
  "float",
  "complex",
  "str",
  "bytes",
  "tuple",
  "frozenset",
  "code",
] as const;
/** Integers of at most so many bits are varints, longer ones hexadecimal strings. */
const SMALL = 1n << 30n;
const BIG_INT = KINDS.length;

class Writer {
  bytes = new Uint8Array(4096);
  length = 0;
  readonly float = new DataView(new ArrayBuffer(8));

  byte(value: number): void {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.length++] = value;
  }

  uint(value: number): void {
    value >>>= 0;
    while (value > 0x7f) {
      this.byte((value & 0x7f) | 0x80);
      value >>>= 7;
    }
    this.byte(value);
  }

  int(value: number): void {
    this.uint((value << 1) ^ (value >> 31));
  }

  double(value: number): void {
    this.float.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(this.float.getUint8(i));
  }

  text(text: string): void {
    let wide = false;
    for (let i = 0; i < text.length && !wide; i++) wide = text.charCodeAt(i) > 0xff;
    this.uint(text.length * 2 + (wide ? 1 : 0));
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      this.byte(unit & 0xff);
      if (wide) this.byte(unit >>> 8);
    }
  }
}

class Encoder {
  readonly body = new Writer();
  readonly strings: string[] = [];
  private readonly indices = new Map<string, number>();

  string(text: string): void {
    let index = this.indices.get(text);
    if (index === undefined) {
      index = this.strings.length;
      this.strings.push(text);
      this.indices.set(text, index);
    }
    this.body.uint(index);
  }

  stringList(list: readonly string[]): void {
    this.body.uint(list.length);
    for (const text of list) this.string(text);
  }

  constant(value: ConstValue): void {
    const out = this.body;
    if (value.kind === "int" && (value.value >= SMALL || value.value < -SMALL)) {
      out.byte(BIG_INT);
      this.string(value.value.toString(16));
      return;
    }
    out.byte(KINDS.indexOf(value.kind));
    switch (value.kind) {
      case "int":
        out.int(Number(value.value));
        break;
      case "float":
        out.double(value.value);
        break;
      case "complex":
        out.double(value.real);
        out.double(value.imag);
        break;
      case "str":
        this.string(value.value);
        break;
      case "bytes":
        out.uint(value.value.length);
        for (const byte of value.value) out.byte(byte);
        break;
      case "tuple":
      case "frozenset":
        out.uint(value.items.length);
        for (const item of value.items) this.constant(item);
        break;
      case "code":
        this.code(value.code);
        break;
    }
  }

  code(code: CodeData): void {
    const out = this.body;
    this.string(code.name);
    this.string(code.qualname);
    this.string(code.filename);
    out.uint(code.firstlineno);
    out.uint(code.argcount);
    out.uint(code.posonlyargcount);
    out.uint(code.kwonlyargcount);
    out.uint(code.flags);
    out.uint(code.stacksize);
    out.uint(code.consts.length);
    for (const value of code.consts) this.constant(value);
    this.stringList(code.names);
    this.stringList(code.localsplusnames);
    for (const kind of code.localspluskinds) out.byte(kind);
    out.uint(code.instructions.length);
    for (const word of code.instructions) out.uint(word);
    let line = 0;
    for (let at = 0; at < code.positions.length; at += POSITION_ENTRY) {
      const start = code.positions[at] as number;
      out.int(start - line);
      out.int((code.positions[at + 1] as number) - start);
      out.int(code.positions[at + 2] as number);
      out.int(code.positions[at + 3] as number);
      line = start;
    }
    out.uint(code.exceptiontable.length / EXCEPTION_ENTRY);
    for (const value of code.exceptiontable) out.uint(value);
  }
}

/** The bytes of a cache file for a module's code object. */
export function encodeCodeFile(code: CodeData, key: CodeFileKey): Uint8Array {
  const encoder = new Encoder();
  encoder.code(code);
  const out = new Writer();
  for (let i = 0; i < HEADER; i++) out.byte(MAGIC[i] ?? 0);
  out.text(key.compiler);
  out.text(key.source);
  out.uint(encoder.strings.length);
  for (const text of encoder.strings) out.text(text);
  const bytes = new Uint8Array(out.length + encoder.body.length);
  bytes.set(out.bytes.subarray(0, out.length));
  bytes.set(encoder.body.bytes.subarray(0, encoder.body.length), out.length);
  const header = new DataView(bytes.buffer);
  header.setUint32(8, FORMAT, true);
  header.setUint32(12, bytes.length - HEADER, true);
  header.setUint32(16, checksum(bytes, HEADER), true);
  return bytes;
}

/** Thrown inside and turned into null at the door. */
class Damaged extends Error {}

class Decoder {
  private at = HEADER;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  strings: string[] = [];
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw new Damaged();
    return this.bytes[this.at++] as number;
  }

  uint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new Damaged();
  }

  int(): number {
    const value = this.uint();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number of things of which each takes at least `size` bytes of what is left. */
  count(size = 1): number {
    const n = this.uint();
    if (n * size > this.bytes.length - this.at) throw new Damaged();
    return n;
  }

  double(): number {
    if (this.at + 8 > this.bytes.length) throw new Damaged();
    this.at += 8;
    return this.view.getFloat64(this.at - 8, true);
  }

  text(): string {
    const head = this.uint();
    const width = (head & 1) + 1;
    const length = head >>> 1;
    if (length * width > this.bytes.length - this.at) throw new Damaged();
    const pieces: string[] = [];
    for (let done = 0; done < length; ) {
      const units: number[] = [];
      for (; done < length && units.length < 4096; done++) {
        units.push(this.byte() | (width === 2 ? this.byte() << 8 : 0));
      }
      pieces.push(String.fromCharCode(...units));
    }
    return pieces.join("");
  }

  string(): string {
    const text = this.strings[this.uint()];
    if (text === undefined) throw new Damaged();
    return text;
  }

  stringList(): string[] {
    return Array.from({ length: this.count() }, () => this.string());
  }

  constant(): ConstValue {
    const tag = this.byte();
    if (tag === BIG_INT) {
      const digits = this.string();
      if (!/^-?[0-9a-f]+$/.test(digits)) throw new Damaged();
      const magnitude = BigInt(`0x${digits.replace("-", "")}`);
      return { kind: "int", value: digits.startsWith("-") ? -magnitude : magnitude };
    }
    const kind = KINDS[tag];
    switch (kind) {
      case undefined:
        throw new Damaged();
      case "int":
        return { kind, value: BigInt(this.int()) };
      case "float":
        return { kind, value: this.double() };
      case "complex": {
        const real = this.double();
        return { kind, real, imag: this.double() };
      }
      case "str":
        return { kind, value: this.string() };
      case "bytes":
        return { kind, value: Uint8Array.from({ length: this.count() }, () => this.byte()) };
      case "tuple":
      case "frozenset":
        return { kind, items: Array.from({ length: this.count() }, () => this.constant()) };
      case "code":
        return { kind, code: this.code() };
      default:
        return { kind };
    }
  }

  code(): CodeData {
    const name = this.string();
    const qualname = this.string();
    const filename = this.string();
    const firstlineno = this.uint();
    const argcount = this.uint();
    const posonlyargcount = this.uint();
    const kwonlyargcount = this.uint();
    const flags = this.uint();
    const stacksize = this.uint();
    const consts = Array.from({ length: this.count() }, () => this.constant());
    const names = this.stringList();
    const localsplusnames = this.stringList();
    const localspluskinds = Uint8Array.from({ length: localsplusnames.length }, () => this.byte());
    const instructions = new Int32Array(this.count(1 + POSITION_ENTRY));
    for (let i = 0; i < instructions.length; i++) instructions[i] = this.uint();
    const positions = new Int32Array(instructions.length * POSITION_ENTRY);
    let line = 0;
    for (let at = 0; at < positions.length; at += POSITION_ENTRY) {
      line += this.int();
      positions[at] = line;
      positions[at + 1] = line + this.int();
      positions[at + 2] = this.int();
      positions[at + 3] = this.int();
    }
    const exceptiontable = new Int32Array(this.count(EXCEPTION_ENTRY) * EXCEPTION_ENTRY);
    for (let i = 0; i < exceptiontable.length; i++) exceptiontable[i] = this.uint();
    return {
      name,
      qualname,
      filename,
      firstlineno,
      argcount,
      posonlyargcount,
      kwonlyargcount,
      flags,
      stacksize,
      consts,
      names,
      localsplusnames,
      localspluskinds,
      instructions,
      positions,
      exceptiontable,
    };
  }
}

/** The code object of a cache file, or null if the file is not exactly what `key` asks for, or is damaged. */
export function decodeCodeFile(bytes: Uint8Array, key: CodeFileKey): CodeData | null {
  if (bytes.length < HEADER || MAGIC.some((byte, i) => bytes[i] !== byte)) return null;
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.getUint32(8, true) !== FORMAT) return null;
  if (header.getUint32(12, true) !== bytes.length - HEADER) return null;
  if (header.getUint32(16, true) !== checksum(bytes, HEADER)) return null;
  try {
    const decoder = new Decoder(bytes);
    if (decoder.text() !== key.compiler || decoder.text() !== key.source) return null;
    decoder.strings = Array.from({ length: decoder.count() }, () => decoder.text());
    const code = decoder.code();
    return decoder.atEnd ? code : null;
  } catch (error) {
    // A file with a right checksum that is wrong inside may also nest too deep.
    if (error instanceof Damaged || error instanceof RangeError) return null;
    throw error;
  }
}
