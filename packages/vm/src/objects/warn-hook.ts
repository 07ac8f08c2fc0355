/** How objects give warnings: builtins/warn.ts, which needs the import machinery, sets the hook. */
import { typeName } from "./abstract.ts";
import { E } from "./errors.ts";
import type { Gen, Ref } from "./native.ts";

export const warnHooks = {
  *warn(_category: number, _message: string): Gen<void> {},
};

/** `warnings.warn(message, DeprecationWarning)`. Raises it where the filters say so. */
export const warnDeprecated = (message: string): Gen<void> => warnHooks.warn(E.DeprecationWarning, message);

/** Warn that a conversion method gave an instance of a strict subclass of int, float or complex. */
export function warnSubclass(method: string, kind: "int" | "float" | "complex", result: Ref): Gen<void> {
  return warnDeprecated(
    `${method} returned non-${kind} (type ${typeName(result)}).  The ability to return an instance of a strict subclass of ${kind} is deprecated, ` +
      "and may be removed in a future version of Python.",
  );
}
