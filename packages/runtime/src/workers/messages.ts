/**
 * The messages between host and workers. Most of what they tell each other goes through the control buffer; messages are for what is rare
 * or must wake the host's event loop. A worker never returns to its own event loop: it takes what the host posts with `receiveMessageOnPort`.
 */
import type { MessagePort } from "node:worker_threads";
import type { CodeInfo, MainOptions } from "@gilscope/vm/host.ts";
import type { BundleFiles } from "./bundle-files.ts";

/** What a worker is given at its start. */
export interface WorkerData {
  control: SharedArrayBuffer;
  /** Becomes `globalThis.gilscopeHeap` before any module of the machine is evaluated. */
  heap: SharedArrayBuffer;
  slot: number;
  /** The machine of the lock-free mode is to be loaded. */
  free: boolean;
  /** Moment of `monotonicUs` that is 0 on the common clock. */
  originUs: number;
  /** The bundle that every worker evaluates; null: `entry` is all there is. */
  files: BundleFiles | null;
  /** Main worker only: where the `StartMessage` arrives. */
  port: MessagePort | null;
}

/** Host to main worker, once; followed by a notification of its slot's state. */
export interface StartMessage {
  main: MainOptions;
}

/**
 * Worker to host. A bare number is the slot whose mailbox holds a request.
 *
 * - ready: the worker has booted. bell: drain my trace ring. start: start a worker in this slot.
 * - close: close this descriptor, which is the host's to read and write. watch: note when it can be read.
 * - done: the program ended by itself. exit: it wants to end at once.
 * - deadlock: every thread waits for another; `locks` as ThreadBody.locks gives it. broken: the heap is damaged. internal: our bug.
 * - code: what a code id in the trace means.
 * - answer: to a question of the control door. stepped: the thread that steps is at its next line, or has ended. blocked: it waits, for the thread `ident`
 *   (0: unknown, or for none), `text` says for what.
 */
export type WorkerMessage =
  | number
  | { type: "ready"; slot: number }
  | { type: "bell"; slot: number }
  | { type: "start"; slot: number }
  | { type: "close"; fd: number }
  | { type: "watch"; fd: number }
  | { type: "done"; status: number }
  | { type: "exit"; status: number }
  | { type: "deadlock"; report: string; locks: string }
  | { type: "broken"; slot: number; text: string }
  | { type: "internal"; slot: number; text: string }
  | { type: "code"; code: CodeInfo }
  | { type: "answer"; question: number; json: string }
  | { type: "stepped" }
  | { type: "blocked"; slot: number; ident: number; text: string };

/** Operations of the mailbox: what S_REQ_OP holds. */
export const enum RequestOp {
  /** Read up to S_REQ_ARG bytes of S_REQ_FD into the mailbox. */
  READ = 1,
  /** Write the S_REQ_ARG bytes in the mailbox to S_REQ_FD. */
  WRITE = 2,
  /** Change directory to the path (S_REQ_ARG bytes of UTF-8) in the mailbox. */
  CHDIR = 3,
}
