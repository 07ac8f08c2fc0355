import { describe, expect, test } from "vitest";
import { allocObject, allocRaw, freeObject, freeRaw } from "../../src/heap/alloc.ts";
import { audit, type FindingKind } from "../../src/heap/audit.ts";
import { keep } from "../../src/heap/handles.ts";
import { G, H, IMMORTAL, NAMES_TABLE, NONE, PAGE_TABLE, Page, Slot, T } from "../../src/heap/layout.ts";
import { i32, SLOT_AT, u8, u16 } from "../../src/heap/memory.ts";
import { decref, finalizers, incref } from "../../src/heap/refcount.ts";
import { instanceStore } from "../../src/objects/attributes.ts";
import { allocBytearray } from "../../src/objects/bytes-core.ts";
import { allocDict, Dict, dictInsert, dictSetStr } from "../../src/objects/dict-core.ts";
import { internJs } from "../../src/objects/intern.ts";
import { newBigInt, newInt } from "../../src/objects/number-core.ts";
import { allocList, List, listAppend, newList, newTuple } from "../../src/objects/sequence-core.ts";
import { newSet, setAddLeaf, SetWord } from "../../src/objects/set-core.ts";
import { newStr, Str, STR_ASCII } from "../../src/objects/str-core.ts";
import { allocOf, newClass, sound, withHandles } from "./fixture.ts";

/**
 * Make a bug, expect the audit to find it, mend it, expect a sound heap: `seed` returns what mends it. `pattern` must match one finding of the kind.
 */
function finds(kind: FindingKind, pattern: RegExp, seed: () => () => void): void {
  sound(() => {
    const mend = seed();
    const { findings, clean } = audit();
    expect(clean).toBe(false);
    expect(findings.filter((f) => f.kind === kind).map((f) => f.text)).toContainEqual(expect.stringMatching(pattern));
    mend();
  });
}

/** Change words of the heap; returns what changes them back. */
function damage(...changes: [word: number, value: number][]): () => void {
  const old = changes.map(([word]) => i32[word]);
  for (const [word, value] of changes) i32[word] = value;
  return () => changes.forEach(([word], k) => (i32[word] = old[k]));
}

describe("a clean heap", () => {
  test("is told in one line, with the number of mortal objects", () => {
    const before = audit().objects;
    withHandles(() => {
      newList([newStr("one"), newStr("two")]);
      const { text, objects, clean, findings } = audit();
      expect({ clean, findings, objects }).toEqual({ clean: true, findings: [], objects: before + 3 });
      expect(text).toBe(`audit: ${before + 3} objects, clean`);
    });
  });

  test("groups thousands", () => {
    sound(() => {
      newList(Array.from({ length: 1500 }, (_, k) => newStr(`text ${k}`)));
      expect(audit().text).toMatch(/^audit: 1,\d\d\d objects, clean$/);
    });
  });

  test("may hold garbage that only the collector can free", () => {
    withHandles(() => {
      const list = newList();
      listAppend(list, list);
      expect(audit().clean).toBe(true);
      incref(list);
      // The cycle is broken by hand, so that it leaves nothing for the next test.
      i32[(list >> 2) + List.LENGTH] = 0;
      decref(list);
      decref(list);
    });
  });

  test("counts what an exception being raised, a queue of finalizers and handles hold", () => {
    sound(() => {
      i32[SLOT_AT + Slot.EXCEPTION] = allocList();
      finalizers.push(allocList());
      keep(allocList());
      expect(audit().clean).toBe(true);
      decref(i32[SLOT_AT + Slot.EXCEPTION]);
      i32[SLOT_AT + Slot.EXCEPTION] = 0;
      decref(finalizers.pop() as number);
    });
  });
});

