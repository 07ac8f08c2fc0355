/**
 * THE table of built-in functions by number, and the units that they are declared in.
 *
 * A type or a module is declared as a *unit*: a function that makes its built-in functions, called in a worker when one of them, or the declaration itself, is first asked for. A
 * worker that starts thus makes none of them, and V8 neither compiles nor keeps what is inside. The numbers are the same in every worker: whoever builds the heap makes
 * all units in the order of their declaration, and leaves the number of each unit's first function in the heap.
 *
 * Functions that are declared outside of units, at the top level, have the first numbers, in the order in which modules are evaluated.
 *
 * Invariants: what a unit makes depends on nothing but the unit, and touches no heap memory. A number that Python objects hold leads to a function through `nativeAt` only; `leafs` is for code that was
 * chosen after a look at the function.
 */
import { DEFER, MAX_UNITS, UNITS_TABLE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import type { LeafImpl, NativeFunction } from "./native.ts";

const natives: (NativeFunction | undefined)[] = [];
/** The leaf form of each built-in function that has been made, by the same number: what the eval loop calls. */
export const leafs: LeafImpl[] = [];
const noLeaf: LeafImpl = () => DEFER;

const units: (() => void)[] = [];
/** Number of the first function of each unit, and at the end the number of all functions; those of the units that have been numbered. */
const firsts: number[] = [];
const made: boolean[] = [];
/** While a unit is made: the number of its next function; else -1. */
let next = -1;
/** All units of this build are numbered: what is declared from now on (by tests) is made at once. */
let numbered = false;

/** Declare a unit: `make` declares functions by `native`. Call at the top level. Returns its number. */
export function declareUnit(make: () => void): number {
  const unit = units.length;
  units.push(make);
  made.push(false);
  if (numbered) makeNext(unit);
  return unit;
}

/** Make what a unit declares, if that has not been done. */
export function makeUnit(unit: number): void {
  if (made[unit]) return;
  if (unit >= firsts.length - 1)
    throw new Error("native-table.ts: a unit was asked for before those declared before it were made");
  made[unit] = true;
  const outer = next;
  next = firsts[unit];
  units[unit]();
  if (next !== firsts[unit + 1])
    throw new Error(`native-table.ts: unit ${unit} makes other functions than when it was numbered`);
  next = outer;
}

/** The built-in function of a number (undefined where there is none: a damaged heap). */
export function nativeAt(index: number): NativeFunction {
  const f = natives[index];
  return f !== undefined ? f : search(index);
}

function search(index: number): NativeFunction {
  let low = 0;
  let high = firsts.length - 1;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= index) low = middle;
    else high = middle;
  }
  if (index >= firsts[low] && index < firsts[low + 1]) makeUnit(low);
  return natives[index] as NativeFunction;
}

/** The number of the function that is declared next. */
export const nextNative = (): number => (next >= 0 ? next : natives.length);

/** Enter a function under the number that `nextNative` gave. */
export function enterInTable(f: NativeFunction): void {
  natives[f.index] = f;
  leafs[f.index] = f.leaf ?? noLeaf;
  if (next >= 0) next++;
}

/** Make and number all units, and leave the numbers in the heap. Called by whoever builds it. */
export function numberUnits(): void {
  if (units.length >= MAX_UNITS) throw new Error("native-table.ts: too many units");
  for (let unit = 0; unit < units.length; unit++) makeNext(unit);
  i32[UNITS_TABLE] = units.length;
  for (let k = 0; k < firsts.length; k++) i32[UNITS_TABLE + 1 + k] = firsts[k];
  numbered = true;
}

// Make a unit whose functions get the numbers after all others.
function makeNext(unit: number): void {
  const first = natives.length;
  firsts[unit] = first;
  made[unit] = true;
  next = first;
  units[unit]();
  next = -1;
  firsts[unit + 1] = natives.length;
}

/** Take over the numbers of the heap's builder; nothing is made. */
export function adoptUnits(): void {
  const count = i32[UNITS_TABLE];
  if (count !== units.length) throw new Error("native-table.ts: the heap was built by another build");
  for (let k = 0; k <= count; k++) firsts.push(i32[UNITS_TABLE + 1 + k]);
  while (natives.length < firsts[count]) {
    natives.push(undefined);
    leafs.push(noLeaf);
  }
  numbered = true;
}
