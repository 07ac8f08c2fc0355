/** `gilscope tour`: five short programs in the watch screen, each with a few sentences, for somebody who has never heard of the GIL. */
import { join } from "node:path";
import { type LookOptions, watch } from "@gilscope/tui";
import type { LockMode } from "@gilscope/vm/host.ts";
import type { Services } from "./commands.ts";
import { defaultSettings } from "./options.ts";
import { statsText } from "./stats-text.ts";
import { versionText } from "./version.ts";
import { lockModes, programOf } from "./watch.ts";

interface Part {
  script: string;
  title: string;
  text: string;
  /** In the lock-free mode. */
  unlocked?: boolean;
  pauseAtThreads?: number;
}

const parts: Part[] = [
  {
    script: "countdown",
    title: "one at a time",
    text: `Two threads count down. Each has a lane: solid where it runs, light where it waits.
To run Python a thread must hold one lock, the GIL (global interpreter lock); the row of owners shows who has it. Who waits for it asks after 5 ms, and the holder lets go.
So two threads on two cores do the work of one.`,
  },
  {
    script: "countdown",
    unlocked: true,
    title: "the same without the lock",
    text: `The same script. Nobody waits: two lanes are solid at once, and the first row counts who runs.
That is what the lock costs a program that computes. What it is good for comes next.
c shows this run beside one with the lock.`,
  },
  {
    script: "lost_update",
    pauseAtThreads: 3,
    title: "a lost update, stepped",
    text: `Two threads add 1 to one counter. Time stands. Press 2, then s, line by line, up to line 16: thread 2 has read seen. Then 3 and s up to line 16: it has read the same. Both write that plus 1: one addition is lost.
The lock keeps objects whole, not sums.`,
  },
  {
    script: "convoy",
    title: "the convoy",
    text: `One thread answers requests: it sleeps 1 ms, then needs the lock for a moment. The other computes.
Whenever the first one wakes the lock is taken, and it must wait 5 ms before it may ask: 150 requests take a second.
Pause, zoom in with +, go through handoffs with b and n.`,
  },
  {
    script: "deadlock",
    title: "a deadlock",
    text: `Two locks of the program, taken in opposite order: each thread holds what the other wants. Python would hang here; the circle is drawn.
gilscope watch YOUR_SCRIPT.py shows the same of your own.`,
  },
];

/** Shows the tour. @returns the exit status. */
export async function tour(
  needs: Pick<Services, "workerEntry" | "mainOptions">,
  folder: string,
  look: LookOptions,
): Promise<number> {
  const status = await watch({
    ...look,
    parts: parts.map(({ script, unlocked, ...part }) => {
      const lock: LockMode = unlocked ? "free" : "gil";
      const settings = { ...defaultSettings(), lock };
      return {
        ...part,
        program: programOf({ kind: "file", target: join(folder, `${script}.py`), args: [], settings }, needs),
      };
    }),
    modes: lockModes,
    statsText: (stats, ascii) => statsText(stats, false, ascii),
    version: versionText,
    closing: "That was the tour. See your own: gilscope watch script.py\n",
  });
  // A part that ends badly is meant to.
  return status >= 128 ? status : 0;
}
