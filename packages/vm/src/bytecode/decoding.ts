/**
 * From CPython 3.13's encoding of a code object to ours: what `code.replace` and `types.CodeType` are given. The result is checked by verify.ts before
 * anything runs it. The other direction, with the description of the forms, is encoding.ts.
 */
import { POSITION_ENTRY } from "./code.ts";
import { Location } from "./encoding.ts";
import { cacheUnits, hasJump, Op, opcodeById } from "./opcodes.ts";

/** Instructions, and the index of the one that begins at each code unit (its first EXTENDED_ARG), -1 for others; one entry more for the end. */
export interface DecodedCode {
  instructions: Int32Array;
  indexAt: Int32Array;
  /** Code unit at which each instruction begins; one entry more for the end. */
  starts: Int32Array;
}

const isBackward = (op: number): boolean => op === Op.JUMP_BACKWARD || op === Op.JUMP_BACKWARD_NO_INTERRUPT;

/** Instructions of a `co_code`; null when it is none. */
export function decodeCode(bytes: Uint8Array): DecodedCode | null {
  if (bytes.length % 2 !== 0) return null;
  const units = bytes.length / 2;
  const indexAt = new Int32Array(units + 1).fill(-1);
  const ops: number[] = [];
  const args: number[] = [];
  const starts: number[] = [];
  for (let unit = 0; unit < units; ) {
    indexAt[unit] = ops.length;
    starts.push(unit);
    let arg = bytes[2 * unit + 1];
    while (bytes[2 * unit] === Op.EXTENDED_ARG) {
      if (++unit === units || arg > 0xffff) return null;
      arg = (arg << 8) | bytes[2 * unit + 1];
    }
    const op = bytes[2 * unit];
    if (opcodeById[op] === undefined) return null;
    ops.push(op);
    args.push(arg);
    unit += 1 + cacheUnits[op];
  }
  starts.push(units);
  indexAt[units] = ops.length;
  const instructions = new Int32Array(ops.length);
  for (let i = 0; i < ops.length; i++) {
    let arg = args[i];
    if (hasJump(ops[i])) {
      const unit = starts[i + 1] + (isBackward(ops[i]) ? -arg : arg);
      arg = unit >= 0 && unit < units ? indexAt[unit] : -1;
      if (arg < 0) return null;
    }
    if (arg > 0xffffff) return null;
    instructions[i] = ops[i] | (arg << 8);
  }
  return { instructions, indexAt, starts: Int32Array.from(starts) };
}

/** Our exception table of a `co_exceptiontable`; null when it does not fit the code. */
export function decodeExceptionTable(bytes: Uint8Array, code: DecodedCode): Int32Array | null {
  let at = 0;
  const varint = (): number => {
    let value = bytes[at] & 63;
    while ((bytes[at] & 64) !== 0 && at < bytes.length) value = (value << 6) | (bytes[++at] & 63);
    at++;
    return value;
  };
  const out: number[] = [];
  while (at < bytes.length) {
    const start = varint();
    const end = start + varint();
    const target = varint();
    const depth = varint();
    if (at > bytes.length || end >= code.indexAt.length || target >= code.indexAt.length) return null;
    out.push(code.indexAt[start], code.indexAt[end], code.indexAt[target], depth >> 1, depth & 1);
  }
  return out.includes(-1) ? null : Int32Array.from(out);
}

/** Our positions of a `co_linetable`: instructions that it does not reach have none. */
export function decodeLineTable(bytes: Uint8Array, firstlineno: number, code: DecodedCode): Int32Array {
  const positions = new Int32Array(code.instructions.length * POSITION_ENTRY).fill(-1);
  let at = 0;
  const byte = (): number => (at < bytes.length ? bytes[at++] : 0);
  const varint = (): number => {
    let value = 0;
    let shift = 0;
    let b: number;
    do {
      b = byte();
      value |= (b & 63) << shift;
      shift += 6;
    } while ((b & 64) !== 0 && shift < 30);
    return value;
  };
  const signed = (): number => {
    const value = varint();
    return (value & 1) !== 0 ? -(value >> 1) : value >> 1;
  };
  let line = firstlineno;
  let unit = 0;
  while (at < bytes.length) {
    const head = byte();
    const kind = (head >> 3) & 15;
    let place = [-1, -1, -1, -1];
    if (kind === Location.LONG) {
      line += signed();
      place = [line, line + varint(), varint() - 1, varint() - 1];
    } else if (kind === Location.NO_COLUMNS) {
      line += signed();
      place = [line, line, -1, -1];
    } else if (kind >= Location.ONE_LINE && kind < Location.NO_COLUMNS) {
      line += kind - Location.ONE_LINE;
      place = [line, line, byte(), byte()];
    } else if (kind < Location.ONE_LINE) {
      const rest = byte();
      const start = (kind << 3) | (rest >> 4);
      place = [line, line, start, start + (rest & 15)];
    }
    for (let end = unit + (head & 7) + 1; unit < end; unit++) {
      const index = unit < code.indexAt.length - 1 ? code.indexAt[unit] : -1;
      if (index >= 0) positions.set(place, index * POSITION_ENTRY);
    }
  }
  return positions;
}
