/** `ModuleSpec`: what `module.__spec__` is. See CPython Lib/importlib/_bootstrap.py. */
import { keep } from "../heap/handles.ts";
import { NONE, T, TRUE, FALSE, TypeFlag } from "../heap/layout.ts";
import { classByIndex, getAttrLeaf, reprJs } from "../objects/abstract.ts";
import { instanceStore } from "../objects/attributes.ts";
import { allocInstance } from "../objects/instance.ts";
import { internJs } from "../objects/intern.ts";
import type { Gen, Ref } from "../objects/native.ts";
import { newList } from "../objects/sequence-core.ts";
import { newStr, strToJs } from "../objects/str-core.ts";
import { defineType } from "../objects/type-def.ts";
import { M } from "./type-indices.ts";

/** `ModuleSpec(name='m', …)`: what `module.__spec__` is. */
defineType(M.MODULE_SPEC, () => ({
  name: "ModuleSpec",
  module: "_frozen_importlib",
  base: T.OBJECT,
  flags: TypeFlag.BASETYPE | TypeFlag.GC | TypeFlag.HAS_DICT,
  doc: "The specification for a module, used for loading.",
  new: ["($type, /, *args, **kwargs)", (cls: Ref) => keep(allocInstance(cls))],
  init: [
    "($self, name, loader, *, origin=None, loader_state=None, is_package=None)",
    (self: Ref, name: Ref, loader: Ref, origin: Ref, _state: Ref, isPackage: Ref) => {
      fillSpec(self, name, origin || NONE, isPackage === TRUE ? newList() : NONE, loader);
      return NONE;
    },
  ],
  slots: {
    *repr(self: Ref): Gen {
      let text = `ModuleSpec(name=${yield* reprJs(specField(self, "name"))}, loader=${yield* reprJs(specField(self, "loader"))}`;
      if (specField(self, "origin") !== NONE) text += `, origin=${yield* reprJs(specField(self, "origin"))}`;
      const search = specField(self, "submodule_search_locations");
      if (search !== NONE) text += `, submodule_search_locations=${yield* reprJs(search)}`;
      return newStr(`${text})`);
    },
  },
  getset: {
    parent: [
      (self: Ref) => {
        const name = strToJs(specField(self, "name"));
        const isPackage = specField(self, "submodule_search_locations") !== NONE;
        return newStr(isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf("."))));
      },
    ],
    has_location: [(self: Ref) => (specField(self, "cached") !== NONE ? TRUE : FALSE)],
  },
}));

function specField(spec: Ref, name: string): Ref {
  const found = getAttrLeaf(spec, internJs(name));
  return found <= 0 ? NONE : found;
}
function fillSpec(spec: Ref, name: Ref, origin: Ref, search: Ref, loader: Ref): void {
  const set = (field: string, value: Ref): void => void instanceStore(spec, internJs(field), value);
  set("name", name);
  set("loader", loader);
  set("origin", origin);
  set("loader_state", NONE);
  set("submodule_search_locations", search);
  set("cached", NONE);
  set("_initializing", FALSE);
}

/** A spec object; `origin` and `search` may be None. On the handle stack. */
export function newSpec(name: Ref, origin: Ref, search: Ref, hasLocation: boolean): Ref {
  const spec = keep(allocInstance(classByIndex(M.MODULE_SPEC)));
  fillSpec(spec, name, origin, search, NONE);
  if (hasLocation) instanceStore(spec, internJs("cached"), origin);
  return spec;
}
