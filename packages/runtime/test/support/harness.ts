/** Runs programs of the test double (body.ts) in real workers: bundles it once per test file, collects what it prints. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach } from "vitest";
import { type RunOptions, type RunResult, type Runtime, type RuntimeOptions, startRuntime } from "../../src/run.ts";

const folder = mkdtempSync(join(tmpdir(), "gilscope-runtime-"));
export const entry = join(folder, "body.cjs");
await build({
  entryPoints: [join(import.meta.dirname, "body.ts")],
  outfile: entry,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20.19",
  logLevel: "error",
});

const alive = new Set<Runtime>();
afterEach(async () => {
  for (const runtime of alive) await runtime.end();
  alive.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export interface Program {
  runtime: Runtime;
  result: Promise<RunResult>;
  /** What it wrote to descriptor 1 so far. */
  text(): string;
  /** Resolves when the output contains `text`. */
  says(text: string): Promise<void>;
}

type Extra = Record<string, string | number | boolean>;

/** Starts `name` of body.ts. Output goes to a buffer unless `options` say otherwise. */
export function launch(
  name: string,
  extra: Extra = {},
  options: Partial<RunOptions> = {},
  runtimeOptions: RuntimeOptions = {},
): Program {
  const runtime = startRuntime({ entry, heapBytes: 1 << 24, ...runtimeOptions });
  alive.add(runtime);
  let text = "";
  let listeners: (() => void)[] = [];
  const stdout = (bytes: Uint8Array) => {
    text += Buffer.from(bytes).toString();
    for (const listener of listeners.splice(0)) listener();
  };
  const main = { kind: "file" as const, target: name, args: [], audit: false, cacheDir: null, gcStress: 0, extra };
  const result = runtime.run({ main, stdout, ...options });
  const says = async (wanted: string) => {
    while (!text.includes(wanted)) await new Promise<void>((resolve) => listeners.push(resolve));
    listeners = [];
  };
  return { runtime, result, text: () => text, says };
}

/** Runs `name` to its end. @returns the result, and its output as text and, if it is JSON, decoded. */
export async function check(
  name: string,
  extra: Extra = {},
  options: Partial<RunOptions> = {},
  runtimeOptions: RuntimeOptions = {},
) {
  const program = launch(name, extra, options, runtimeOptions);
  const result = await program.result;
  const text = program.text();
  // biome-ignore lint/suspicious/noExplicitAny: each program prints its own shape
  let json: any = null;
  if (/^[[{]/.test(text)) json = JSON.parse(text);
  return { ...result, text, json };
}
