/** Chooses the private forms (interpreter/quick.ts) of a code object's instructions when a worker loads it. */
import { Op } from "../bytecode/opcodes.ts";
import { Q } from "./quick.ts";

/** BINARY_OP's argument (without the in-place offset of 13) to the private opcode; 0: none. */
const binaryForms = [Q.ADD, Q.AND, Q.FLOORDIV, Q.LSHIFT, 0, Q.MUL, Q.MOD, Q.OR, 0, Q.RSHIFT, Q.SUB, Q.TRUEDIV, Q.XOR];

/** Rewrite the stream of a freshly loaded code object in place. */
export function quicken(arena: Int32Array, base: number, count: number): void {
  for (let k = 0; k < count; k++) {
    const at = base + k * 4;
    switch (arena[at]) {
      case Op.BINARY_OP: {
        const form = binaryForms[arena[at + 1] % 13];
        if (form !== 0) arena[at] = form;
        break;
      }
      case Op.LOAD_CONST:
        if ((arena[at + 1] & 1) !== 0) arena[at] = Q.LOAD_SMALL_INT;
        break;
      case Op.JUMP_BACKWARD:
        if (arena[arena[at + 1]] === Op.FOR_ITER) arena[at] = Q.JUMP_FOR;
        break;
      case Op.TO_BOOL:
        if (k + 1 < count) {
          // As COMPARE_OP.
          const next = arena[at + 4];
          if (next === Op.POP_JUMP_IF_FALSE || next === Op.POP_JUMP_IF_TRUE) {
            arena[at] = next === Op.POP_JUMP_IF_FALSE ? Q.TO_BOOL_JUMP_FALSE : Q.TO_BOOL_JUMP_TRUE;
            arena[at + 2] = arena[at + 5];
          }
        }
        break;
      case Op.COMPARE_OP:
        if (k + 1 < count) {
          // Operands: 1 COMPARE_OP's argument, 2 target of the jump. The jump itself stays behind, for those who jump to it.
          const next = arena[at + 4];
          if (next === Op.POP_JUMP_IF_FALSE || next === Op.POP_JUMP_IF_TRUE) {
            arena[at] = next === Op.POP_JUMP_IF_FALSE ? Q.COMPARE_JUMP_FALSE : Q.COMPARE_JUMP_TRUE;
            arena[at + 2] = arena[at + 5];
          }
        }
        break;
    }
  }
}

/** Second pass: fuse frequent sequences (see Q). Runs over the forms that the first pass chose. */
export function fuse(arena: Int32Array, base: number, count: number): void {
  const op = (k: number): number => (k < count ? arena[base + k * 4] : -1);
  for (let k = 0; k < count; k++) {
    const at = base + k * 4;
    if (arena[at] === Op.LOAD_FAST && op(k + 1) === Q.LOAD_SMALL_INT) {
      const next = op(k + 2);
      if (next === Q.COMPARE_JUMP_FALSE || next === Q.COMPARE_JUMP_TRUE) arena[at] = Q.FAST_SMALL_COMPARE;
      else if (next === Q.ADD) arena[at] = Q.FAST_SMALL_ADD;
      else if (next === Q.SUB) arena[at] = Q.FAST_SMALL_SUB;
      else if (next === Op.BINARY_SUBSCR) arena[at] = Q.FAST_SMALL_SUBSCR;
    } else if (arena[at] === Op.LOAD_FAST && op(k + 1) === Op.PUSH_NULL) {
      arena[at] = Q.FAST_NULL;
    } else if (arena[at] === Op.COPY && op(k + 1) === Op.COPY) {
      if (arena[at + 1] === 2 && arena[at + 5] === 2 && op(k + 2) === Op.BINARY_SUBSCR) arena[at] = Q.PEEK_SUBSCR;
    } else if (arena[at] === Op.SWAP && op(k + 1) === Op.SWAP) {
      if (arena[at + 1] === 3 && arena[at + 5] === 2 && op(k + 2) === Op.STORE_SUBSCR) arena[at] = Q.STORE_PEEKED;
    } else if (arena[at] === Op.LOAD_FAST_LOAD_FAST) {
      const next = op(k + 1);
      if (next === Q.COMPARE_JUMP_FALSE || next === Q.COMPARE_JUMP_TRUE) arena[at] = Q.FAST_FAST_COMPARE;
      else if (next === Q.ADD) arena[at] = Q.FAST_FAST_ADD;
      else if (next === Q.SUB) arena[at] = Q.FAST_FAST_SUB;
      else if (next === Q.MUL) arena[at] = Q.FAST_FAST_MUL;
      else if (next === Op.BINARY_SUBSCR) arena[at] = Q.FAST_FAST_SUBSCR;
    }
  }
}
