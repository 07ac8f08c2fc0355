/**
 * Locks of modules that are being imported. Such a module stands in a dict (root G.SPARE0) as name -> ident of its thread. Another thread that wants it parks on
 * the interned name; ident -> name tells what a parked thread waits for, so that two threads that import each other's module go on with the half-made one
 * instead of waiting for ever. See CPython Lib/importlib/_bootstrap.py (_ModuleLock).
 */
import { G } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref } from "../heap/refcount.ts";
import { host, ParkKind, ParkResult } from "../host.ts";
import { HASH, hashLeaf } from "../objects/compare.ts";
import { allocDict, dictFind, dictGet, dictGetStr, dictRemoveAt, dictSet } from "../objects/dict-core.ts";
import { type Gen, parkRequest, type Ref } from "../objects/native.ts";
import { intToNumber, newInt } from "../objects/number-core.ts";
import { bootHooks } from "./modules.ts";
import { checkSignals } from "./signals.ts";

export const importing = (): Ref => i32[G.SPARE0];
bootHooks.push(() => {
  i32[G.SPARE0] = allocDict();
});
export const me = (): number => host?.ident?.() ?? 1;

/** Would waiting for `owner` close a circle of threads that wait for each other's modules? */
function wouldDeadlock(owner: number): boolean {
  const self = me();
  for (let ident = owner, steps = 0; steps < 1000; steps++) {
    if (ident === self) return true;
    const waitsFor = dictGet(importing(), newInt(ident));
    if (waitsFor <= 0 || (waitsFor & 1) !== 0) return false;
    const next = dictGetStr(importing(), waitsFor);
    if (next === 0) return false;
    ident = intToNumber(next);
  }
  return true;
}

/** Wait until no other thread is importing the module (interned name). Returns at once when waiting would be a deadlock. */
export function* waitForImport(name: Ref): Gen<void> {
  for (;;) {
    const owner = dictGetStr(importing(), name);
    if (owner === 0 || wouldDeadlock(intToNumber(owner))) return;
    const self = newInt(me());
    dictSet(importing(), self, name);
    parkRequest.key = name;
    parkRequest.why = ParkKind.INTERNAL;
    parkRequest.deadlineUs = -1;
    parkRequest.validate = () => dictGetStr(importing(), name) !== 0;
    const result = (yield parkRequest) >> 1;
    removeEntry(self);
    if (result === ParkResult.INTERRUPTED) checkSignals();
  }
}

function removeEntry(key: Ref): void {
  hashLeaf(key);
  const at = dictFind(importing(), key, HASH[0]);
  if (at > 0) decref(dictRemoveAt(importing(), at));
}