describe("a wrong count", () => {
  test("that is too high is a leak", () => {
    finds("leaked", /^list of 2 items at 0x[0-9a-f]+ has count 2 and 1 reference$/, () => {
      const list = newList([3, 5]);
      incref(list);
      return () => decref(list);
    });
  });

  test("that is too low is found before it frees too early", () => {
    finds("count too low", /^str 'shared text' at .* has count 1 and 2 references$/, () => {
      const text = newStr("shared text");
      const list = newList([text]);
      // A container that forgot to take its reference.
      i32[i32[(list >> 2) + List.ITEMS]] = text;
      i32[text >> 2]--;
      return () => {
        i32[text >> 2]++;
      };
    });
  });

  test("of a class, by an instance that forgot it, is found", () => {
    finds("count too low", /^class Point at /, () => {
      const cls = newClass("Point");
      keep(allocOf(cls));
      i32[cls >> 2]--;
      return () => {
        i32[cls >> 2]++;
      };
    });
  });

  test("of a value that an instance holds is found", () => {
    finds("leaked", /^str 'value of x' at /, () => {
      const value = newStr("value of x");
      const object = keep(allocOf(newClass("Point")));
      instanceStore(object, internJs("x"), value);
      incref(value);
      return () => decref(value);
    });
  });

  test("of an immortal object is none", () => {
    sound(() => {
      for (let k = 0; k < 100; k++) incref(NONE);
      expect(audit().clean).toBe(true);
      i32[NONE >> 2] = IMMORTAL;
    });
  });

  test("of what only an immortal object holds is no hiding place", () => {
    finds("leaked", /^str 'held for ever' at /, () => {
      const list = newList();
      const count = i32[list >> 2];
      i32[list >> 2] = IMMORTAL;
      const text = newStr("held for ever");
      listAppend(list, text);
      incref(text);
      return () => {
        decref(text);
        i32[list >> 2] = count;
      };
    });
  });
});

describe("a freed object", () => {
  test("that is still referenced is found", () => {
    finds("freed while referenced", /^list of 1 item at 0x[0-9a-f]+ refers to a freed block at 0x[0-9a-f]+$/, () => {
      const inner = allocList();
      const list = newList();
      listAppend(list, inner);
      i32[inner >> 2] = 0;
      freeObject(inner);
      return () => {
        i32[(list >> 2) + List.LENGTH] = 0;
      };
    });
  });

  test("whose block is in use again shows by the new object's count", () => {
    finds("count too low", /^list of 0 items at .* has count 1 and 2 references$/, () => {
      const inner = allocList();
      const list = newList();
      listAppend(list, inner);
      freeObject(inner);
      expect(keep(allocList())).toBe(inner);
      return () => {
        i32[(list >> 2) + List.LENGTH] = 0;
      };
    });
  });

  test("on a free list twice is found", () => {
    finds("memory", /is on a free list twice|is on a free list$/, () => {
      const a = allocObject(48, T.LIST);
      freeObject(a);
      const head = i32[(a >> 2) + H.STATE];
      i32[(a >> 2) + H.STATE] = a;
      return () => {
        i32[(a >> 2) + H.STATE] = head;
      };
    });
  });

  test("in use and on a free list is found", () => {
    finds("memory", /^list of 0 items at .* is on a free list$/, () => {
      const list = newList();
      const kind = i32[(list >> 2) + H.KIND];
      const state = i32[(list >> 2) + H.STATE];
      freeObject(list);
      i32[list >> 2] = 1;
      i32[(list >> 2) + H.KIND] = kind;
      return () => {
        // Take it off the list again.
        expect(keep(allocObject(32, T.LIST))).toBe(list);
        i32.fill(0, (list >> 2) + H.WORDS, (list >> 2) + List.WORDS);
        i32[list >> 2] = 2;
        i32[(list >> 2) + H.STATE] = state;
      };
    });
  });

  test("that is on no free list is found", () => {
    finds("memory", /^the block at 0x[0-9a-f]+ is free and on no free list$/, () => {
      const ref = allocObject(32, T.LIST);
      const kind = i32[(ref >> 2) + H.KIND];
      i32[(ref >> 2) + H.KIND] = 0;
      return () => {
        i32[(ref >> 2) + H.KIND] = kind;
        freeObject(ref);
      };
    });
  });
});

