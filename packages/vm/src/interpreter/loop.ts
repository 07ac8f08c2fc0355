/** The loop that a thread runs in: the first one, or the second while it steps. Each returns at safe points to be entered again, here. */
import { runStepping } from "./eval-step.generated.ts";
import { run } from "./eval.generated.ts";
import type { Outcome } from "./frame.ts";
import { stepping } from "./step.ts";

export const loop = (): Outcome => (stepping.on ? runStepping() : run());
