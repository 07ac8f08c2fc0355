import { DEFER, G, T } from "../../heap/layout.ts";
import { i32 } from "../../heap/memory.ts";
import { Op } from "../../bytecode/opcodes.ts";
import { callKw, reprGen, strGen, typeOf } from "../../objects/abstract.ts";
import { dictGetStr } from "../../objects/dict-core.ts";
import { internJs } from "../../objects/intern.ts";
import type { Gen } from "../../objects/native.ts";
import { plainValue } from "../../objects/number-core.ts";
import { allocStr, copyPoints, Str, STR_ASCII, strKind, strLength } from "../../objects/str-core.ts";
import { formatGen, formatLeaf } from "../../builtins/format.ts";
import { Action, R } from "../frame.ts";
import { enterNative } from "../native-frames.ts";
import { owned, rareOps, replace, top } from "./table.ts";

const H = i32;

rareOps[Op.BUILD_STRING] = (n) => {
  let length = 0;
  let kind = 1;
  let ascii = STR_ASCII;
  for (let k = 0; k < n; k++) {
    const s = plainValue(H[R.sp - n + k]);
    length += strLength(s);
    kind = Math.max(kind, strKind(s));
    ascii &= H[(s >> 2) + Str.KIND];
  }
  if (length === 0) {
    replace(n, 256);
    return;
  }
  const out = allocStr(length, kind | ascii);
  let at = 0;
  for (let k = 0; k < n; k++) {
    const s = plainValue(H[R.sp - n + k]);
    copyPoints(out, at, s, 0, strLength(s));
    at += strLength(s);
  }
  replace(n, out);
};

rareOps[Op.CONVERT_VALUE] = (arg) => {
  const v = top(0);
  enterNative(arg === 1 ? strGen(v) : arg === 2 ? reprGen(v) : asciiGen(v), 1, Action.PUSH);
};

function* asciiGen(o: number): Gen {
  const f = dictGetStr(H[G.BUILTINS], internJs("ascii"));
  return yield* callKw(f, [o], 0);
}

rareOps[Op.FORMAT_SIMPLE] = () => {
  const v = top(0);
  if (typeOf(v) === T.STR) return;
  const r = formatLeaf(v, 256);
  if (r === DEFER) {
    enterNative(formatGen(v, 256), 1, Action.PUSH);
    return;
  }
  replace(1, owned(r));
};

rareOps[Op.FORMAT_WITH_SPEC] = () => {
  const spec = top(0);
  const v = top(1);
  const r = formatLeaf(v, spec);
  if (r === DEFER) {
    enterNative(formatGen(v, spec), 2, Action.PUSH);
    return;
  }
  replace(2, owned(r));
};
