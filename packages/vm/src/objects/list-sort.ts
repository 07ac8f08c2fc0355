/**
 * list.sort: CPython 3.13's adaptive merge sort with the same sequence of comparisons (Objects/listobject.c and Objects/listsort.txt: runs, binary insertion
 * up to minrun, powersort's merge order, galloping), so that programs whose `__lt__` or key function prints or fails behave alike.
 *
 * The algorithm is one set of generator functions: each comparison is tried as a leaf, and only one that needs Python yields. So a list of exact built-in
 * values is sorted within the first `next()`. Numbers without NaN and strs are sorted by value in typed arrays: no difference can be seen there.
 *
 * While Python may run, the list looks empty; its items (and the keys) lie on the handle stack, where the audit sees them, and are put back in `finally`.
 */
import { freeRaw } from "../heap/alloc.ts";
import { handleLevel, releaseTo, reserveHandles } from "../heap/handles.ts";
import { DEFER, FALSE, NONE, T, TRUE } from "../heap/layout.ts";
import { f64, i32, u8 } from "../heap/memory.ts";
import { decref, incref } from "../heap/refcount.ts";
import { truthGen, truthLeaf } from "./abstract.ts";
import { compareLeaf, compareTruthGen } from "./compare.ts";
import { E, raise } from "./errors.ts";
import { callEach, callOneLeaf } from "./iterators.ts";
import type { Gen } from "./native.ts";
import { List } from "./sequence-core.ts";
import { S } from "./slots.ts";
import { codePointAt, strCompare, strData, strKind, strLength } from "./str-core.ts";

const MIN_GALLOP = 7;
const MAX_MINRUN = 64;

/** x < y as a leaf: 1, 0 or DEFER. */
function less(x: number, y: number): number {
  const r = compareLeaf(x, y, S.LT);
  return r === TRUE ? 1 : r === FALSE ? 0 : r === DEFER ? DEFER : truthLeaf(r);
}
const lessGen = (x: number, y: number): Gen<boolean> => compareTruthGen(x, y, S.LT);

/** One sort: keys (refs), and values moved in step with them (null: the keys are the values). */
class MergeState {
  private readonly keys: Int32Array;
  private readonly values: Int32Array | null;
  private tempKeys = new Int32Array(0);
  private tempValues = new Int32Array(0);
  private minGallop = MIN_GALLOP;
  /** Runs not merged yet: start, length and power of each. */
  private readonly starts: number[] = [];
  private readonly lengths: number[] = [];
  private readonly powers: number[] = [];

  constructor(keys: Int32Array, values: Int32Array | null) {
    this.keys = keys;
    this.values = values;
  }

  /** Sort ascending. On an exception the arrays hold some permutation. */
  *run(): Gen<void> {
    const n = this.keys.length;
    if (n < 2) return;
    let minrun = n;
    let odd = 0;
    while (minrun >= MAX_MINRUN) {
      odd |= minrun & 1;
      minrun >>= 1;
    }
    minrun += odd;
    let lo = 0;
    let left = n;
    while (left > 0) {
      let length = yield* this.countRun(lo, left);
      if (length < minrun) {
        const force = Math.min(left, minrun);
        yield* this.binarySort(lo, force, length);
        length = force;
      }
      yield* this.foundRun(length);
      this.starts.push(lo);
      this.lengths.push(length);
      this.powers.push(0);
      lo += length;
      left -= length;
    }
    while (this.starts.length > 1) {
      let k = this.starts.length - 2;
      if (k > 0 && this.lengths[k - 1] < this.lengths[k + 1]) k--;
      yield* this.mergeAt(k);
    }
  }

  private reverse(lo: number, n: number): void {
    this.keys.subarray(lo, lo + n).reverse();
    this.values?.subarray(lo, lo + n).reverse();
  }

