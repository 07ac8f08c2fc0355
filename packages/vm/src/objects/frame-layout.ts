/** T.FRAME: words of a frame object. What they mean is told in objects/frame-object.ts. */
import { T } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { defineLayout } from "../heap/refcount.ts";

export const enum FrameObject {
  FUNC = 4,
  CODE = 5,
  BACK = 6,
  NAMESPACE = 7,
  FP = 8,
  INDEX = 9,
  TRACE = 10,
  COUNT = 11,
  EXTRA = 12,
  LOCALS = 13,
}
defineLayout(T.FRAME, {
  words: FrameObject.LOCALS,
  refs: [4, 5, 6, 7, 10, 12],
  traverse(w, visit) {
    const n = i32[w + FrameObject.COUNT];
    for (let k = 0; k < n; k++) visit(i32[w + FrameObject.LOCALS + k], w + FrameObject.LOCALS + k);
  },
});
