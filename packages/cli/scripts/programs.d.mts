// Types of programs.mjs, which record.mjs runs without a build.

export interface Program {
  name: string;
  folder: string;
  file: string;
  stdin: Buffer | null;
  args: string[];
  expectedFile: string;
}

export interface Outcome {
  stdout: string;
  stderr: string;
  exit: number | string;
}

export declare const programsFolder: string;
export declare function findPrograms(folder?: string): Program[];
export declare function runProgram(
  command: string[],
  program: Program,
  options?: { env?: Record<string, string>; timeoutMs?: number },
): Promise<Outcome & { timedOut: boolean }>;
export declare function formatExpectation(outcome: Outcome & { byHand?: boolean }): string;
export declare function parseExpectation(text: string, file?: string): Outcome & { byHand: boolean };
export declare function limiter(limit: number): <T>(task: () => Promise<T>) => Promise<T>;