  /** Length of the run that begins at `lo`, made ascending. */
  private *countRun(lo: number, left: number): Gen<number> {
    const a = this.keys;
    let n = 1;
    let k: number;
    for (; n < left; n++) {
      k = less(a[lo + n], a[lo + n - 1]);
      if (k === DEFER) k = +(yield* lessGen(a[lo + n], a[lo + n - 1]));
      if (k !== 0) break;
    }
    if (n === left) return n;
    if (n > 1) {
      k = less(a[lo], a[lo + n - 1]);
      if (k === DEFER) k = +(yield* lessGen(a[lo], a[lo + n - 1]));
      if (k !== 0) return n;
      this.reverse(lo, n);
    }
    n++;
    // A descending run; the last `equal` + 1 keys are equal and are put in reverse, since the whole run will be.
    let equal = 0;
    for (; n < left; n++) {
      k = less(a[lo + n], a[lo + n - 1]);
      if (k === DEFER) k = +(yield* lessGen(a[lo + n], a[lo + n - 1]));
      if (k !== 0) {
        if (equal > 0) this.reverse(lo + n - equal - 1, equal + 1);
        equal = 0;
        continue;
      }
      k = less(a[lo + n - 1], a[lo + n]);
      if (k === DEFER) k = +(yield* lessGen(a[lo + n - 1], a[lo + n]));
      if (k !== 0) break;
      equal++;
    }
    if (equal > 0) this.reverse(lo + n - equal - 1, equal + 1);
    this.reverse(lo, n);
    for (; n < left; n++) {
      k = less(a[lo + n], a[lo + n - 1]);
      if (k === DEFER) k = +(yield* lessGen(a[lo + n], a[lo + n - 1]));
      if (k !== 0) break;
    }
    return n;
  }

  /** Sort n keys from `lo`, of which the first `ok` are sorted. */
  private *binarySort(lo: number, n: number, ok: number): Gen<void> {
    const a = this.keys;
    const v = this.values;
    for (; ok < n; ok++) {
      let left = 0;
      let right = ok;
      const pivot = a[lo + ok];
      do {
        const m = (left + right) >> 1;
        let k = less(pivot, a[lo + m]);
        if (k === DEFER) k = +(yield* lessGen(pivot, a[lo + m]));
        if (k !== 0) right = m;
        else left = m + 1;
      } while (left < right);
      a.copyWithin(lo + left + 1, lo + left, lo + ok);
      a[lo + left] = pivot;
      if (v !== null) {
        const value = v[lo + ok];
        v.copyWithin(lo + left + 1, lo + left, lo + ok);
        v[lo + left] = value;
      }
    }
  }

  /** Merge as powersort wants before a new run of length n2 is pushed. */
  private *foundRun(n2: number): Gen<void> {
    const top = this.starts.length;
    if (top === 0) return;
    const power = powerOf(this.starts[top - 1], this.lengths[top - 1], n2, this.keys.length);
    while (this.starts.length > 1 && this.powers[this.starts.length - 2] > power)
      yield* this.mergeAt(this.starts.length - 2);
    this.powers[this.starts.length - 1] = power;
  }

  /** Merge runs i and i + 1. */
  private *mergeAt(i: number): Gen<void> {
    let sa = this.starts[i];
    let na = this.lengths[i];
    const sb = this.starts[i + 1];
    let nb = this.lengths[i + 1];
    this.lengths[i] = na + nb;
    this.starts.splice(i + 1, 1);
    this.lengths.splice(i + 1, 1);
    this.powers.splice(i + 1, 1);
    const k = yield* this.gallopRight(this.keys[sb], this.keys, sa, na, 0);
    sa += k;
    na -= k;
    if (na === 0) return;
    nb = yield* this.gallopLeft(this.keys[sa + na - 1], this.keys, sb, nb, nb - 1);
    if (nb <= 0) return;
    if (na <= nb) yield* this.mergeLo(sa, na, sb, nb);
    else yield* this.mergeHi(sa, na, sb, nb);
  }

