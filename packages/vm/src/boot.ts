/**
 * Builds the heap: singletons, one-character strings, interned names, type objects, the modules that are always there. Done once a process, by the main
 * worker; other workers find everything in place.
 */
import { allocHooks, initPages, settlePages } from "./heap/alloc.ts";
import { initCollector } from "./heap/gc.ts";
import { putImage, takeImage } from "./heap/image.ts";
import {
  ELLIPSIS,
  EMPTY_BYTES,
  EMPTY_STR,
  EMPTY_TUPLE,
  FALSE,
  G,
  IMMORTAL,
  latin1Char,
  NAMES_TABLE,
  NONE,
  NOT_IMPLEMENTED,
  T,
  TRUE,
  TYPE_TABLE,
} from "./heap/layout.ts";
import { i32, u8 } from "./heap/memory.ts";
import { TypeWord } from "./heap/type-layout.ts";
import { initInterned, internJs } from "./objects/intern.ts";
import { adoptUnits, numberUnits } from "./objects/native-table.ts";
import { wellKnown } from "./objects/names.ts";
import { allocListOf } from "./objects/sequence-core.ts";
import { allocDict } from "./objects/dict-core.ts";
import { S } from "./objects/slots.ts";
import { Str, STR_ASCII } from "./objects/str-core.ts";
import { adoptTypes, bootTypes } from "./objects/type-def.ts";
import { prepareMemoryError } from "./objects/errors.ts";
import { OBJECT_NEW } from "./interpreter/calling.ts";
import { adoptHandles, attachHandles } from "./interpreter/machine.ts";
import { immortalize } from "./heap/alloc.ts";
import { buildLibrary } from "./builtins/library.ts";
import { bootModules, startModules } from "./builtins/modules.ts";
import "./objects/all.ts";
import "./builtins/all.ts";

function singleton(ref: number, type: number): void {
  const w = ref >> 2;
  i32[w] = IMMORTAL;
  i32[w + 1] = type;
}

/** Set by what starts the worker: an image of a booted heap, and while the build makes one, where it goes. */
const images = globalThis as { gilscopeHeapImage?: Uint8Array; gilscopeKeepImage?: (image: Uint8Array) => void };

/** Build the heap if this is a fresh one, and prepare this worker to use it. */
export function bootHeap(): void {
  if (i32[G.BOOTED] === 0) {
    if (images.gilscopeHeapImage !== undefined && putImage(images.gilscopeHeapImage)) {
      adoptUnits();
      adoptTypes();
      adoptHandles();
    } else {
      buildHeap();
      images.gilscopeKeepImage?.(takeImage());
    }
    startModules();
    prepareMemoryError();
    initCollector();
    i32[G.BOOTED] = 1;
  } else {
    // Nothing is allocated here: a spare worker boots while others run, collect and recount.
    adoptUnits();
    adoptTypes();
  }
  const object = i32[TYPE_TABLE + T.OBJECT] >> 2;
  OBJECT_NEW.word = i32[object + TypeWord.SLOTS + S.NEW];
  OBJECT_NEW.init = i32[object + TypeWord.SLOTS + S.INIT];
  allocHooks.stress = 0;
}

/** Everything that is the same in every process. */
function buildHeap(): void {
  numberUnits();
  initPages();
  i32[G.RECURSION_LIMIT] = 1000;
  i32[G.NEXT_THREAD_ID] = 1;
  i32[G.GC_ENABLED] = 1;
  i32[G.INT_MAX_STR_DIGITS] = 4300;
  i32[0] = IMMORTAL;
  singleton(NONE, T.NONE);
  singleton(TRUE, T.BOOL);
  singleton(FALSE, T.BOOL);
  singleton(ELLIPSIS, T.ELLIPSIS);
  singleton(NOT_IMPLEMENTED, T.NOT_IMPLEMENTED);
  singleton(EMPTY_TUPLE, T.TUPLE);
  singleton(EMPTY_STR, T.STR);
  i32[(EMPTY_STR >> 2) + Str.KIND] = 1 | STR_ASCII;
  singleton(EMPTY_BYTES, T.BYTES);
  for (let c = 0; c < 256; c++) {
    const ref = latin1Char(c);
    singleton(ref, T.STR);
    i32[(ref >> 2) + Str.LENGTH] = 1;
    i32[(ref >> 2) + Str.KIND] = 1 | (c < 128 ? STR_ASCII : 0);
    u8[ref + (Str.DATA << 2)] = c;
  }
  attachHandles();
  initInterned();
  for (let k = 0; k < wellKnown.length; k++) i32[NAMES_TABLE + k] = internJs(wellKnown[k]);
  bootTypes();
  i32[G.THREADS] = immortalize(allocListOf([]));
  if (i32[G.MODULES] === 0) i32[G.MODULES] = immortalize(allocDict());
  bootModules();
  buildLibrary();
  settlePages();
}