describe("a reference", () => {
  test("into the middle of an object is found", () => {
    finds("damaged", /^list of 1 item at .* refers to 0x[0-9a-f]+, which is no object$/, () => {
      const list = newList([newStr("some text of some length")]);
      const word = i32[(list >> 2) + List.ITEMS];
      return damage([word, i32[word] + 8]);
    });
  });

  test("far outside the heap is found", () => {
    finds("damaged", /refers to 0x[0-9a-f]+, which is no object$/, () =>
      damage([i32[(newList([NONE]) >> 2) + List.ITEMS], 0x7ffffff8]),
    );
  });

  test("that is negative is found", () => {
    finds("damaged", /refers to 0xfffffffe, which is no object$/, () =>
      damage([i32[(newList([NONE]) >> 2) + List.ITEMS], -2]),
    );
  });

  test("from a heap-wide word to nothing is found", () => {
    finds("damaged", /^heap word \d+ refers to 0x10, which is no object$/, () => damage([G.END_REF - 1, 16]));
  });

  test("from the table of names to nothing is found", () => {
    finds("damaged", /^the table of names refers to /, () => damage([NAMES_TABLE, 4]));
  });
});

describe("a damaged container", () => {
  const dictOf = (n: number): number => {
    const d = keep(allocDict());
    for (let k = 0; k < n; k++) dictSetStr(d, newStr(`key ${k}`), newInt(k));
    return d;
  };
  const table = (d: number): number => i32[(d >> 2) + Dict.TABLE];

  test("a dict that miscounts its keys", () => {
    finds("damaged", /^dict of 6 keys at .*: a dict has 6 keys in 5 of 5 entries$/, () =>
      damage([(dictOf(5) >> 2) + Dict.USED, 6]),
    );
  });

  test("a dict that counts fewer keys than it has", () => {
    finds("damaged", /: a dict counts 4 keys and has 5$/, () => damage([(dictOf(5) >> 2) + Dict.USED, 4]));
  });

  test("a dict whose index points nowhere", () => {
    finds("damaged", /: a dict's (entry \d+ cannot be found by its hash|index \d+ is 100)$/, () => {
      const d = dictOf(5);
      for (let k = 0; k < 8; k++) if (i32[table(d) + 2 + k] >= 0) return damage([table(d) + 2 + k, 100]);
      throw new Error("no index in use");
    });
  });

  test("a dict whose key has another hash than its entry", () => {
    finds("damaged", /: a dict's entry \d+ (has not its key's hash|cannot be found by its hash)$/, () => {
      const d = dictOf(5);
      return damage([table(d) + 2 + 8, 12345]);
    });
  });

  test("a dict with a table larger than its block", () => {
    finds("damaged", /: a dict's table of \d+ indices and \d+ entries has \d+ words$/, () =>
      damage([table(dictOf(5)), 20]),
    );
  });

  test("a dict with a table that is no block", () => {
    finds("damaged", /: a dict's table is at no block$/, () => damage([(dictOf(5) >> 2) + Dict.TABLE, 99]));
  });

  test("a dict with the same key twice is not looked into, but both are found by their hash", () => {
    sound(() => {
      const d = dictOf(1);
      const key = newStr("twin");
      dictInsert(d, key, 77, NONE);
      expect(audit().clean).toBe(true);
    });
  });

  test("a list longer than its room", () => {
    finds("damaged", /^list of 1000 items at .*: a list has 1000 items, room for \d+, and a block of \d+ words$/, () =>
      damage([(newList([3, 5]) >> 2) + List.LENGTH, 1000]),
    );
  });

  test("a list whose room is larger than its block", () => {
    finds("damaged", /: a list has 2 items, room for 1000, and a block of \d+ words$/, () =>
      damage([(newList([3, 5]) >> 2) + List.CAPACITY, 1000]),
    );
  });

  test("a list with an absent item", () => {
    finds("damaged", /: a list's item 1 is absent$/, () => damage([i32[(newList([3, 5]) >> 2) + List.ITEMS] + 1, 0]));
  });

  test("a tuple longer than its block", () => {
    finds("damaged", /: a tuple of 100000 items does not fit its block$/, () =>
      damage([(newTuple([3, 5]) >> 2) + 4, 100000]),
    );
  });

  test("a tuple of negative length", () => {
    finds("damaged", /: a tuple of -1 items does not fit its block$/, () => damage([(newTuple([3, 5]) >> 2) + 4, -1]));
  });

  test("a set that miscounts its keys", () => {
    finds("damaged", /: a set counts 3 keys and has 2$/, () => {
      const s = newSet();
      setAddLeaf(s, 3);
      setAddLeaf(s, 5);
      return damage([(s >> 2) + SetWord.USED, 3]);
    });
  });

  test("a set whose mask is no mask", () => {
    finds("damaged", /: a set's table has the mask 6$/, () => {
      const s = newSet();
      setAddLeaf(s, 3);
      return damage([i32[(s >> 2) + SetWord.TABLE], 6]);
    });
  });

  test("a str of the wrong kind", () => {
    finds("damaged", /: a str of kind 2 holds nothing wider than 1$/, () => {
      const s = newStr("\u0416\u0416");
      u16[(s + (Str.DATA << 2)) >> 1] = 65;
      u16[((s + (Str.DATA << 2)) >> 1) + 1] = 66;
      return () => {
        u16[(s + (Str.DATA << 2)) >> 1] = 0x416;
      };
    });
  });

  test("a str that says it is ASCII and is not", () => {
    finds("damaged", /: a str is marked as ASCII and is not$/, () => {
      const s = newStr("plain");
      u8[s + (Str.DATA << 2)] = 200;
      return () => {
        u8[s + (Str.DATA << 2)] = 112;
      };
    });
  });

  test("a str that is ASCII and does not say so", () => {
    finds("damaged", /: a str is not marked as ASCII and is$/, () => {
      const s = newStr("plain");
      return damage([(s >> 2) + Str.KIND, i32[(s >> 2) + Str.KIND] & ~STR_ASCII]);
    });
  });

  test("a str longer than its block", () => {
    finds("damaged", /: a str of 100000 code points does not fit its block$/, () =>
      damage([(newStr("plain") >> 2) + Str.LENGTH, 100000]),
    );
  });

  test("an int that should have been a small one", () => {
    finds("damaged", /: an int holds 5, which is a small one$/, () => {
      const n = newInt(2 ** 40);
      const words = [i32[(n >> 2) + 4], i32[(n >> 2) + 5]];
      const five = new Int32Array(new Float64Array([5]).buffer);
      i32[(n >> 2) + 4] = five[0];
      i32[(n >> 2) + 5] = five[1];
      return () => {
        i32[(n >> 2) + 4] = words[0];
        i32[(n >> 2) + 5] = words[1];
      };
    });
  });

  test("an int with more limbs than room", () => {
    finds("damaged", /: an int of 5000 limbs does not fit its block$/, () =>
      damage([(newBigInt(2n ** 100n) >> 2) + 4, 5000]),
    );
  });

  test("a bytearray longer than its block", () => {
    finds("damaged", /: a bytearray has 500 bytes, room for \d+, and a block of \d+ bytes$/, () =>
      damage([(keep(allocBytearray(10)) >> 2) + 4, 500]),
    );
  });

  test("an instance with more attributes in line than room", () => {
    finds("damaged", /: it has 200 attributes in line and room for \d+$/, () => {
      const object = keep(allocOf(newClass("Point")));
      const dictAt = (object >> 2) + 4;
      return damage([dictAt + 1, (i32[dictAt + 1] & ~0xff) | 200]);
    });
  });

  test("an object of a type that is no class", () => {
    finds("damaged", /^the object at 0x[0-9a-f]+ has type index 60000, which is no class$/, () => {
      const list = newList();
      return damage([(list >> 2) + H.KIND, 60000]);
    });
  });
});