  /** Where `key` belongs among n sorted keys from `base`, left of equal ones. */
  private *gallopLeft(key: number, a: Int32Array, base: number, n: number, hint: number): Gen<number> {
    let last = 0;
    let ofs = 1;
    let k = less(a[base + hint], key);
    if (k === DEFER) k = +(yield* lessGen(a[base + hint], key));
    if (k !== 0) {
      const max = n - hint;
      while (ofs < max) {
        k = less(a[base + hint + ofs], key);
        if (k === DEFER) k = +(yield* lessGen(a[base + hint + ofs], key));
        if (k === 0) break;
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    } else {
      const max = hint + 1;
      while (ofs < max) {
        k = less(a[base + hint - ofs], key);
        if (k === DEFER) k = +(yield* lessGen(a[base + hint - ofs], key));
        if (k !== 0) break;
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      const t = last;
      last = hint - ofs;
      ofs = hint - t;
    }
    last++;
    while (last < ofs) {
      const m = last + ((ofs - last) >> 1);
      k = less(a[base + m], key);
      if (k === DEFER) k = +(yield* lessGen(a[base + m], key));
      if (k !== 0) last = m + 1;
      else ofs = m;
    }
    return ofs;
  }

  /** As gallopLeft, right of equal ones. */
  private *gallopRight(key: number, a: Int32Array, base: number, n: number, hint: number): Gen<number> {
    let last = 0;
    let ofs = 1;
    let k = less(key, a[base + hint]);
    if (k === DEFER) k = +(yield* lessGen(key, a[base + hint]));
    if (k !== 0) {
      const max = hint + 1;
      while (ofs < max) {
        k = less(key, a[base + hint - ofs]);
        if (k === DEFER) k = +(yield* lessGen(key, a[base + hint - ofs]));
        if (k === 0) break;
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      const t = last;
      last = hint - ofs;
      ofs = hint - t;
    } else {
      const max = n - hint;
      while (ofs < max) {
        k = less(key, a[base + hint + ofs]);
        if (k === DEFER) k = +(yield* lessGen(key, a[base + hint + ofs]));
        if (k !== 0) break;
        last = ofs;
        ofs = ofs * 2 + 1;
      }
      if (ofs > max) ofs = max;
      last += hint;
      ofs += hint;
    }
    last++;
    while (last < ofs) {
      const m = last + ((ofs - last) >> 1);
      k = less(key, a[base + m]);
      if (k === DEFER) k = +(yield* lessGen(key, a[base + m]));
      if (k !== 0) ofs = m;
      else last = m + 1;
    }
    return ofs;
  }

  private room(n: number): void {
    if (this.tempKeys.length >= n) return;
    this.tempKeys = new Int32Array(n);
    if (this.values !== null) this.tempValues = new Int32Array(n);
  }

  /** Merge na keys at sa with the nb that follow, na <= nb, from the left: the first run is copied aside. */
  private *mergeLo(sa: number, na: number, sb: number, nb: number): Gen<void> {
    this.room(na);
    const a = this.keys;
    const v = this.values;
    const ta = this.tempKeys;
    const tv = this.tempValues;
    ta.set(a.subarray(sa, sa + na));
    if (v !== null) tv.set(v.subarray(sa, sa + na));
    let dest = sa;
    let pa = 0;
    let pb = sb;
    let k: number;
    const takeB = (): void => {
      a[dest] = a[pb];
      if (v !== null) v[dest] = v[pb];
      dest++;
      pb++;
    };
    const takeA = (): void => {
      a[dest] = ta[pa];
      if (v !== null) v[dest] = tv[pa];
      dest++;
      pa++;
    };
    try {
      takeB();
      nb--;
      if (nb === 0 || na === 1) return;
      let minGallop = this.minGallop;
      for (;;) {
        let wonA = 0;
        let wonB = 0;
        for (;;) {
          k = less(a[pb], ta[pa]);
          if (k === DEFER) k = +(yield* lessGen(a[pb], ta[pa]));
          if (k !== 0) {
            takeB();
            wonB++;
            wonA = 0;
            if (--nb === 0) return;
            if (wonB >= minGallop) break;
          } else {
            takeA();
            wonA++;
            wonB = 0;
            if (--na === 1) return;
            if (wonA >= minGallop) break;
          }
        }
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          k = yield* this.gallopRight(a[pb], ta, pa, na, 0);
          wonA = k;
          if (k > 0) {
            a.set(ta.subarray(pa, pa + k), dest);
            if (v !== null) v.set(tv.subarray(pa, pa + k), dest);
            dest += k;
            pa += k;
            na -= k;
            if (na <= 1) return;
          }
          takeB();
          if (--nb === 0) return;
          k = yield* this.gallopLeft(ta[pa], a, pb, nb, 0);
          wonB = k;
          if (k > 0) {
            a.copyWithin(dest, pb, pb + k);
            v?.copyWithin(dest, pb, pb + k);
            dest += k;
            pb += k;
            nb -= k;
            if (nb === 0) return;
          }
          takeA();
          if (--na === 1) return;
        } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
        minGallop++;
        this.minGallop = minGallop;
      }
    } finally {
      // What is left: with one key of A it goes to the very end (B first); else B is used up (or a comparison failed) and A follows.
      if (na === 1 && nb > 0) {
        a.copyWithin(dest, pb, pb + nb);
        v?.copyWithin(dest, pb, pb + nb);
        dest += nb;
      }
      a.set(ta.subarray(pa, pa + na), dest);
      if (v !== null) v.set(tv.subarray(pa, pa + na), dest);
    }
  }

  /** Merge na keys at sa with the nb that follow, na >= nb, from the right: the second run is copied aside. */
  private *mergeHi(sa: number, na: number, sb: number, nb: number): Gen<void> {
    this.room(nb);
    const a = this.keys;
    const v = this.values;
    const tb = this.tempKeys;
    const tv = this.tempValues;
    tb.set(a.subarray(sb, sb + nb));
    if (v !== null) tv.set(v.subarray(sb, sb + nb));
    let dest = sb + nb - 1;
    let pa = sa + na - 1;
    let pb = nb - 1;
    let k: number;
    const takeA = (): void => {
      a[dest] = a[pa];
      if (v !== null) v[dest] = v[pa];
      dest--;
      pa--;
    };
    const takeB = (): void => {
      a[dest] = tb[pb];
      if (v !== null) v[dest] = tv[pb];
      dest--;
      pb--;
    };
    try {
      takeA();
      na--;
      if (na === 0 || nb === 1) return;
      let minGallop = this.minGallop;
      for (;;) {
        let wonA = 0;
        let wonB = 0;
        for (;;) {
          k = less(tb[pb], a[pa]);
          if (k === DEFER) k = +(yield* lessGen(tb[pb], a[pa]));
          if (k !== 0) {
            takeA();
            wonA++;
            wonB = 0;
            if (--na === 0) return;
            if (wonA >= minGallop) break;
          } else {
            takeB();
            wonB++;
            wonA = 0;
            if (--nb === 1) return;
            if (wonB >= minGallop) break;
          }
        }
        minGallop++;
        do {
          if (minGallop > 1) minGallop--;
          this.minGallop = minGallop;
          k = na - (yield* this.gallopRight(tb[pb], a, sa, na, na - 1));
          wonA = k;
          if (k > 0) {
            dest -= k;
            pa -= k;
            a.copyWithin(dest + 1, pa + 1, pa + 1 + k);
            v?.copyWithin(dest + 1, pa + 1, pa + 1 + k);
            na -= k;
            if (na === 0) return;
          }
          takeB();
          if (--nb === 1) return;
          k = nb - (yield* this.gallopLeft(a[pa], tb, 0, nb, nb - 1));
          wonB = k;
          if (k > 0) {
            dest -= k;
            pb -= k;
            a.set(tb.subarray(pb + 1, pb + 1 + k), dest + 1);
            if (v !== null) v.set(tv.subarray(pb + 1, pb + 1 + k), dest + 1);
            nb -= k;
            if (nb <= 1) return;
          }
          takeA();
          if (--na === 0) return;
        } while (wonA >= MIN_GALLOP || wonB >= MIN_GALLOP);
        minGallop++;
        this.minGallop = minGallop;
      }
    } finally {
      // What is left: with one key of B it goes to the very front (A moves up); else A is used up (or a comparison failed) and B precedes.
      if (nb === 1 && na > 0) {
        a.copyWithin(dest - na + 1, pa - na + 1, pa + 1);
        v?.copyWithin(dest - na + 1, pa - na + 1, pa + 1);
        dest -= na;
      }
      if (nb > 0) {
        a.set(tb.subarray(0, nb), dest - nb + 1);
        if (v !== null) v.set(tv.subarray(0, nb), dest - nb + 1);
      }
    }
  }
}

/** The power of the run (start, n1) before a run of n2 keys: its depth in the merge tree of n keys. */
function powerOf(start: number, n1: number, n2: number, n: number): number {
  let result = 0;
  let a = 2 * start + n1;
  let b = a + n1 + n2;
  for (;;) {
    result++;
    if (a >= n) {
      a -= n;
      b -= n;
    } else if (b >= n) return result;
    a *= 2;
    b *= 2;
  }
}

// --- numbers ---

/** The numeric values of refs that are all small ints, 53-bit ints or floats, none NaN; null otherwise. */
function numbersOf(refs: Int32Array): Float64Array | null {
  const n = refs.length;
  const first = refs[0];
  if ((first & 1) === 0 && !isNumber(first)) return null;
  const out = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const ref = refs[k];
    if ((ref & 1) !== 0) {
      out[k] = ref >> 1;
      continue;
    }
    if (!isNumber(ref)) return null;
    const x = f64[(ref >> 3) + 2];
    if (x !== x) return null;
    out[k] = x;
  }
  return out;
}
function isNumber(ref: number): boolean {
  const type = i32[(ref >> 2) + 1] & 0xffff;
  return type === T.INT || type === T.FLOAT;
}

/**
 * Sort values by their numbers, ascending and stable: insertion sort of short stretches, then merging. Where numbers are equal, `tie(x, y)` (below 0: x first)
 * decides between values; null: equal numbers are equal.
 */
function sortByNumber(keys: Float64Array, values: Int32Array, tie: ((x: number, y: number) => number) | null): void {
  const n = keys.length;
  if (tie === null) {
    let sorted = 1;
    while (sorted < n && keys[sorted] >= keys[sorted - 1]) sorted++;
    if (sorted === n) return;
    while (sorted < n && keys[sorted] < keys[sorted - 1]) sorted++;
    if (sorted === n && keys[0] > keys[1]) {
      values.reverse();
      return;
    }
  }
  const stretch = 12;
  for (let lo = 0; lo < n; lo += stretch) {
    const hi = Math.min(n, lo + stretch);
    for (let k = lo + 1; k < hi; k++) {
      const x = keys[k];
      const v = values[k];
      let j = k - 1;
      while (j >= lo && (keys[j] > x || (tie !== null && keys[j] === x && tie(v, values[j]) < 0))) {
        keys[j + 1] = keys[j];
        values[j + 1] = values[j];
        j--;
      }
      keys[j + 1] = x;
      values[j + 1] = v;
    }
  }
  let fromK: Float64Array = keys;
  let fromV: Int32Array = values;
  let toK: Float64Array = new Float64Array(n);
  let toV: Int32Array = new Int32Array(n);
  for (let width = stretch; width < n; width *= 2) {
    for (let lo = 0; lo < n; lo += width * 2) {
      const mid = Math.min(n, lo + width);
      const hi = Math.min(n, lo + width * 2);
      let a = lo;
      let b = mid;
      let t = lo;
      while (a < mid && b < hi) {
        const second = fromK[b] < fromK[a] || (tie !== null && fromK[b] === fromK[a] && tie(fromV[b], fromV[a]) < 0);
        const from = second ? b++ : a++;
        toK[t] = fromK[from];
        toV[t++] = fromV[from];
      }
      while (a < mid) {
        toK[t] = fromK[a];
        toV[t++] = fromV[a++];
      }
      while (b < hi) {
        toK[t] = fromK[b];
        toV[t++] = fromV[b++];
      }
    }
    [fromK, toK] = [toK, fromK];
    [fromV, toV] = [toV, fromV];
  }
  if (fromV !== values) values.set(fromV);
}

// --- strings ---

/** The first characters of each str as a number that is ordered as they are: 6 of 8 bits when all are Latin-1, else 2 of 21 bits. */
function prefixesOf(refs: Int32Array): Float64Array {
  let narrow = true;
  for (let k = 0; k < refs.length && narrow; k++) narrow = strKind(refs[k]) === 1;
  const chars = narrow ? 6 : 2;
  const scale = narrow ? 256 : 1 << 21;
  const out = new Float64Array(refs.length);
  for (let k = 0; k < refs.length; k++) {
    const ref = refs[k];
    const n = Math.min(chars, strLength(ref));
    const data = strData(ref);
    let x = 0;
    for (let j = 0; j < n; j++) x = x * scale + (narrow ? u8[data + j] : codePointAt(ref, j));
    for (let j = n; j < chars; j++) x *= scale;
    out[k] = x;
  }
  return out;
}

/** Sort values by exact strs, ascending and stable. */
function sortByStr(keys: Int32Array, values: Int32Array): void {
  const n = keys.length;
  let sorted = 1;
  while (sorted < n && strCompare(keys[sorted - 1], keys[sorted]) <= 0) sorted++;
  if (sorted === n) return;
  const prefixes = prefixesOf(keys);
  if (keys === values) {
    sortByNumber(prefixes, values, strCompare);
    return;
  }
  const order = new Int32Array(n);
  for (let k = 0; k < n; k++) order[k] = k;
  sortByNumber(prefixes, order, (x, y) => strCompare(keys[x], keys[y]));
  const old = values.slice();
  for (let k = 0; k < n; k++) values[k] = old[order[k]];
}

const allSmall = (refs: Int32Array): boolean => {
  for (let k = 0; k < refs.length; k++) if ((refs[k] & 1) === 0) return false;
  return true;
};
const allStr = (refs: Int32Array): boolean => {
  for (let k = 0; k < refs.length; k++)
    if ((refs[k] & 1) !== 0 || (i32[(refs[k] >> 2) + 1] & 0xffff) !== T.STR) return false;
  return true;
};

/**
 * Sort `values` (refs) by `keys` (refs in the same order; the same array: by themselves) in the given direction, stable. Nothing is counted or freed: both
 * arrays are only permuted. The caller keeps all of them alive. Returns null when it is done, else what is left to run; `values` are to be reversed after that, whatever comes of it, when
 * `reverse` is asked for.
 */
function sortRefs(keys: Int32Array, values: Int32Array, reverse: boolean): Gen<void> | null {
  const self = keys === values;
  if (values.length < 2) return null;
  if (self && allSmall(values)) {
    // Equal small ints are the same ref, and refs of small ints are ordered as the ints.
    values.sort();
    if (reverse) values.reverse();
    return null;
  }
  // Reversing before and after keeps equal items in their order.
  if (reverse) {
    values.reverse();
    if (!self) keys.reverse();
  }
  const numbers = numbersOf(keys);
  if (numbers !== null) sortByNumber(numbers, values, null);
  else if (allStr(keys)) sortByStr(keys, values);
  else return new MergeState(keys, self ? null : values).run();
  if (reverse) values.reverse();
  return null;
}

/** list.sort() of exact built-in values without a key function: NONE, or DEFER (nothing changed). */
export function sortLeaf(list: number, key: number, reverseRef: number): number {
  if (key !== 0 && key !== NONE) return DEFER;
  const reverse = reverseRef === 0 ? 0 : truthLeaf(reverseRef);
  if (reverse === DEFER) return DEFER;
  const at = i32[(list >> 2) + List.ITEMS];
  const n = i32[(list >> 2) + List.LENGTH];
  if (n < 2) return NONE;
  const values = new Int32Array(n);
  values.set(i32.subarray(at, at + n));
  const merging = sortRefs(values, values, reverse === 1);
  if (merging !== null) {
    try {
      if (!merging.next().done) return DEFER;
    } catch (thrown) {
      if (reverse === 1) values.reverse();
      i32.set(values, at);
      throw thrown;
    }
    if (reverse === 1) values.reverse();
  }
  i32.set(values, at);
  return NONE;
}

/** list.sort(key, reverse), in full. Raises ValueError if the list was changed meanwhile. */
export function* sortGen(list: number, key: number, reverseRef: number): Gen<void> {
  const reverse = reverseRef !== 0 && (yield* truthGen(reverseRef));
  const w = list >> 2;
  const n = i32[w + List.LENGTH];
  const block = i32[w + List.ITEMS];
  const capacity = i32[w + List.CAPACITY];
  const level = handleLevel();
  const at = reserveHandles(n);
  i32.copyWithin(at, block, block + n);
  const values = new Int32Array(n);
  values.set(i32.subarray(at, at + n));
  // The list looks empty meanwhile; any change gives it another capacity.
  i32[w + List.LENGTH] = 0;
  i32[w + List.ITEMS] = 0;
  i32[w + List.CAPACITY] = -1;
  let modified = false;
  try {
    let keys = values;
    if (key !== 0 && key !== NONE) {
      const keysAt = reserveHandles(n);
      keys = new Int32Array(n);
      const inner = handleLevel();
      let k = 0;
      const take = (r: number): boolean => {
        keys[k] = r;
        i32[keysAt + k++] = incref(r);
        return true;
      };
      while (k < n) {
        const r = callOneLeaf(key, values[k]);
        if (r === DEFER) yield* callEach(key, () => (k < n ? incref(values[k]) : 0), take);
        else take(r);
        releaseTo(inner);
      }
    }
    const merging = sortRefs(keys, values, reverse);
    if (merging !== null) {
      try {
        yield* merging;
      } finally {
        if (reverse) values.reverse();
      }
    }
  } finally {
    modified = i32[w + List.CAPACITY] !== -1;
    const strayAt = i32[w + List.ITEMS];
    const strays = i32[w + List.LENGTH];
    i32.fill(0, at, at + n);
    i32.set(values, block);
    i32[w + List.LENGTH] = n;
    i32[w + List.ITEMS] = block;
    i32[w + List.CAPACITY] = capacity;
    for (let k = 0; k < strays; k++) decref(i32[strayAt + k]);
    if (strayAt !== 0) freeRaw(strayAt);
    releaseTo(level);
  }
  if (modified) throw raise(E.ValueError, "list modified during sort");
}
