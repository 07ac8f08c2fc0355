/** LOAD_GLOBAL: look-up in globals, then builtins, and its private cached forms (see quick.ts). */
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { incref } from "../heap/refcount.ts";
import { Code } from "../objects/code-layout.ts";
import { dictFindStr, dictKeysVersion } from "../objects/dict-core.ts";
import { E, raiseWith } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { strToJs } from "../objects/str-core.ts";
import { Op } from "../bytecode/opcodes.ts";
import { arena, originalArg } from "./arena.ts";
import { F, R } from "./frame.ts";
import { Q } from "./quick.ts";

/** Raise NameError for a name that is nowhere. Its second field is the frame's `self`, for the hint "Did you mean: 'self.x'?". */
export function nameNotDefined(name: number): never {
  throw raiseWith(E.NameError, `name '${strToJs(name)}' is not defined`, name, selfOf(R.fp));
}

/** The local `self` of a frame, 0 if it has none. */
function selfOf(fp: number): number {
  const code = i32[fp + F.CODE];
  if (code === 0) return 0;
  const names = i32[(code >> 2) + Code.LOCALSPLUSNAMES];
  const self = internJs("self");
  for (let k = 0; k < tupleLength(names); k++) {
    if (tupleItem(names, k) !== self) continue;
    const v = i32[fp + k];
    return v !== 0 && (v & 1) === 0 && (i32[(v >> 2) + 1] & 0xffff) === T.CELL ? i32[(v >> 2) + 4] : v;
  }
  return 0;
}

/** LOAD_GLOBAL at arena position `pc`: push the global (and NULL where the operand asks for it) and leave a cached form behind. Registers written. */
export function loadGlobal(pc: number): void {
  const fp = R.fp;
  const code = i32[fp + F.CODE];
  const arg = originalArg(code, i32[fp + F.BASE], pc);
  const name = tupleItem(i32[(code >> 2) + Code.NAMES], arg >> 1);
  const f = i32[fp + F.FUNC] >> 2;
  const globals = i32[f + Fn.GLOBALS];
  let at = 0;
  if ((i32[(globals >> 2) + 1] & 0xffff) === T.DICT) {
    at = dictFindStr(globals, name);
    if (at !== 0) {
      const version = dictKeysVersion(globals);
      if (version !== 0) {
        arena[pc] = Q.LOAD_GLOBAL_MODULE;
        arena[pc + 1] = arg;
        arena[pc + 2] = version;
        arena[pc + 3] = at;
      }
    } else {
      const builtins = i32[f + Fn.BUILTINS];
      at = dictFindStr(builtins, name);
      if (at === 0) nameNotDefined(name);
      const gv = dictKeysVersion(globals);
      const bv = dictKeysVersion(builtins);
      if (gv !== 0 && bv !== 0 && at < 1 << 29) {
        arena[pc] = Q.LOAD_GLOBAL_BUILTIN;
        arena[pc + 1] = (at << 1) | (arg & 1);
        arena[pc + 2] = gv;
        arena[pc + 3] = bv;
      }
    }
  } else {
    // globals of exec() given as a dict subclass: plain look-up.
    at = dictFindStr(globals, name);
    if (at === 0) at = dictFindStr(i32[f + Fn.BUILTINS], name);
    if (at === 0) nameNotDefined(name);
    arena[pc] = Op.LOAD_GLOBAL;
  }
  const v = i32[at];
  i32[R.sp++] = incref(v);
  if ((arg & 1) !== 0) i32[R.sp++] = 0;
}