describe("raw memory", () => {
  test("a block that nobody owns is found", () => {
    finds("memory", /^1 raw block without an owner, the first at word \d+ with 40 bytes$/, () => {
      const at = allocRaw(10);
      return () => freeRaw(at);
    });
  });

  test("a block that two objects own is found", () => {
    finds("memory", /^list of 2 items at .* uses a raw block that has another owner$/, () => {
      const a = newList([3, 5]);
      const b = newList([3, 5]);
      return damage([(b >> 2) + List.ITEMS, i32[(a >> 2) + List.ITEMS]]);
    });
  });

  test("a block that is in use and free is found", () => {
    finds("memory", /^list of 2 items at .* uses a raw block that is free$/, () => {
      const a = newList([3, 5]);
      const at = i32[(a >> 2) + List.ITEMS];
      const words = [i32[at], i32[at + 1]];
      freeRaw(at);
      const link = i32[at];
      i32[at] = link;
      return () => {
        expect(allocRaw(2)).toBe(at);
        i32[at] = words[0];
        i32[at + 1] = words[1];
      };
    });
  });

  test("a page of no kind is found", () => {
    finds("memory", /^page \d+ is of no kind \(77\)$/, () => {
      const list = newList();
      return damage([PAGE_TABLE + (list >>> 16) * Page.WORDS, 77]);
    });
  });

  test("a number of pages that cannot be is found", () => {
    finds("memory", /^the number of pages in use is impossible: 99999999 of \d+$/, () =>
      damage([G.PAGES_USED, 99999999]),
    );
  });
});

