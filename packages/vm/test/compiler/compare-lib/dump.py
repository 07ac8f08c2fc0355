"""Prints the code objects of Python files in a form that dump.ts prints too. Usage: dump.py OUT-FOLDER FILE..."""

import dis
import os
import sys
import warnings

STATIC = "__static_attributes__"


def text_of(value):
    if isinstance(value, tuple):
        return "(" + ", ".join(map(text_of, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, frozenset):
        return "frozenset({" + ", ".join(sorted(map(text_of, value))) + "})"
    if hasattr(value, "co_code"):
        return f"<code {value.co_name} {value.co_firstlineno}>"
    return repr(value)


def dump(code, out):
    instructions = [i for i in dis.get_instructions(code) if i.opname != "EXTENDED_ARG"]
    index = {}
    for n, i in enumerate(instructions):
        index[i.offset] = index[i.start_offset] = n
    consts = list(code.co_consts)
    # The order of __static_attributes__ is that of a set of strings: compare it sorted, and not as a constant.
    pairs = zip(instructions, instructions[1:] + [None])
    static = {a.offset: a.arg for a, b in pairs if b and b.opname == "STORE_NAME" and b.argval == STATIC}
    loads = [i.offset for i in instructions if i.opname in ("LOAD_CONST", "RETURN_CONST") and i.arg in static.values()]
    if static and set(loads) == set(static):
        del consts[next(iter(static.values()))]
    out.append(
        f"== {code.co_name} {code.co_qualname} line {code.co_firstlineno} args {code.co_argcount}"
        f" {code.co_posonlyargcount} {code.co_kwonlyargcount} flags {code.co_flags:x} stack {code.co_stacksize}"
    )
    out.append("consts " + " ".join(map(text_of, consts)))
    out.append("names " + " ".join(code.co_names))
    out.append(f"vars {' '.join(code.co_varnames)} | {' '.join(code.co_cellvars)} | {' '.join(code.co_freevars)}")
    for n, i in enumerate(instructions):
        arg = i.arg or 0
        if i.opcode in dis.hasjump:
            arg = f"->{index[i.jump_target]}"
        elif i.opname in ("LOAD_CONST", "RETURN_CONST"):
            value = code.co_consts[i.arg]
            arg = text_of(tuple(sorted(value)) if i.offset in static else value)
        places = ",".join("-1" if x is None else str(x) for x in i.positions)
        out.append(f"{n} {i.opname} {arg} ({places})")
    for e in dis._parse_exception_table(code):
        end = index.get(e.end, len(instructions))
        out.append(f"exc {index[e.start]} {end} -> {index[e.target]} {e.depth} {int(e.lasti)}")
    for value in code.co_consts:
        if hasattr(value, "co_code"):
            dump(value, out)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    folder, *files = sys.argv[1:]
    for number, name in enumerate(files):
        out = []
        try:
            with open(name, "rb") as file:
                dump(compile(file.read(), name, "exec", dont_inherit=True), out)
        except SyntaxError as e:
            out = [f"SyntaxError {e.msg} {e.lineno} {e.offset} {e.end_lineno} {e.end_offset}"]
        with open(os.path.join(folder, f"{number}.txt"), "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write("\n".join(out) + "\n")
