/** Notes of exceptions (`__notes__`, PEP 678), as built-in code adds them. */
import { T } from "../heap/layout.ts";
import { keep } from "../heap/handles.ts";
import { instanceGet, instanceStore } from "./attributes.ts";
import { internJs } from "./intern.ts";
import { allocList, listAppend } from "./sequence-core.ts";
import { newStr } from "./str-core.ts";
import { i32 } from "../heap/memory.ts";

/** Append a note (a str ref) to an exception's `__notes__`. False: `__notes__` is there and is no list. */
export function addNoteRef(e: number, note: number): boolean {
  const name = internJs("__notes__");
  let notes = instanceGet(e, name);
  if (notes === 0) {
    notes = keep(allocList());
    instanceStore(e, name, notes);
  } else if ((notes & 1) !== 0 || (i32[(notes >> 2) + 1] & 0xffff) !== T.LIST) return false;
  listAppend(notes, note);
  return true;
}

/** Append a note to an exception. */
export const addNote = (e: number, text: string): boolean => addNoteRef(e, newStr(text));
