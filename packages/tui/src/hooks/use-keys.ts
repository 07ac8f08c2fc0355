/** Keys as the viewer names them. */
import { useInput } from "ink";

/** `" "`, `"q"`, `"+"`, ..., or `"ctrl-c"`, `"ctrl-z"`. */
export type KeyName = string;

/** Calls `onKey` for each key, also when several arrive at once. */
export function useKeys(onKey: (key: KeyName) => void): void {
  useInput((input, key) => {
    if (key.ctrl) onKey(`ctrl-${input}`);
    else if (!key.meta) for (const character of input) onKey(character);
  });
}
