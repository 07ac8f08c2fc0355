// Generated from eval.ts.in by scripts/generate-eval.mjs. Do not edit.
/** The second loop: the first one with a look at every instruction. */
import { Compare, Op } from "../bytecode/opcodes.ts";
import { HEAP_FULL } from "../heap/alloc.ts";
import { releaseTo } from "../heap/handles.ts";
import { DEFER, EMPTY_TUPLE, FALSE, G, Kind, latin1Char, NONE, T, TRUE, TYPE_TABLE, TYPE_VERSION } from "../heap/layout.ts";
import { f64, i32, u8 } from "../heap/memory.ts";
import { Build } from "../heap/build.ts";
import { dealloc, decrefShared, dropShared, finalizers, increfShared } from "../heap/refcount.ts";
import { steadyCell, steadyValue } from "../heap/share.ts";
import { Code } from "../objects/code-layout.ts";
import { PY_THROW } from "../objects/native.ts";
import { leafs } from "../objects/native-table.ts";
import { raiseMemoryError } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { allocFloat } from "../objects/number-core.ts";
import { S } from "../objects/slots.ts";
import { Str, strEqual } from "../objects/str-core.ts";
import { allocTuple, List, listAppendOwned, Tuple } from "../objects/sequence-core.ts";
import { arena, baseOf } from "./arena.ts";
import { arith } from "./arith.ts";
import { Action, F, GenObj, GenState, Next, Outcome, R, Thread } from "./frame.ts";
import { finalizersRaise, runFinalizers } from "./finalizers.ts";
import { unwind } from "./unwind.ts";
import { breaker } from "./breaker.ts";
import { callLeaf } from "./leaf-calls.ts";
import { LeafShape, Q } from "./quick.ts";
import { guarded, guardedUnwind, leafNeedsNoLock } from "./guard.ts";
import { Slow, slowOp } from "./slow.ts";
import { look } from "./step.ts";

