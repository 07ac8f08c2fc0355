/** `list[int]` and the like (PEP 585): the maker of generic aliases, set by objects/generic-alias.ts when it is loaded. */
import { newTuple } from "./sequence-core.ts";

export const aliasHook = {
  /** A new alias of a class and its arguments (a tuple, or one object), on the handle stack. */
  newAlias: (origin: number, args: number): number => newTuple([origin, args]),
};

/** `__class_getitem__` of the built-in containers. */
export const classGetItem = (cls: number, item: number): number => aliasHook.newAlias(cls, item);
