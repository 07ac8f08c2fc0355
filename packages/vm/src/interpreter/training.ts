/**
 * Trains this worker's eval loop: V8 throws the optimised loop away when a case runs for the first time, so a small program that runs every case with
 * every kind of operand comes before the program's own code (builtins/python/_training.py). Its objects are freed when it ends.
 */
import { keep } from "../heap/handles.ts";
import { G, NONE } from "../heap/layout.ts";
import { i32 } from "../heap/memory.ts";
import { decref } from "../heap/refcount.ts";
import { libraryCode } from "../builtins/import.ts";
import { allocDict, dictClear, dictSetStr } from "../objects/dict-core.ts";
import { allocFunctionRaw } from "../objects/function-layout.ts";
import { internJs } from "../objects/intern.ts";
import { bodyRequest, type Gen } from "../objects/native.ts";
import { run } from "./eval.generated.ts";
import { runToEnd } from "./machine.ts";

/** Run the training program `rounds` times. The worker must have a current thread. */
export function train(rounds: number): void {
  const result = runToEnd(rehearse(rounds), run);
  if (result === 0) throw new Error("training.ts: the training program failed");
  decref(result);
}

function* rehearse(rounds: number): Gen {
  const name = internJs("_training");
  const globals = keep(allocDict());
  const code = libraryCode("_training");
  const body = keep(
    allocFunctionRaw(code, globals, i32[G.BUILTINS], internJs("<module>"), internJs("<module>"), name, 0),
  );
  for (let k = 0; k < rounds; k++) {
    dictSetStr(globals, internJs("__name__"), name);
    bodyRequest.callable = body;
    bodyRequest.namespace = globals;
    yield bodyRequest;
    dictClear(globals);
  }
  return NONE;
}
