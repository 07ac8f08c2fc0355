/** The data of `--stats`: what each thread spent its time on. Names and units are those of the JSON that is printed. */
import type { RunModel } from "./model.ts";

export interface ThreadStats {
  id: number;
  name: string;
  running_s: number;
  waiting_s: number;
  blocked_s: number;
}

export interface Stats {
  mode: "gil" | "free" | "none";
  policy: string;
  wall_s: number;
  handoffs: { forced: number; voluntary: number };
  threads: ThreadStats[];
}

const seconds = (us: number) => Math.round(us) / 1e6;

/** @param nameOf the name of a thread by its ident. @param wallUs from the start of the program to its end. */
export function statsOf(
  model: RunModel,
  nameOf: (ident: number) => string,
  about: { mode: Stats["mode"]; policy: string; wallUs: number },
): Stats {
  return {
    mode: about.mode,
    policy: about.policy,
    wall_s: seconds(about.wallUs),
    handoffs: { ...model.handoffs },
    threads: model.list().map((thread) => ({
      id: thread.ident,
      name: nameOf(thread.ident),
      running_s: seconds(thread.runningUs),
      waiting_s: seconds(thread.waitingUs),
      blocked_s: seconds(thread.blockedUs),
    })),
  };
}
