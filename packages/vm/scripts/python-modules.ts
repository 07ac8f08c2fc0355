// Compiles the modules that gilscope ships in Python (src/builtins/python/*.py) into src/builtins/python.generated.ts, as code files in base64:
// importing them then needs neither the front end nor a file. `node ../../scripts/run-ts.mjs scripts/python-modules.ts`.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { SourceMap } from "../src/ast/source.ts";
import { encodeCodeFile } from "../src/bytecode/code-file.ts";
import { compile } from "../src/compiler/compile.ts";
import { parse } from "../src/grammar/parse.ts";

const folder = new URL("../src/builtins/python/", import.meta.url);
const rows = readdirSync(folder)
  .filter((name) => name.endsWith(".py"))
  .sort()
  .map((name) => {
    const source = readFileSync(new URL(name, folder), "utf8");
    const module = name.slice(0, -3);
    const filename = `<frozen ${module}>`;
    const code = compile(parse(source, filename, "exec"), new SourceMap(source, filename));
    const bytes = encodeCodeFile(code, { compiler: "library", source: module });
    return `  ["${module}", "${Buffer.from(bytes).toString("base64")}"],\n`;
  });
const text = `// Written by scripts/python-modules.ts from builtins/python/*.py; do not edit.\n/** Compiled modules by name, in base64: see bytecode/code-file.ts. */\nexport const pythonModules = new Map<string, string>([\n${rows.join("")}]);\n`;
writeFileSync(new URL("../src/builtins/python.generated.ts", import.meta.url), text);