/** Run from the registers until the root frame is reached. RETURNED: R.result is what was returned (owned). RAISED: an exception is pending. AGAIN: call it again. */
export function runStepping(): Outcome {
  const H = i32;
  const D = f64;
  const O = arena;
  let fp = R.fp;
  let sp = R.sp;
  let pc = R.pc;
  let live = false;
  let slow = 0;
  let last = 0;
  let x = 0.5;
  for (;;) {
    try {
      for (;;) {
        R.fp = fp; R.sp = sp; R.pc = pc; if (look()) return Outcome.AGAIN;
        slow: {
          dead: {
            float: {
              arith: {
              switch (O[pc]) {
          case Op.NOP:
            pc = (pc + 4) | 0;
            continue;
          case Op.RESUME:
            if ((O[(pc + 1) | 0] & 3) < 2 && breaker[0] !== 0) {
              slow = Slow.SAFE_POINT; break slow;
            }
            pc = (pc + 4) | 0;
            continue;
          case Op.LOAD_FAST: {
            const v = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
            { H[sp] = v; sp = (sp + 1) | 0; }
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.LOAD_FAST_LOAD_FAST: {
            const arg = O[(pc + 1) | 0];
            const a = H[(fp + (arg >> 4)) | 0];
            const b = H[(fp + (arg & 15)) | 0];
            if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) increfShared(a); else H[a >> 2]++; }
            if ((b & 1) === 0) { if (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0) increfShared(b); else H[b >> 2]++; }
            H[sp] = a;
            H[(sp + 1) | 0] = b;
            sp = (sp + 2) | 0;
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.LOAD_CONST: {
            const v = O[(pc + 1) | 0];
            if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++;
            { H[sp] = v; sp = (sp + 1) | 0; }
            pc = (pc + 4) | 0;
            continue;
          }
          case Q.LOAD_SMALL_INT:
            { H[sp] = O[(pc + 1) | 0]; sp = (sp + 1) | 0; }
            pc = (pc + 4) | 0;
            continue;
          case Op.STORE_FAST: {
            const at = fp + O[(pc + 1) | 0];
            const old = H[at];
            H[at] = H[(sp = (sp - 1) | 0)];
            pc = (pc + 4) | 0;
            if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
            continue;
          }
          case Op.STORE_FAST_LOAD_FAST: {
            const arg = O[(pc + 1) | 0];
            const at = fp + (arg >> 4);
            const old = H[at];
            H[at] = H[(sp - 1) | 0];
            const v = H[(fp + (arg & 15)) | 0];
            if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
            H[(sp - 1) | 0] = v;
            pc = (pc + 4) | 0;
            if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
            continue;
          }
          case Op.STORE_FAST_STORE_FAST: {
            const arg = O[(pc + 1) | 0];
            const a = fp + (arg >> 4);
            const b = fp + (arg & 15);
            const old = H[a];
            H[a] = H[(sp - 1) | 0];
            const old2 = H[b];
            H[b] = H[(sp - 2) | 0];
            sp = (sp - 2) | 0;
            pc = (pc + 4) | 0;
            if ((old & 1) === 0) { if (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(old); else if ((H[old >> 2] = (H[old >> 2] - 1) | 0) === 0) dealloc(old); }
            if ((old2 & 1) === 0 && (Build.FREE && (H[(old2 >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old2) : (H[old2 >> 2] = (H[old2 >> 2] - 1) | 0) === 0)) { last = old2; break dead; }
            continue;
          }
          case Op.POP_TOP: {
            const v = H[(sp = (sp - 1) | 0)];
            pc = (pc + 4) | 0;
            if ((v & 1) === 0 && (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(v) : (H[v >> 2] = (H[v >> 2] - 1) | 0) === 0)) { last = v; break dead; }
            continue;
          }
          case Op.PUSH_NULL:
            { H[sp] = 0; sp = (sp + 1) | 0; }
            pc = (pc + 4) | 0;
            continue;
          case Op.COPY: {
            const v = H[sp - O[(pc + 1) | 0]];
            if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
            { H[sp] = v; sp = (sp + 1) | 0; }
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.SWAP: {
            const at = sp - O[(pc + 1) | 0];
            const v = H[(sp - 1) | 0];
            H[(sp - 1) | 0] = H[at];
            H[at] = v;
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.JUMP_FORWARD:
          case Op.JUMP_BACKWARD_NO_INTERRUPT:
            pc = O[(pc + 1) | 0];
            continue;
          case Op.JUMP_BACKWARD:
            if (breaker[0] !== 0) {
              slow = Slow.SAFE_POINT_JUMP; break slow;
            }
            pc = O[(pc + 1) | 0];
            continue;
          case Op.POP_JUMP_IF_FALSE:
            pc = H[(sp = (sp - 1) | 0)] === FALSE ? O[(pc + 1) | 0] : pc + 4;
            continue;
          case Op.POP_JUMP_IF_TRUE:
            pc = H[(sp = (sp - 1) | 0)] === TRUE ? O[(pc + 1) | 0] : pc + 4;
            continue;
          case Op.POP_JUMP_IF_NONE: {
            const v = H[(sp = (sp - 1) | 0)];
            pc = v === NONE ? O[(pc + 1) | 0] : pc + 4;
            if ((v & 1) === 0 && (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(v) : (H[v >> 2] = (H[v >> 2] - 1) | 0) === 0)) { last = v; break dead; }
            continue;
          }
          case Op.POP_JUMP_IF_NOT_NONE: {
            const v = H[(sp = (sp - 1) | 0)];
            pc = v !== NONE ? O[(pc + 1) | 0] : pc + 4;
            if ((v & 1) === 0 && (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(v) : (H[v >> 2] = (H[v >> 2] - 1) | 0) === 0)) { last = v; break dead; }
            continue;
          }
          case Op.TO_BOOL: {
            const v = H[(sp - 1) | 0];
            if (v === TRUE || v === FALSE) {
              pc = (pc + 4) | 0;
              continue;
            }
            if ((v & 1) !== 0) {
              H[(sp - 1) | 0] = v === 1 ? FALSE : TRUE;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.TO_BOOL; break slow;
          }
          case Q.TO_BOOL_JUMP_FALSE:
          case Q.TO_BOOL_JUMP_TRUE: {
            const v = H[(sp - 1) | 0];
            if (v === TRUE || v === FALSE || (v & 1) !== 0) {
              sp = (sp - 1) | 0;
              pc = (v !== FALSE && v !== 1) === (O[pc] === Q.TO_BOOL_JUMP_TRUE) ? O[(pc + 2) | 0] : pc + 8;
              continue;
            }
            const type = H[(v >> 2) + 1] & Build.OWN;
            if (type === T.LIST || type === T.STR) {
              sp = (sp - 1) | 0;
              pc = (H[(v >> 2) + List.LENGTH] !== 0) === (O[pc] === Q.TO_BOOL_JUMP_TRUE) ? O[(pc + 2) | 0] : pc + 8;
              if ((v & 1) === 0 && (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(v) : (H[v >> 2] = (H[v >> 2] - 1) | 0) === 0)) { last = v; break dead; }
              continue;
            }
            slow = Slow.TO_BOOL; break slow;
          }
          case Op.UNARY_NOT:
            H[(sp - 1) | 0] = H[(sp - 1) | 0] === TRUE ? FALSE : TRUE;
            pc = (pc + 4) | 0;
            continue;
          case Op.IS_OP: {
            const b = H[(sp - 1) | 0];
            const a = H[(sp - 2) | 0];
            H[(sp - 2) | 0] = (a === b) === (O[(pc + 1) | 0] === 0) ? TRUE : FALSE;
            sp = (sp - 1) | 0;
            pc = (pc + 4) | 0;
            if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); }
            if ((b & 1) === 0 && (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(b) : (H[b >> 2] = (H[b >> 2] - 1) | 0) === 0)) { last = b; break dead; }
            continue;
          }
          // --- arithmetic: small ints, then floats (a temporary is used again for the result), then arith(), then the slots ---
          case Q.ADD: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              const r = (a + b - 1) | 0;
              if (((a ^ r) & (b ^ r)) >= 0) {
                H[((sp = (sp - 1) | 0) - 1) | 0] = r;
                pc = (pc + 4) | 0;
                continue;
              }
            } else if (((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.FLOAT && (H[(b >> 2) + 1] & 0xffff) === T.FLOAT) {
              x = D[(a >> 3) + 2] + D[(b >> 3) + 2]; break float;
            }
            slow = S.ADD; break arith;
          }
          case Q.SUB: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              const r = (a - b + 1) | 0;
              if (((a ^ b) & (a ^ r)) >= 0) {
                H[((sp = (sp - 1) | 0) - 1) | 0] = r;
                pc = (pc + 4) | 0;
                continue;
              }
            } else if (((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.FLOAT && (H[(b >> 2) + 1] & 0xffff) === T.FLOAT) {
              x = D[(a >> 3) + 2] - D[(b >> 3) + 2]; break float;
            }
            slow = S.SUB; break arith;
          }
          case Q.MUL: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              const r = (a >> 1) * (b >> 1);
              if (r >= -0x40000000 && r <= 0x3fffffff) {
                H[((sp = (sp - 1) | 0) - 1) | 0] = (r << 1) | 1;
                pc = (pc + 4) | 0;
                continue;
              }
            } else if (((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.FLOAT && (H[(b >> 2) + 1] & 0xffff) === T.FLOAT) {
              x = D[(a >> 3) + 2] * D[(b >> 3) + 2]; break float;
            }
            slow = S.MUL; break arith;
          }
          case Q.TRUEDIV: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if (((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.FLOAT && (H[(b >> 2) + 1] & 0xffff) === T.FLOAT && D[(b >> 3) + 2] !== 0) {
              x = D[(a >> 3) + 2] / D[(b >> 3) + 2]; break float;
            }
            slow = S.TRUEDIV; break arith;
          }
          case Q.FLOORDIV: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0 && b > 1) {
              const x = a >> 1;
              const y = b >> 1;
              const q = (x / y) | 0;
              H[((sp = (sp - 1) | 0) - 1) | 0] = ((x < 0 && q * y !== x ? q - 1 : q) << 1) | 1;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = S.FLOORDIV; break arith;
          }
          case Q.MOD: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0 && b > 1) {
              const y = b >> 1;
              const r = (a >> 1) % y | 0;
              H[((sp = (sp - 1) | 0) - 1) | 0] = ((r < 0 ? r + y : r) << 1) | 1;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = S.MOD; break arith;
          }
          case Q.AND: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              H[((sp = (sp - 1) | 0) - 1) | 0] = a & b;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = S.AND; break arith;
          }
          case Q.OR: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              H[((sp = (sp - 1) | 0) - 1) | 0] = a | b;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = S.OR; break arith;
          }
          case Q.XOR: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              H[((sp = (sp - 1) | 0) - 1) | 0] = (a ^ b) | 1;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = S.XOR; break arith;
          }
          case Q.LSHIFT: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0 && b >= 1 && b < 61) {
              const x = a >> 1;
              const y = b >> 1;
              const r = x << y;
              if (r >> y === x && r >= -0x40000000 && r <= 0x3fffffff) {
                H[((sp = (sp - 1) | 0) - 1) | 0] = (r << 1) | 1;
                pc = (pc + 4) | 0;
                continue;
              }
            }
            slow = S.LSHIFT; break arith;
          }
          case Q.RSHIFT: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0 && b >= 1) {
              const y = b >> 1;
              H[((sp = (sp - 1) | 0) - 1) | 0] = (((a >> 1) >> (y > 31 ? 31 : y)) << 1) | 1;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = S.RSHIFT; break arith;
          }
          case Op.BINARY_OP:
            slow = Slow.BINARY_OP; break slow;
          case Op.COMPARE_OP: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              H[(sp - 2) | 0] = (O[(pc + 1) | 0] & (a < b ? Compare.LESS : a > b ? Compare.GREATER : Compare.EQUAL)) !== 0 ? TRUE : FALSE;
              sp = (sp - 1) | 0;
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.COMPARE; break slow;
          }
          case Q.COMPARE_JUMP_FALSE:
          case Q.COMPARE_JUMP_TRUE: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & b & 1) !== 0) {
              const r = (O[(pc + 1) | 0] & (a < b ? Compare.LESS : a > b ? Compare.GREATER : Compare.EQUAL)) !== 0
              sp = (sp - 2) | 0;
              pc = r === (O[pc] === Q.COMPARE_JUMP_TRUE) ? O[(pc + 2) | 0] : pc + 8;
              continue;
            }
            if (((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.FLOAT && (H[(b >> 2) + 1] & 0xffff) === T.FLOAT) {
              const x = D[(a >> 3) + 2];
              const y = D[(b >> 3) + 2];
              const r = (O[(pc + 1) | 0] & (x < y ? Compare.LESS : x > y ? Compare.GREATER : x === y ? Compare.EQUAL : Compare.UNORDERED)) !== 0;
              sp = (sp - 2) | 0;
              pc = r === (O[pc] === Q.COMPARE_JUMP_TRUE) ? O[(pc + 2) | 0] : pc + 8;
              if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); }
              if ((b & 1) === 0 && (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(b) : (H[b >> 2] = (H[b >> 2] - 1) | 0) === 0)) { last = b; break dead; }
              continue;
            }
            const op = O[(pc + 1) | 0] >> 5;
            if (op >> 1 === 1 && ((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.STR && (H[(b >> 2) + 1] & 0xffff) === T.STR) {
              const r = (a === b || strEqual(a, b)) === (op === 2);
              sp = (sp - 2) | 0;
              pc = r === (O[pc] === Q.COMPARE_JUMP_TRUE) ? O[(pc + 2) | 0] : pc + 8;
              if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); }
              if ((b & 1) === 0 && (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(b) : (H[b >> 2] = (H[b >> 2] - 1) | 0) === 0)) { last = b; break dead; }
              continue;
            }
            slow = Slow.COMPARE_JUMP; break slow;
          }
          // --- fused forms (quick.ts) ---
          case Q.FAST_SMALL_COMPARE: {
            const a = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((a & 1) !== 0) {
              const b = O[(pc + 5) | 0];
              const r = (O[(pc + 9) | 0] & (a < b ? Compare.LESS : a > b ? Compare.GREATER : Compare.EQUAL)) !== 0
              pc = r === (O[(pc + 8) | 0] === Q.COMPARE_JUMP_TRUE) ? O[(pc + 10) | 0] : pc + 16;
              continue;
            }
            O[pc] = Op.LOAD_FAST; continue;
          }
          case Q.FAST_SMALL_ADD: {
            const a = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((a & 1) !== 0) {
              const b = O[(pc + 5) | 0];
              const r = (a + b - 1) | 0;
              if (((a ^ r) & (b ^ r)) >= 0) {
                { H[sp] = r; sp = (sp + 1) | 0; }
                pc = (pc + 12) | 0;
                continue;
              }
            }
            O[pc] = Op.LOAD_FAST; continue;
          }
          case Q.FAST_SMALL_SUB: {
            const a = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((a & 1) !== 0) {
              const b = O[(pc + 5) | 0];
              const r = (a - b + 1) | 0;
              if (((a ^ b) & (a ^ r)) >= 0) {
                { H[sp] = r; sp = (sp + 1) | 0; }
                pc = (pc + 12) | 0;
                continue;
              }
            }
            O[pc] = Op.LOAD_FAST; continue;
          }
          case Q.FAST_SMALL_SUBSCR: {
            const a = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((a & 1) === 0 && (H[(a >> 2) + 1] & Build.OWN) === T.LIST) {
              const n = O[(pc + 5) | 0] >> 1;
              if (n >= 0 && n < H[(a >> 2) + List.LENGTH]) {
                const v = H[H[(a >> 2) + List.ITEMS] + n];
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                { H[sp] = v; sp = (sp + 1) | 0; }
                pc = (pc + 12) | 0;
                continue;
              }
            }
            O[pc] = Op.LOAD_FAST; continue;
          }
          case Q.FAST_NULL: {
            const v = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
            H[sp] = v;
            H[(sp + 1) | 0] = 0;
            sp = (sp + 2) | 0;
            pc = (pc + 8) | 0;
            continue;
          }
          case Q.PEEK_SUBSCR: {
            const a = H[(sp - 2) | 0];
            const b = H[(sp - 1) | 0];
            if ((a & 1) === 0 && (b & 1) !== 0 && (H[(a >> 2) + 1] & Build.OWN) === T.LIST) {
              const n = b >> 1;
              if (n >= 0 && n < H[(a >> 2) + List.LENGTH]) {
                const v = H[H[(a >> 2) + List.ITEMS] + n];
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                { H[sp] = v; sp = (sp + 1) | 0; }
                pc = (pc + 12) | 0;
                continue;
              }
            }
            O[pc] = Op.COPY; continue;
          }
          case Q.STORE_PEEKED: {
            // container, key, value --
            const a = H[(sp - 3) | 0];
            const b = H[(sp - 2) | 0];
            if ((a & 1) === 0 && (b & 1) !== 0 && (H[(a >> 2) + 1] & Build.OWN) === T.LIST) {
              const n = b >> 1;
              if (n >= 0 && n < H[(a >> 2) + List.LENGTH]) {
                const at = H[(a >> 2) + List.ITEMS] + n;
                const old = H[at];
                H[at] = H[(sp - 1) | 0];
                sp = (sp - 3) | 0;
                pc = (pc + 12) | 0;
                if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); }
                if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
                continue;
              }
            }
            O[pc] = Op.SWAP; continue;
          }
          case Q.FAST_FAST_COMPARE: {
            const arg = O[(pc + 1) | 0];
            const a = H[(fp + (arg >> 4)) | 0];
            const b = H[(fp + (arg & 15)) | 0];
            if ((a & b & 1) !== 0) {
              const r = (O[(pc + 5) | 0] & (a < b ? Compare.LESS : a > b ? Compare.GREATER : Compare.EQUAL)) !== 0
              pc = r === (O[(pc + 4) | 0] === Q.COMPARE_JUMP_TRUE) ? O[(pc + 6) | 0] : pc + 12;
              continue;
            }
            O[pc] = Op.LOAD_FAST_LOAD_FAST; continue;
          }
          case Q.FAST_FAST_ADD:
          case Q.FAST_FAST_SUB:
          case Q.FAST_FAST_MUL: {
            const arg = O[(pc + 1) | 0];
            const a = H[(fp + (arg >> 4)) | 0];
            const b = H[(fp + (arg & 15)) | 0];
            if ((a & b & 1) !== 0) {
              const op = O[pc];
              const r = op === Q.FAST_FAST_ADD ? a + b - 1 : op === Q.FAST_FAST_SUB ? a - b + 1 : (a >> 1) * (b - 1) + 1;
              if (r === (r | 0)) {
                { H[sp] = r; sp = (sp + 1) | 0; }
                pc = (pc + 8) | 0;
                continue;
              }
            } else if (((a | b) & 1) === 0 && (H[(a >> 2) + 1] & 0xffff) === T.FLOAT && (H[(b >> 2) + 1] & 0xffff) === T.FLOAT) {
              const op = O[pc];
              const u = D[(a >> 3) + 2];
              const v = D[(b >> 3) + 2];
              { H[sp] = allocFloat(op === Q.FAST_FAST_ADD ? u + v : op === Q.FAST_FAST_SUB ? u - v : u * v); sp = (sp + 1) | 0; }
              pc = (pc + 8) | 0;
              continue;
            }
            O[pc] = Op.LOAD_FAST_LOAD_FAST; continue;
          }
          case Q.FAST_FAST_SUBSCR: {
            const arg = O[(pc + 1) | 0];
            const a = H[(fp + (arg >> 4)) | 0];
            const b = H[(fp + (arg & 15)) | 0];
            if ((a & 1) === 0 && (b & 1) !== 0 && (H[(a >> 2) + 1] & Build.OWN) === T.LIST) {
              const n = b >> 1;
              if (n >= 0 && n < H[(a >> 2) + List.LENGTH]) {
                const v = H[H[(a >> 2) + List.ITEMS] + n];
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                { H[sp] = v; sp = (sp + 1) | 0; }
                pc = (pc + 8) | 0;
                continue;
              }
            }
            O[pc] = Op.LOAD_FAST_LOAD_FAST; continue;
          }
          case Q.FAST_ATTR_INSTANCE: {
            const o = H[(fp + O[(pc + 1) | 0]) | 0];
            if ((o & 1) === 0 && O[(pc + 4) | 0] === Q.LOAD_ATTR_INSTANCE && (!Build.FREE || (H[(o >> 2) + 1] & Kind.SHARED) === 0) && H[TYPE_VERSION + (H[(o >> 2) + 1] & 0xffff)] === O[(pc + 6) | 0]) {
              const arg = O[(pc + 5) | 0];
              const v = (H[(o >> 2) + (arg >> 16) + 1] & 0xff) > ((arg >> 8) & 0xff) ? H[(o >> 2) + O[(pc + 7) | 0]] : 0;
              if (v !== 0) {
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                { H[sp] = v; sp = (sp + 1) | 0; }
                pc = (pc + 8) | 0;
                continue;
              }
            }
            O[pc] = Op.LOAD_FAST; continue;
          }
          // --- names ---
          case Q.LOAD_GLOBAL_MODULE: {
            const globals = H[(H[(fp + F.FUNC) | 0] >> 2) + Fn.GLOBALS];
            if (H[(globals >> 2) + 6] === O[(pc + 2) | 0]) {
              const v = Build.FREE && H[G.THREADED] !== 0 ? steadyValue(O[(pc + 3) | 0], (globals >> 2) + 6, O[(pc + 2) | 0]) : H[O[(pc + 3) | 0]];
              if (Build.FREE && v === 0) {
                slow = Slow.LOAD_GLOBAL; break slow;
              }
              if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
              { H[sp] = v; sp = (sp + 1) | 0; }
              if ((O[(pc + 1) | 0] & 1) !== 0) { H[sp] = 0; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.LOAD_GLOBAL; break slow;
          }
          case Q.LOAD_GLOBAL_BUILTIN: {
            const f = H[(fp + F.FUNC) | 0] >> 2;
            if (H[(H[f + Fn.GLOBALS] >> 2) + 6] === O[(pc + 2) | 0] && H[(H[f + Fn.BUILTINS] >> 2) + 6] === O[(pc + 3) | 0]) {
              const v = Build.FREE && H[G.THREADED] !== 0 ? steadyValue(O[(pc + 1) | 0] >> 1, (H[f + Fn.BUILTINS] >> 2) + 6, O[(pc + 3) | 0]) : H[O[(pc + 1) | 0] >> 1];
              if (Build.FREE && v === 0) {
                slow = Slow.LOAD_GLOBAL; break slow;
              }
              if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
              { H[sp] = v; sp = (sp + 1) | 0; }
              if ((O[(pc + 1) | 0] & 1) !== 0) { H[sp] = 0; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.LOAD_GLOBAL; break slow;
          }
          case Op.LOAD_GLOBAL:
            slow = Slow.LOAD_GLOBAL; break slow;
          case Op.LOAD_DEREF: {
            const cell = H[(fp + O[(pc + 1) | 0]) | 0] >> 2;
            const v = Build.FREE && (H[cell + 1] & Kind.SHARED) !== 0 ? steadyCell(cell + 4) : H[cell + 4];
            if (v !== 0) {
              if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
              { H[sp] = v; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.RARE; break slow;
          }
          case Op.COPY_FREE_VARS: {
            const n = O[(pc + 1) | 0];
            const f = H[(fp + F.FUNC) | 0] >> 2;
            const from = (H[f + Fn.CLOSURE] >> 2) + Tuple.ITEMS;
            const to = fp + H[(H[f + Fn.CODE] >> 2) + Code.NLOCALSPLUS] - n;
            for (let k = 0; k < n; k++) {
              const v = H[from + k];
              if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++;
              H[to + k] = v;
            }
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.STORE_DEREF: {
            const cell = (H[(fp + O[(pc + 1) | 0]) | 0] >> 2) + 4;
            if (Build.FREE && (H[cell - 3] & Kind.SHARED) !== 0) {
              slow = Slow.RARE; break slow;
            }
            const old = H[cell];
            H[cell] = H[(sp = (sp - 1) | 0)];
            pc = (pc + 4) | 0;
            if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
            continue;
          }
          // --- attributes ---
          case Q.LOAD_ATTR_INSTANCE: {
            const o = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (!Build.FREE || (H[(o >> 2) + 1] & Kind.SHARED) === 0) && H[TYPE_VERSION + (H[(o >> 2) + 1] & 0xffff)] === O[(pc + 2) | 0]) {
              // The count of inline values in use bounds the slot; it is 0 when there is a real __dict__.
              const arg = O[(pc + 1) | 0];
              const v = (H[(o >> 2) + (arg >> 16) + 1] & 0xff) > ((arg >> 8) & 0xff) ? H[(o >> 2) + O[(pc + 3) | 0]] : 0;
              if (v !== 0) {
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                H[(sp - 1) | 0] = v;
                pc = (pc + 4) | 0;
                if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
                continue;
              }
            }
            slow = Slow.LOAD_ATTR; break slow;
          }
          case Q.LOAD_ATTR_SLOT: {
            const o = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (!Build.FREE || (H[(o >> 2) + 1] & Kind.SHARED) === 0) && H[TYPE_VERSION + (H[(o >> 2) + 1] & 0xffff)] === O[(pc + 2) | 0]) {
              const v = H[(o >> 2) + O[(pc + 3) | 0]];
              if (v !== 0) {
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                H[(sp - 1) | 0] = v;
                pc = (pc + 4) | 0;
                if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
                continue;
              }
            }
            slow = Slow.LOAD_ATTR; break slow;
          }
          case Q.LOAD_ATTR_METHOD: {
            // An instance with a real __dict__ (word not 0) may shadow the method. Offset 0: instances of this type have none.
            const o = H[(sp - 1) | 0];
            const d = O[(pc + 1) | 0] >> 16;
            if ((o & 1) === 0 && H[TYPE_VERSION + (H[(o >> 2) + 1] & 0xffff)] === O[(pc + 2) | 0] && (d === 0 || H[(o >> 2) + d] === 0)) {
              const f = O[(pc + 3) | 0];
              if (Build.FREE && (H[(f >> 2) + 1] & Kind.SHARED) !== 0 && H[f >> 2] >= 0) {
                slow = Slow.LOAD_ATTR; break slow;
              }
              if (Build.FREE && (H[(f >> 2) + 1] & Kind.SHARED) !== 0) increfShared(f); else H[f >> 2]++;
              H[(sp - 1) | 0] = f;
              { H[sp] = o; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.LOAD_ATTR; break slow;
          }
          case Q.LOAD_ATTR_MODULE: {
            const o = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (H[(o >> 2) + 1] & 0xffff) === T.MODULE && H[(H[(o >> 2) + 4] >> 2) + 6] === O[(pc + 2) | 0]) {
              const v = Build.FREE && H[G.THREADED] !== 0 ? steadyValue(O[(pc + 3) | 0], (H[(o >> 2) + 4] >> 2) + 6, O[(pc + 2) | 0]) : H[O[(pc + 3) | 0]];
              if (Build.FREE && v === 0) {
                slow = Slow.LOAD_ATTR; break slow;
              }
              if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
              H[(sp - 1) | 0] = v;
              if ((O[(pc + 1) | 0] & 1) !== 0) { H[sp] = 0; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
              continue;
            }
            slow = Slow.LOAD_ATTR; break slow;
          }
          case Q.LOAD_ATTR_CLASS: {
            const o = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (H[(o >> 2) + 1] & 0xffff) === T.TYPE && H[TYPE_VERSION + H[(o >> 2) + 11]] === O[(pc + 2) | 0]) {
              const v = O[(pc + 3) | 0];
              if (Build.FREE && (v & 1) === 0 && (H[(v >> 2) + 1] & Kind.SHARED) !== 0 && H[v >> 2] >= 0) {
                slow = Slow.LOAD_ATTR; break slow;
              }
              if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
              H[(sp - 1) | 0] = v;
              if ((O[(pc + 1) | 0] & 1) !== 0) { H[sp] = 0; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
              continue;
            }
            slow = Slow.LOAD_ATTR; break slow;
          }
          case Op.LOAD_ATTR:
            slow = Slow.LOAD_ATTR; break slow;
          case Q.STORE_ATTR_INSTANCE: {
            const o = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (!Build.FREE || (H[(o >> 2) + 1] & Kind.SHARED) === 0) && H[TYPE_VERSION + (H[(o >> 2) + 1] & 0xffff)] === O[(pc + 2) | 0]) {
              // Slot number in bits 8-15 of the operand; the word behind the __dict__ word: values in use | capacity << 8.
              const w = o >> 2;
              const at = w + O[(pc + 3) | 0];
              const d = w + (O[(pc + 1) | 0] >> 16);
              const k = (O[(pc + 1) | 0] >> 8) & 0xff;
              const use = H[d + 1];
              if (k < (use & 0xff)) {
                const old = H[at];
                if (old !== 0) {
                  H[at] = H[(sp - 2) | 0];
                  sp = (sp - 2) | 0;
                  pc = (pc + 4) | 0;
                  if ((o & 1) === 0) { if (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(o); else if ((H[o >> 2] = (H[o >> 2] - 1) | 0) === 0) dealloc(o); }
                  if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
                  continue;
                }
              } else if (H[d] === 0 && (use & 0xff) === k && k < use >> 8) {
                H[at] = H[(sp - 2) | 0];
                H[d + 1] = use + 1;
                sp = (sp - 2) | 0;
                pc = (pc + 4) | 0;
                if ((o & 1) === 0) { if (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(o); else if ((H[o >> 2] = (H[o >> 2] - 1) | 0) === 0) dealloc(o); }
                continue;
              }
            }
            slow = Slow.STORE_ATTR; break slow;
          }
          case Q.STORE_ATTR_SLOT: {
            const o = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (!Build.FREE || (H[(o >> 2) + 1] & Kind.SHARED) === 0) && H[TYPE_VERSION + (H[(o >> 2) + 1] & 0xffff)] === O[(pc + 2) | 0]) {
              const at = (o >> 2) + O[(pc + 3) | 0];
              const old = H[at];
              H[at] = H[(sp - 2) | 0];
              sp = (sp - 2) | 0;
              pc = (pc + 4) | 0;
              if ((o & 1) === 0) { if (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(o); else if ((H[o >> 2] = (H[o >> 2] - 1) | 0) === 0) dealloc(o); }
              if (old !== 0) {
                if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
              }
              continue;
            }
            slow = Slow.STORE_ATTR; break slow;
          }
          case Op.STORE_ATTR:
            slow = Slow.STORE_ATTR; break slow;
          // --- subscripts ---
          case Op.BINARY_SUBSCR: {
            const o = H[(sp - 2) | 0];
            const k = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (k & 1) !== 0) {
              const w = o >> 2;
              const type = H[w + 1] & Build.OWN;
              if (type === T.LIST) {
                let n = k >> 1;
                const length = H[w + List.LENGTH];
                if (n < 0) n += length;
                if (n >= 0 && n < length) {
                  const v = H[H[w + List.ITEMS] + n];
                  if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                  H[(sp - 2) | 0] = v;
                  sp = (sp - 1) | 0;
                  pc = (pc + 4) | 0;
                  if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
                  continue;
                }
              } else if ((type & 0xffff) === T.TUPLE) {
                let n = k >> 1;
                const length = H[w + Tuple.LENGTH];
                if (n < 0) n += length;
                if (n >= 0 && n < length) {
                  const v = H[w + Tuple.ITEMS + n];
                  if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                  H[(sp - 2) | 0] = v;
                  sp = (sp - 1) | 0;
                  pc = (pc + 4) | 0;
                  if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
                  continue;
                }
              }
            }
            slow = Slow.SUBSCR; break slow;
          }
          case Op.STORE_SUBSCR: {
            // value, container, key --
            const o = H[(sp - 2) | 0];
            const k = H[(sp - 1) | 0];
            if ((o & 1) === 0 && (k & 1) !== 0) {
              const w = o >> 2;
              if ((H[w + 1] & Build.OWN) === T.LIST) {
                let n = k >> 1;
                const length = H[w + List.LENGTH];
                if (n < 0) n += length;
                if (n >= 0 && n < length) {
                  const at = H[w + List.ITEMS] + n;
                  const old = H[at];
                  H[at] = H[(sp - 3) | 0];
                  sp = (sp - 3) | 0;
                  pc = (pc + 4) | 0;
                  if ((o & 1) === 0) { if (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(o); else if ((H[o >> 2] = (H[o >> 2] - 1) | 0) === 0) dealloc(o); }
                  if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
                  continue;
                }
              }
            }
            slow = Slow.STORE_SUBSCR; break slow;
          }
          // --- building and taking apart ---
          case Op.BUILD_TUPLE: {
            const n = O[(pc + 1) | 0];
            if (n === 0) {
              if (Build.FREE && (H[(EMPTY_TUPLE >> 2) + 1] & Kind.SHARED) !== 0) increfShared(EMPTY_TUPLE); else H[EMPTY_TUPLE >> 2]++;
              { H[sp] = EMPTY_TUPLE; sp = (sp + 1) | 0; }
            } else {
              const t = allocTuple(n);
              const at = (t >> 2) + Tuple.ITEMS;
              sp = (sp - n) | 0;
              for (let k = 0; k < n; k++) H[at + k] = H[(sp + k) | 0];
              { H[sp] = t; sp = (sp + 1) | 0; }
            }
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.LIST_APPEND: {
            const list = H[(sp - 1 - O[(pc + 1) | 0]) | 0];
            if (Build.FREE && (H[(list >> 2) + 1] & Kind.SHARED) !== 0) {
              slow = Slow.RARE; break slow;
            }
            listAppendOwned(list, H[(sp - 1) | 0]);
            sp = (sp - 1) | 0;
            pc = (pc + 4) | 0;
            continue;
          }
          case Op.UNPACK_SEQUENCE: {
            const o = H[(sp - 1) | 0];
            const n = O[(pc + 1) | 0];
            if ((o & 1) === 0) {
              const w = o >> 2;
              const type = H[w + 1] & Build.OWN;
              if (((type & 0xffff) === T.TUPLE || type === T.LIST) && H[w + 4] === n) {
                const at = type !== T.LIST ? w + Tuple.ITEMS : H[w + List.ITEMS];
                sp = (sp - 1) | 0;
                for (let k = n - 1; k >= 0; k--) {
                  const v = H[at + k];
                  if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                  { H[sp] = v; sp = (sp + 1) | 0; }
                }
                pc = (pc + 4) | 0;
                if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
                continue;
              }
            }
            slow = Slow.RARE; break slow;
          }
          // --- iteration ---
          case Q.JUMP_FOR:
          case Op.FOR_ITER: {
            if (O[pc] === Q.JUMP_FOR) {
              if (breaker[0] !== 0) {
                slow = Slow.SAFE_POINT_JUMP; break slow;
              }
              pc = O[(pc + 1) | 0];
              continue;
            }
            const w = H[(sp - 1) | 0] >> 2;
            const type = H[w + 1] & Build.OWN;
            let v = 0;
            if (type === T.RANGE_ITERATOR) {
              const left = H[w + 6];
              if (left > 0) {
                const n = H[w + 4];
                H[w + 4] = n + H[w + 5];
                H[w + 6] = left - 1;
                v = (n << 1) | 1;
              }
            } else if (type === T.LIST_ITERATOR) {
              const list = H[w + 4];
              const k = H[w + 5];
              if (list !== 0 && (!Build.FREE || (H[(list >> 2) + 1] & Kind.SHARED) === 0) && k < H[(list >> 2) + List.LENGTH]) {
                v = H[H[(list >> 2) + List.ITEMS] + k];
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                H[w + 5] = k + 1;
              }
            } else if (type === T.TUPLE_ITERATOR) {
              const tuple = H[w + 4];
              const k = H[w + 5];
              if (tuple !== 0 && k < H[(tuple >> 2) + Tuple.LENGTH]) {
                v = H[(tuple >> 2) + Tuple.ITEMS + k];
                if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
                H[w + 5] = k + 1;
              }
            } else if (type === T.STR_ASCII_ITERATOR) {
              const s = H[w + 4];
              const k = H[w + 5];
              if (s !== 0 && k < H[(s >> 2) + Str.LENGTH]) {
                v = latin1Char(u8[s + (Str.DATA << 2) + k]);
                H[w + 5] = k + 1;
              }
            } else if (type === T.GENERATOR) {
              // Resumed here and suspended at YIELD_VALUE, without leaving the loop.
              const top = H[(fp + F.TOP) | 0];
              if (H[w + GenObj.STATE] <= GenState.SUSPENDED && R.depth < R.limit && top + 128 < R.stackEnd) {
                const gfp = w + GenObj.FRAME;
                const code = H[gfp + F.CODE];
                const id = H[(code >> 2) + Code.ID];
                let base = O[(pc + 3) | 0];
                if (O[(pc + 2) | 0] !== id) {
                  base = baseOf(code) | 0;
                  O[(pc + 2) | 0] = id;
                  O[(pc + 3) | 0] = base;
                }
                H[(fp + F.SP) | 0] = sp;
                H[(fp + F.PC) | 0] = pc + 4;
                H[gfp + F.PREV] = fp;
                H[gfp + F.ACTION] = Action.GEN_FOR;
                H[gfp + F.BASE] = base;
                H[gfp + F.TOP] = top;
                H[w + GenObj.STATE] = GenState.RUNNING;
                const handled = (R.thread >> 2) + Thread.HANDLED;
                H[w + GenObj.OUTER] = H[handled];
                H[handled] = H[w + GenObj.HANDLED];
                H[w + GenObj.HANDLED] = 0;
                H[w]++;
                R.depth++;
                fp = gfp;
                sp = H[gfp + F.SP];
                pc = H[gfp + F.PC] + base;
                // The value sent is None: mostly nobody wants it.
                if (false &&  O[pc] === Op.RESUME && O[(pc + 4) | 0] === Op.POP_TOP && breaker[0] === 0) {
                  pc = (pc + 8) | 0;
                  continue;
                }
                if (Build.FREE && (H[(NONE >> 2) + 1] & Kind.SHARED) !== 0) increfShared(NONE); else H[NONE >> 2]++;
                { H[sp] = NONE; sp = (sp + 1) | 0; }
                continue;
              }
            }
            if (v !== 0) {
              if (false &&  O[(pc + 4) | 0] === Op.STORE_FAST) {
                const at = fp + O[(pc + 5) | 0];
                const old = H[at];
                H[at] = v;
                pc = (pc + 8) | 0;
                if ((old & 1) === 0 && (Build.FREE && (H[(old >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(old) : (H[old >> 2] = (H[old >> 2] - 1) | 0) === 0)) { last = old; break dead; }
                continue;
              }
              { H[sp] = v; sp = (sp + 1) | 0; }
              pc = (pc + 4) | 0;
              continue;
            }
            slow = Slow.FOR_ITER; break slow;
          }
          // --- calls ---
          case Op.CALL: {
            const argc = O[(pc + 1) | 0];
            const at = sp - argc - 2;
            const callable = H[at];
            if ((callable & 1) === 0 && (H[(callable >> 2) + 1] & 0xffff) === T.FUNCTION) {
              const code = H[(callable >> 2) + Fn.CODE];
              const c = code >> 2;
              const self = H[at + 1];
              const n = self === 0 ? argc : argc + 1;
              if (H[c + Code.SIMPLE] === 1 && H[c + Code.ARGCOUNT] === n && R.depth < R.limit) {
                const nlocals = H[c + Code.NLOCALSPLUS];
                const nfp = H[(fp + F.TOP) | 0] + F.HEADER;
                const nsp = nfp + nlocals;
                const top = nsp + H[c + Code.STACKSIZE];
                if (top + 64 < R.stackEnd) {
                  const from = self === 0 ? at + 2 : at + 1;
                  for (let k = 0; k < n; k++) H[nfp + k] = H[from + k];
                  for (let k = nfp + n; k < nsp; k++) H[k] = 0;
                  const id = H[c + Code.ID];
                  let base = O[(pc + 3) | 0];
                  if (O[(pc + 2) | 0] !== id) {
                    base = baseOf(code) | 0;
                    O[(pc + 2) | 0] = id;
                    O[(pc + 3) | 0] = base;
                  }
                  H[(fp + F.SP) | 0] = at;
                  H[(fp + F.PC) | 0] = pc + 4;
                  H[nfp + F.FUNC] = callable;
                  H[nfp + F.PREV] = fp;
                  H[nfp + F.BASE] = base;
                  H[nfp + F.ACTION] = 0;
                  H[nfp + F.NS] = 0;
                  H[nfp + F.TOP] = top;
                  H[nfp + F.CODE] = code;
                  H[nfp + F.OBJECT] = 0;
                  H[nfp + F.GEN] = 0;
                  R.depth++;
                  fp = nfp;
                  sp = nsp;
                  pc = false &&  O[base] === Op.RESUME && breaker[0] === 0 ? base + 4 : base;
                  continue;
                }
              }
            }
            slow = Slow.CALL; break slow;
          }
          case Q.CALL_APPEND: {
            if (breaker[0] !== 0) {
              slow = Slow.CALL; break slow;
            }
            // method, list, item
            const f = H[(sp - 3) | 0];
            const o = H[(sp - 2) | 0];
            if (((f | o) & 1) === 0 && H[(f >> 2) + 4] === (O[(pc + 2) | 0] & LeafShape.INDEX) && (H[(o >> 2) + 1] & Build.OWN) === T.LIST && (H[(f >> 2) + 1] & 0xffff) === T.METHOD_DESCRIPTOR) {
              listAppendOwned(o, H[(sp - 1) | 0]);
              if ((f & 1) === 0) { if (Build.FREE && (H[(f >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(f); else if ((H[f >> 2] = (H[f >> 2] - 1) | 0) === 0) dealloc(f); }
              if (Build.FREE && (H[(NONE >> 2) + 1] & Kind.SHARED) !== 0) increfShared(NONE); else H[NONE >> 2]++;
              H[(sp - 3) | 0] = NONE;
              sp = (sp - 2) | 0;
              pc = (pc + 4) | 0;
              if ((o & 1) === 0 && (Build.FREE && (H[(o >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(o) : (H[o >> 2] = (H[o >> 2] - 1) | 0) === 0)) { last = o; break dead; }
              continue;
            }
            O[pc] = Q.CALL_LEAF; continue;
          }
          case Q.CALL_LEN: {
            if (breaker[0] !== 0) {
              slow = Slow.CALL; break slow;
            }
            const f = H[(sp - 3) | 0];
            const v = H[(sp - 1) | 0];
            if (((f | v) & 1) === 0 && H[(sp - 2) | 0] === 0 && H[(f >> 2) + 4] === (O[(pc + 2) | 0] & LeafShape.INDEX) && (H[(f >> 2) + 1] & 0xffff) === T.BUILTIN) {
              const type = H[(v >> 2) + 1] & Build.OWN;
              if (type === T.LIST || type === T.STR || type === T.DICT) {
                // Their lengths are at one place.
                H[(sp - 3) | 0] = (H[(v >> 2) + List.LENGTH] << 1) | 1;
                sp = (sp - 2) | 0;
                pc = (pc + 4) | 0;
                if ((f & 1) === 0) { if (Build.FREE && (H[(f >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(f); else if ((H[f >> 2] = (H[f >> 2] - 1) | 0) === 0) dealloc(f); }
                if ((v & 1) === 0 && (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(v) : (H[v >> 2] = (H[v >> 2] - 1) | 0) === 0)) { last = v; break dead; }
                continue;
              }
            }
            O[pc] = Q.CALL_LEAF; continue;
          }
          case Q.CALL_LEAF: {
            const at = sp - O[(pc + 1) | 0] - 2;
            const c = H[at] >> 2;
            const self = H[at + 1];
            const index = O[(pc + 2) | 0] & LeafShape.INDEX;
            if ((H[at] & 1) === 0 && H[c + 4] === index) {
              const kind = H[c + 1] & 0xffff;
              let from = 0;
              if (self === 0) {
                if (kind === T.BUILTIN && H[c + 5] === 0) from = at + 2;
              } else if (kind === T.METHOD_DESCRIPTOR && H[TYPE_TABLE + ((self & 1) !== 0 ? T.INT : H[(self >> 2) + 1] & 0xffff)] === H[c + 5]) from = at + 1;
              const n = sp - from;
              if (from !== 0 && (!Build.FREE || H[G.THREADED] === 0 || leafNeedsNoLock(index, from, n))) {
                R.fp = fp;
                R.sp = sp;
                R.pc = pc + 4;
                live = true;
                const leaf = leafs[index];
                // Absent parameters, keyword-only ones and `**kwargs` among them, are 0.
                const r =
                  O[(pc + 2) | 0] >> LeafShape.SHIFT === LeafShape.ONE_BY_ONE
                    ? leaf(n > 0 ? H[from] : 0, n > 1 ? H[from + 1] : 0, n > 2 ? H[from + 2] : 0, n > 3 ? H[from + 3] : 0)
                    : callLeaf(leaf, O[(pc + 2) | 0] >> LeafShape.SHIFT, from, n);
                live = false;
                if (r !== DEFER) {
                  if ((r & 1) === 0) { if (Build.FREE && (H[(r >> 2) + 1] & Kind.SHARED) !== 0) increfShared(r); else H[r >> 2]++; }
                  releaseTo(R.level);
                  while (sp > at) {
                    const v = H[(sp = (sp - 1) | 0)];
                    if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(v); else if ((H[v >> 2] = (H[v >> 2] - 1) | 0) === 0) dealloc(v); }
                  }
                  { H[sp] = r; sp = (sp + 1) | 0; }
                  // The safe point after a built-in; a Python function has its own at its entry.
                  if (breaker[0] !== 0) {
                    slow = Slow.AFTER_CALL; break slow;
                  }
                  pc = (pc + 4) | 0;
                  continue;
                }
              }
            }
            slow = Slow.CALL; break slow;
          }
          case Q.CALL_TYPE:
            slow = Slow.CALL_TYPE; break slow;
          case Op.RETURN_CONST:
          case Op.RETURN_VALUE: {
            if (O[pc] === Op.RETURN_CONST) {
              const v = O[(pc + 1) | 0];
              if ((v & 1) === 0) { if (Build.FREE && (H[(v >> 2) + 1] & Kind.SHARED) !== 0) increfShared(v); else H[v >> 2]++; }
              { H[sp] = v; sp = (sp + 1) | 0; }
            }
            if ((H[(fp + F.OBJECT) | 0] | H[(fp + F.NS) | 0] | H[(fp + F.GEN) | 0]) === 0) {
              const action = H[(fp + F.ACTION) | 0];
              const v = H[(sp - 1) | 0];
              if (action === Action.PUSH || (action === Action.INIT && v === NONE)) {
                const end = fp + H[(H[(fp + F.CODE) | 0] >> 2) + Code.NLOCALSPLUS];
                for (let k = fp; k < end; k++) {
                  const x = H[k];
                  if ((x & 1) === 0) { if (Build.FREE && (H[(x >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(x); else if ((H[x >> 2] = (H[x >> 2] - 1) | 0) === 0) dealloc(x); }
                }
                const f = H[(fp + F.FUNC) | 0];
                fp = H[(fp + F.PREV) | 0];
                sp = H[(fp + F.SP) | 0];
                pc = H[(fp + F.PC) | 0];
                if (action === Action.PUSH) { H[sp] = v; sp = (sp + 1) | 0; }
                R.depth--;
                if ((f & 1) === 0) { if (Build.FREE && (H[(f >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(f); else if ((H[f >> 2] = (H[f >> 2] - 1) | 0) === 0) dealloc(f); }
                if (finalizers.length !== 0) break dead;
                continue;
              }
            }
            slow = Slow.RETURN; break slow;
          }
          case Op.YIELD_VALUE: {
            const action = H[(fp + F.ACTION) | 0];
            if ((action === Action.GEN_FOR || action === Action.GEN_CALL) && (!Build.FREE || (H[(H[(fp + F.GEN) | 0] >> 2) + 1] & Kind.SHARED) === 0)) {
              const gen = H[(fp + F.GEN) | 0];
              const w = gen >> 2;
              const v = H[(sp = (sp - 1) | 0)];
              H[(fp + F.PC) | 0] = pc + 4 - H[(fp + F.BASE) | 0];
              H[(fp + F.SP) | 0] = sp;
              H[w + GenObj.STATE] = GenState.SUSPENDED;
              const handled = (R.thread >> 2) + Thread.HANDLED;
              H[w + GenObj.HANDLED] = H[handled];
              H[handled] = H[w + GenObj.OUTER];
              H[w + GenObj.OUTER] = 0;
              const prev = H[(fp + F.PREV) | 0];
              H[(fp + F.PREV) | 0] = 0;
              fp = prev;
              sp = H[prev + F.SP];
              pc = H[prev + F.PC];
              R.depth--;
              { H[sp] = v; sp = (sp + 1) | 0; }
              if ((gen & 1) === 0 && (Build.FREE && (H[(gen >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(gen) : (H[gen >> 2] = (H[gen >> 2] - 1) | 0) === 0)) { last = gen; break dead; }
              continue;
            }
            slow = Slow.YIELD; break slow;
          }
          default:
            slow = Slow.RARE; break slow;
        }
              }
              // arith: the operator `slow` (a slot) on numbers that the instruction does not do itself.
              const a = H[(sp - 2) | 0];
              const b = H[(sp - 1) | 0];
              const r = arith(slow, a, b);
              if (r !== 0) {
                H[((sp = (sp - 1) | 0) - 1) | 0] = r;
                pc = (pc + 4) | 0;
                if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); }
                if ((b & 1) === 0 && (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0 ? dropShared(b) : (H[b >> 2] = (H[b >> 2] - 1) | 0) === 0)) { last = b; break dead; }
                continue;
              }
              slow = Slow.BINARY_OP; break slow;
              }
              // float: x is the result of operands a (below) and b (top); a temporary (count 1) is used again for it.
              const a = H[(sp - 2) | 0];
              const b = H[(sp - 1) | 0];
              sp = (sp - 1) | 0;
              pc = (pc + 4) | 0;
              if (H[a >> 2] === 1) {
                D[(a >> 3) + 2] = x;
                if ((b & 1) === 0) { if (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(b); else if ((H[b >> 2] = (H[b >> 2] - 1) | 0) === 0) dealloc(b); }
              } else if (H[b >> 2] === 1) {
                D[(b >> 3) + 2] = x;
                H[(sp - 1) | 0] = b;
                if (Build.FREE) { if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); } } else H[a >> 2]--;
              } else {
                H[(sp - 1) | 0] = allocFloat(x);
                if (Build.FREE) { if ((a & 1) === 0) { if (Build.FREE && (H[(a >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(a); else if ((H[a >> 2] = (H[a >> 2] - 1) | 0) === 0) dealloc(a); } } else H[a >> 2]--;
                if (Build.FREE) { if ((b & 1) === 0) { if (Build.FREE && (H[(b >> 2) + 1] & Kind.SHARED) !== 0) decrefShared(b); else if ((H[b >> 2] = (H[b >> 2] - 1) | 0) === 0) dealloc(b); } } else H[b >> 2]--;
              }
              continue;
            }
            // dead: the instruction is over (pc and sp are the next one's) and the count of `last` has reached 0.
            if (last !== 0) dealloc(last);
            last = 0;
            if (finalizers.length !== 0) {
              R.fp = fp;
              R.sp = sp;
              R.pc = pc;
              live = true;
              runFinalizers();
              fp = R.fp; sp = R.sp; pc = R.pc; live = false;
            }
            continue;
          }
          // slow: the general form of the instruction at pc.
          R.fp = fp; R.sp = sp; R.pc = pc + 4; live = true;
          const next = Build.FREE ? guarded(slow, O[(pc + 1) | 0], pc) : slowOp(slow, O[(pc + 1) | 0], pc);
          if (next !== undefined) {
            if (next === Next.UNWIND) break;
            return next as number;
          }
          fp = R.fp; sp = R.sp; pc = R.pc; live = false;
        }
    } catch (thrown) {
      if (thrown === HEAP_FULL) raiseMemoryError();
      else if (thrown !== PY_THROW) throw thrown;
      if (!live) {
        R.fp = fp;
        R.sp = sp;
        R.pc = pc + 4;
      }
    }
    // A Python exception is pending in the frame at R. Whatever leaf code held is released.
    do {
      releaseTo(R.level);
      if (!(Build.FREE ? guardedUnwind() : unwind())) return Outcome.RAISED;
    } while (finalizers.length !== 0 && finalizersRaise());
    fp = R.fp;
    sp = R.sp;
    pc = R.pc;
    live = false;
  }
}
