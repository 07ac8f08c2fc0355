/** Text of the source files that a trace speaks of, read when somebody asks: for names of locks, and for recordings. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { MainOptions } from "@gilscope/vm/host.ts";

/** Longer files are no scripts that people write. */
const MOST_BYTES = 4 * 2 ** 20;

export class Sources {
  private readonly folder = process.cwd();
  private readonly texts = new Map<string, string | undefined>();

  /** Made before the program starts, which may change the folder. */
  constructor(private readonly main: Pick<MainOptions, "kind" | "target">) {}

  /** @param file as code objects name it. @returns undefined if there is no such file or it is not text. */
  text(file: string): string | undefined {
    if (!this.texts.has(file)) this.texts.set(file, this.read(file));
    return this.texts.get(file);
  }

  private read(file: string): string | undefined {
    if (file === "<string>" && this.main.kind === "command") return this.main.target;
    if (file === "" || file.startsWith("<")) return undefined;
    try {
      const path = resolve(this.folder, file);
      if (statSync(path).size > MOST_BYTES) return undefined;
      return readFileSync(path, "utf8");
    } catch {
      return undefined;
    }
  }
}
