/** TypeErrors of calls whose arguments do not fit, in CPython's words. See CPython Python/ceval.c (too_many_positional, missing_arguments, …). */
import { i32 } from "../heap/memory.ts";
import { Code } from "../objects/code-layout.ts";
import { dictGetStr } from "../objects/dict-core.ts";
import { E, raise } from "../objects/errors.ts";
import { Fn } from "../objects/function-layout.ts";
import { tupleItem, tupleLength } from "../objects/sequence-core.ts";
import { strToJs } from "../objects/str-core.ts";
import { closest } from "../text/suggest.ts";

const plural = (n: number): string => (n === 1 ? "" : "s");

/** "a", "a and b", "a, b, and c" */
function enumerate(names: string[]): string {
  if (names.length === 1) return names[0];
  if (names.length === 2) return `${names[0]} and ${names[1]}`;
  return `${names.slice(0, -1).join(", ")}, and ${names[names.length - 1]}`;
}

/** Raise for the frame at `nfp` whose parameters are bound as far as they go. */
export function raiseBindError(
  what: "too many" | "missing" | "missing keyword" | "unexpected",
  func: number,
  _args: number,
  argc: number,
  kwnames: number,
  nfp: number,
  key: number,
): never {
  const f = func >> 2;
  const c = i32[f + Fn.CODE] >> 2;
  const names = i32[c + Code.LOCALSPLUSNAMES];
  const argcount = i32[c + Code.ARGCOUNT];
  const kwonly = i32[c + Code.KWONLY];
  const name = `${strToJs(i32[f + Fn.QUALNAME])}()`;
  const text = (k: number): string => strToJs(tupleItem(names, k));
  const nkw = kwnames === 0 ? 0 : tupleLength(kwnames);
  const npos = argc - nkw;
  switch (what) {
    case "missing":
    case "missing keyword": {
      const missing: string[] = [];
      const kind = what === "missing" ? "positional" : "keyword-only";
      if (what === "missing") {
        const defaults = i32[f + Fn.DEFAULTS] === 0 ? 0 : tupleLength(i32[f + Fn.DEFAULTS]);
        for (let k = 0; k < argcount - defaults; k++) if (i32[nfp + k] === 0) missing.push(`'${text(k)}'`);
      } else {
        const kwdefaults = i32[f + Fn.KWDEFAULTS];
        for (let k = argcount; k < argcount + kwonly; k++) {
          if (i32[nfp + k] === 0 && (kwdefaults === 0 || dictGetStr(kwdefaults, tupleItem(names, k)) === 0))
            missing.push(`'${text(k)}'`);
        }
      }
      throw raise(
        E.TypeError,
        `${name} missing ${missing.length} required ${kind} argument${plural(missing.length)}: ${enumerate(missing)}`,
      );
    }
    case "unexpected": {
      const posonly = i32[c + Code.POSONLY];
      const wrong: string[] = [];
      for (let j = 0; j < nkw; j++) {
        for (let k = 0; k < posonly; k++) if (text(k) === strToJs(tupleItem(kwnames, j))) wrong.push(text(k));
      }
      if (wrong.length > 0) {
        throw raise(
          E.TypeError,
          `${name} got some positional-only arguments passed as keyword arguments: '${wrong.join(", ")}'`,
        );
      }
      const possible: string[] = [];
      for (let k = posonly; k < argcount + kwonly; k++) possible.push(text(k));
      const meant = closest(possible, strToJs(key));
      throw raise(
        E.TypeError,
        `${name} got an unexpected keyword argument '${strToJs(key)}'${meant === "" ? "" : `. Did you mean '${meant}'?`}`,
      );
    }
    default: {
      const defaults = i32[f + Fn.DEFAULTS] === 0 ? 0 : tupleLength(i32[f + Fn.DEFAULTS]);
      let kwGiven = 0;
      for (let k = argcount; k < argcount + kwonly; k++) if (i32[nfp + k] !== 0) kwGiven++;
      const takes = defaults > 0 ? `from ${argcount - defaults} to ${argcount}` : `${argcount}`;
      const many = defaults > 0 || argcount !== 1;
      const kwText =
        kwGiven > 0
          ? ` positional argument${plural(npos)} (and ${kwGiven} keyword-only argument${plural(kwGiven)})`
          : "";
      throw raise(
        E.TypeError,
        `${name} takes ${takes} positional argument${many ? "s" : ""} but ${npos}${kwText} ${npos === 1 && kwGiven === 0 ? "was" : "were"} given`,
      );
    }
  }
}
