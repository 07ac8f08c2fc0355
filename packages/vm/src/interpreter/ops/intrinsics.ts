import { bearShared } from "../../heap/birth.ts";
import { Build } from "../../heap/build.ts";
import { DEFER, G, NONE } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { Op } from "../../bytecode/opcodes.ts";
import { callKw, callSlot, slotLeaf, slotOf, typeName, typeOf } from "../../objects/abstract.ts";
import { dictGetStr } from "../../objects/dict-core.ts";
import { E, Exc, isSubtypeIndex, raise, setRefWord, takePending } from "../../objects/errors.ts";
import { internJs } from "../../objects/intern.ts";
import type { Gen } from "../../objects/native.ts";
import { allocTupleOf, listToArray } from "../../objects/sequence-core.ts";
import { S } from "../../objects/slots.ts";
import { importStarGen } from "../../builtins/import.ts";
import { Action, F, R } from "../frame.ts";
import { enterNative } from "../native-frames.ts";
import { owned, rareOps, replace, top } from "./table.ts";

const H = i32;

rareOps[Op.CALL_INTRINSIC_1] = (arg) => {
  const v = top(0);
  switch (arg) {
    case 1: // print (interactive)
      enterNative(displayHook(v), 1, Action.PUSH);
      return;
    case 2: {
      // import *
      if (Build.FREE) bearShared(i32[G.THREADED] !== 0);
      const ns = H[R.fp + F.NS];
      enterNative(importStarGen(v, ns), 1, Action.PUSH);
      return;
    }
    case 3: {
      // StopIteration that leaves a generator becomes RuntimeError
      if (isSubtypeIndex(typeOf(v), E.StopIteration)) {
        const message = "generator raised StopIteration";
        raise(E.RuntimeError, message);
        const e = takePending();
        setRefWord((e >> 2) + Exc.CAUSE, v);
        setRefWord((e >> 2) + Exc.CONTEXT, v);
        H[(e >> 2) + Exc.SUPPRESS] = 1;
        replace(1, e);
        return;
      }
      return;
    }
    case 5: {
      const slot = slotOf(typeOf(v), S.POS);
      if (slot === 0) throw raise(E.TypeError, `bad operand type for unary +: '${typeName(v)}'`);
      const r = slotLeaf(v, S.POS);
      if (r === DEFER) {
        enterNative(callSlot(v, S.POS), 1, Action.PUSH);
        return;
      }
      replace(1, owned(r));
      return;
    }
    case 6:
      replace(1, allocTupleOf(listToArray(v)));
      return;
  }
  throw new Error(`intrinsics.ts: CALL_INTRINSIC_1 ${arg}`);
};

function* displayHook(value: number): Gen {
  if (value === NONE) return NONE;
  const sys = H[G.SYS_DICT];
  const hook = dictGetStr(sys, internJs("displayhook"));
  if (hook !== 0) return yield* callKw(hook, [value], 0);
  return NONE;
}
