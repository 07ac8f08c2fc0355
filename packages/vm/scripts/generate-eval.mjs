// Expands src/interpreter/eval.ts.in into eval.generated.ts, and into eval-step.generated.ts: the second loop, which looks at every instruction. The macros
// count references inline: plainly, and in the build for the lock-free mode atomically for objects that more than one thread can reach (heap/share.ts).
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const dir = new URL("../src/interpreter/", import.meta.url);
const source = fileURLToPath(new URL("eval.ts.in", dir));

const SHARED = (v) => `(H[(${v} >> 2) + 1] & Kind.SHARED) !== 0`;
const macros = {
  INCREF: (v) => `if ((${v} & 1) === 0) { ${macros.INCREF_REF(v)} }`,
  // A ref that is known to be none of a small int.
  INCREF_REF: (v) => `if (Build.FREE && ${SHARED(v)}) increfShared(${v}); else H[${v} >> 2]++;`,
  DECREF: (v) =>
    `if ((${v} & 1) === 0) { if (Build.FREE && ${SHARED(v)}) decrefShared(${v}); else if ((H[${v} >> 2] = (H[${v} >> 2] - 1) | 0) === 0) dealloc(${v}); }`,
  // The last thing an instruction does: pc and sp are those of the next one, so finalizers can run right after it.
  DECREF_LAST: (v) =>
    `if ((${v} & 1) === 0 && (Build.FREE && ${SHARED(v)} ? dropShared(${v}) : (H[${v} >> 2] = (H[${v} >> 2] - 1) | 0) === 0)) { last = ${v}; break dead; }`,
  // A float that somebody else holds too.
  DROP: (v) => `if (Build.FREE) { ${macros.DECREF(v)} } else H[${v} >> 2]--;`,
  // May this thread use the inside of the object without the machine's lock?
  OWN: (v) => `(!Build.FREE || (H[(${v} >> 2) + 1] & Kind.SHARED) === 0)`,
  SLOW: (n) => `slow = ${n}; break slow;`,
  SPILL: () => "R.fp = fp; R.sp = sp; R.pc = pc + 4; live = true;",
  RELOAD: () => "fp = R.fp; sp = R.sp; pc = R.pc; live = false;",
  FLOAT_RESULT: (x) => `x = ${x}; break float;`,
  // Before every instruction: nothing, or in the second loop a look at where the program is.
  LOOK: () => (stepping ? "R.fp = fp; R.sp = sp; R.pc = pc; if (look()) return Outcome.AGAIN;" : ""),
  // Two small ints a and b, compared as the instruction's operand says (bytecode/opcodes.ts, compareMasks).
  COMPARED: (arg) => `(${arg} & (a < b ? Compare.LESS : a > b ? Compare.GREATER : Compare.EQUAL)) !== 0`,
  // A private form meets operands that it is not for: the instruction is from now on the one that it stands for.
  INSTEAD: (op) => `O[pc] = ${op}; continue;`,
  ARITH: (op) => `slow = ${op}; break arith;`,
  // Behind an instruction of several: the second loop takes them one by one.
  EACH: () => (stepping ? "continue;" : ""),
  // In front of a condition under which an instruction does the following ones too: never in the second loop, which looks at each.
  WHOLE: () => (stepping ? "false && " : ""),
};

let stepping = false;

/** Replace `$NAME(arg);` and `$NAME;` (the semicolon belongs to the macro when it is there), innermost last. */
function expand(text) {
  let out = "";
  let at = 0;
  const pattern = /\$([A-Z_]+)/g;
  for (;;) {
    pattern.lastIndex = at;
    const m = pattern.exec(text);
    if (m === null) return out + text.slice(at);
    const macro = macros[m[1]];
    if (macro === undefined) throw new Error(`eval.ts.in: no macro $${m[1]}`);
    out += text.slice(at, m.index);
    let end = m.index + m[0].length;
    let arg = "";
    if (text[end] === "(") {
      let depth = 0;
      const start = end + 1;
      do {
        if (text[end] === "(") depth++;
        else if (text[end] === ")") depth--;
        end++;
      } while (depth > 0);
      arg = text.slice(start, end - 1);
    }
    if (text[end] === ";") end++;
    out += expand(macro(arg));
    at = end;
  }
}

// Two private instructions with one number would be one instruction.
const numbers = [
  ...readFileSync(fileURLToPath(new URL("quick.ts", dir)), "utf8").matchAll(/^ {2}[A-Z_]+ = (2\d\d),$/gm),
].map((m) => m[1]);
const twice = numbers.find((n, k) => numbers.indexOf(n) !== k);
if (twice !== undefined) throw new Error(`quick.ts: two instructions have the number ${twice}`);

/**
 * Sums of pc, sp and fp wrap: V8 checks each of them for overflow otherwise, although none can overflow (they index the arena and the heap), and every check is a
 * place where the loop's code can be given up, with all that it must remember there.
 */
function wrapSums(text) {
  return text
    .replace(/\bpc \+= (\d+);/g, "pc = (pc + $1) | 0;")
    .replace(/\bsp ([+-])= ([^;]+);/g, "sp = (sp $1 $2) | 0;")
    .replace(/O\[pc \+ (\d+)\]/g, "O[(pc + $1) | 0]")
    .replace(/H\[(sp [-+] \w+|sp - 1 - O\[\(pc \+ 1\) \| 0\])\]/g, "H[($1) | 0]")
    .replace(/H\[fp \+ (F\.\w+|O\[\(pc \+ \d\) \| 0\]|\(\w+ (?:>> 4|& 15)\))\]/g, "H[(fp + $1) | 0]")
    .replace(/H\[sp\+\+\] = ([^;]+);/g, "{ H[sp] = $1; sp = (sp + 1) | 0; }")
    .replace(/H\[--sp\]/g, "H[(sp = (sp - 1) | 0)]")
    .replace(/H\[--sp - 1\]/g, "H[((sp = (sp - 1) | 0) - 1) | 0]")
    .replace(/\bsp(\+\+|--);/g, (_, sign) => `sp = (sp ${sign[0]} 1) | 0;`);
}

const body = readFileSync(source, "utf8");
const header = "// Generated from eval.ts.in by scripts/generate-eval.mjs. Do not edit.\n";
const at = body.indexOf("*/") + 2;

function write(name, comment, code) {
  // A macro that stands for nothing leaves no line.
  const text = wrapSums(expand(code)).replace(/^ +\n/gm, "");
  writeFileSync(fileURLToPath(new URL(name, dir)), `${header}${comment}${text.trimEnd()}\n`);
}

write("eval.generated.ts", body.slice(0, at), body.slice(at));
stepping = true;
const second = body
  .slice(at)
  .replace("export function run()", "export function runStepping()")
  .replace(/^import \{ Slow, slowOp \}.*\n/m, (line) => `${line}import { look } from "./step.ts";\n`);
write("eval-step.generated.ts", "/** The second loop: the first one with a look at every instruction. */", second);
