/** Warnings that the machine itself gives: through module `warnings`, which is imported for it. See CPython Python/_warnings.c. */
import type { SyntaxWarningNote } from "../grammar/errors.ts";
import { borrow, handleLevel, releaseTo } from "../heap/handles.ts";
import { NONE } from "../heap/layout.ts";
import { callKw, callMethod, classByIndex, getAttrGen } from "../objects/abstract.ts";
import { E } from "../objects/errors.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen } from "../objects/native.ts";
import { newInt } from "../objects/number-core.ts";
import { newStr } from "../objects/str-core.ts";
import { warnHooks } from "../objects/warn-hook.ts";
import { importModuleGen } from "./import.ts";

/** `warnings.warn(message, category, stacklevel)`; `category` is a type index (`E.DeprecationWarning`). */
export function* warnGen(category: number, message: string, stacklevel = 1): Gen<void> {
  const level = handleLevel();
  const warnings = yield* importModuleGen("warnings");
  yield* callMethod(warnings, "warn", newStr(message), classByIndex(category), newInt(stacklevel));
  releaseTo(level);
}

warnHooks.warn = warnGen;

/** Give the SyntaxWarnings that the front end found. */
export function* warnSyntaxGen(notes: readonly SyntaxWarningNote[]): Gen<void> {
  const level = handleLevel();
  const warnings = yield* importModuleGen("warnings");
  const f = borrow(yield* getAttrGen(warnings, internJs("warn_explicit")));
  for (const note of notes) {
    // CPython finds no line of a source that is no file at this moment.
    const shown = note.filename.startsWith("<") ? "" : note.text;
    yield* callKw(
      f,
      [
        newStr(note.message),
        classByIndex(E.SyntaxWarning),
        newStr(note.filename),
        newInt(note.line),
        NONE,
        NONE,
        NONE,
        NONE,
        newStr(shown),
      ],
      0,
    );
  }
  releaseTo(level);
}
