/**
 * The modules that gilscope ships in Python (builtins/python). Whoever builds the heap puts their code objects into it, immortal, under the modules' names in the dict of
 * `G.LIBRARY`, and so into the heap's image: to import one means to run it. What makes the modules of them is import.ts.
 */
import { immortalize } from "../heap/alloc.ts";
import { G } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { visitRefs } from "../heap/refcount.ts";
import { decodeCodeFile } from "../bytecode/code-file.ts";
import { loadCode } from "../interpreter/load-code.ts";
import { typeOf } from "../objects/abstract.ts";
import { allocDict, dictGetStr, dictKeysArray, dictSetStr } from "../objects/dict-core.ts";
import { internJs } from "../objects/intern.ts";
import type { Ref } from "../objects/native.ts";
import { strToJs } from "../objects/str-core.ts";
import { libraryTexts } from "./library-texts.ts";

/** Make the code objects of the library. Called once, by who builds the heap. */
export function buildLibrary(): void {
  const library = immortalize(allocDict());
  i32[G.LIBRARY] = library;
  for (const [name, text] of libraryTexts()) {
    const binary = atob(text);
    const bytes = Uint8Array.from(binary, (c) => c.charCodeAt(0));
    const data = decodeCodeFile(bytes, { compiler: "library", source: name });
    if (data === null) throw new Error(`library.ts: the compiled module ${name} is damaged`);
    const code = loadCode(data);
    settle(code);
    dictSetStr(library, internJs(name), code);
  }
}

// Make an object immortal, and all that it holds.
function settle(ref: Ref): void {
  if (ref === 0 || (ref & 1) !== 0 || i32[ref >> 2] < 0) return;
  immortalize(ref);
  visitRefs(ref, typeOf(ref), settle);
}

/** The code object of a module of the library that is written in Python, or has a part that is; 0: none. */
export const libraryCode = (name: string): Ref => dictGetStr(i32[G.LIBRARY], internJs(name));

/** Whether the library has submodules of this module in Python. */
export function isLibraryPackage(name: string): boolean {
  return dictKeysArray(i32[G.LIBRARY]).some((key) => strToJs(key).startsWith(`${name}.`));
}
