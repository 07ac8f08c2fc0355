/**
 * The host side of gilscope's threads: start a runtime, run a program, watch its trace, hold it at the control door. The worker side is
 * bundled from src/workers/worker.ts and shares no file with this but the map of the control buffer.
 */
export {
  ControlDoor,
  cycleIn,
  type FrameView,
  type LockView,
  type Pace,
  paces,
  type Stepping,
  type ThreadView,
  type Variable,
  type WaitView,
} from "./control.ts";
export type { Sink } from "./io/host-io.ts";
export {
  DEFAULT_HEAP_BYTES,
  DEFAULT_SWITCH_INTERVAL_US,
  exitStatus,
  type RunOptions,
  type RunResult,
  Runtime,
  type RuntimeOptions,
  startRuntime,
} from "./run.ts";
export { dropReasonNames, MAX_SLOTS } from "./shared/layout.ts";
export { type Names, RunAnalysis } from "./trace/analysis.ts";
export { type ChromeAbout, writeChromeTrace } from "./trace/chrome.ts";
export { TraceCollector } from "./trace/collect.ts";
export {
  type CodeInfo,
  describeEvent,
  events,
  MachineEvent,
  TRACE_VERSION,
  TraceEvent,
  type TraceRecord,
  takeFrom,
  takeReason,
  wakeBy,
  wakeResult,
} from "./trace/events.ts";
export { type LockTotals, LockBook } from "./trace/locks.ts";
export {
  type Activity,
  blockedKindNames,
  type Handover,
  RunModel,
  type Span,
  type ThreadModel,
  WORLD_KIND,
} from "./trace/model.ts";
export {
  type OutputChunk,
  RECORDING_VERSION,
  type Recording,
  type RecordingEnd,
  RecordingError,
  type RecordingMeta,
  RecordingWriter,
  readRecording,
  writeRecording,
} from "./trace/recording-file.ts";
export { Sources } from "./trace/sources.ts";
export {
  type LockStats,
  meanwhileStats,
  type Stats,
  type StatsAbout,
  type StatsDetails,
  statsOf,
  statsOfRun,
  type ThreadStats,
  type WaitStats,
  waitStats,
} from "./trace/stats.ts";
export { DEFAULT_STORE_BYTES, EventStore } from "./trace/store.ts";
export { type HeldMeanwhile, type LockWait, WaitBook, WaitLengths } from "./trace/waits.ts";
