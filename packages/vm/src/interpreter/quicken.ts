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