describe("the report", () => {
  test("has twenty lines at most and says how many findings are left", () => {
    withHandles(() => {
      const texts = Array.from({ length: 60 }, (_, k) => newStr(`leaked text ${k}`));
      texts.forEach(incref);
      const lines = audit().text.split("\n");
      texts.forEach(decref);
      expect(lines.length).toBe(20);
      expect(lines[0]).toMatch(/^audit: [\d,]+ objects, 60 findings$/);
      expect(lines[19]).toBe("  … and 42 more");
    });
  });

  test("shows what is worst first", () => {
    withHandles(() => {
      const leaked = newStr("leaked text");
      incref(leaked);
      const inner = allocList();
      const list = newList();
      listAppend(list, inner);
      freeObject(inner);
      const lines = audit().text.split("\n");
      expect(lines[1]).toMatch(/^ {2}freed while referenced: /);
      expect(lines[2]).toMatch(/^ {2}leaked: str 'leaked text' at /);
      i32[(list >> 2) + List.LENGTH] = 0;
      decref(leaked);
    });
  });

  test("comes also from a heap full of random words", () => {
    withHandles(() => {
      const list = newList(Array.from({ length: 50 }, (_, k) => newTuple([newStr(`text ${k}`), newInt(k)])));
      const from = 32 * 16384;
      const before = i32.slice(from, from + 3 * 16384);
      let seed = 12345;
      for (let k = 0; k < before.length; k += 7) {
        seed = (Math.imul(seed, 1103515245) + 12345) | 0;
        i32[from + k] = seed;
      }
      const { clean, text } = audit();
      i32.set(before, from);
      expect(clean).toBe(false);
      expect(text.split("\n").length).toBeLessThanOrEqual(20);
      expect(list).not.toBe(0);
    });
    expect(audit().clean).toBe(true);
  });
});
