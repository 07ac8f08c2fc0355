"""Record code objects and their disassembly from CPython 3.13, as JSON lines on standard output.

usage: python3.13 record.py program.py ... > fixtures/dis.jsonl

Each line: the program's name and source, its code object in the form of CodeData (jump operands as instruction
indices, no caches, no EXTENDED_ARG), and the text of `dis.dis` with each address replaced by a running number.
"""

import dis
import io
import json
import os
import re
import sys

KINDS = {"int", "float", "complex", "str", "bytes", "tuple", "frozenset"}


def constant(value):
    if value is None or value is True or value is False or value is ...:
        return {"kind": repr(value)}
    kind = type(value).__name__
    if kind not in KINDS:
        return {"kind": "code", "code": code_data(value)}
    if kind == "int":
        return {"kind": kind, "value": str(value)}
    if kind == "float":
        return {"kind": kind, "value": repr(value)}
    if kind == "complex":
        return {"kind": kind, "real": repr(value.real), "imag": repr(value.imag)}
    if kind == "bytes":
        return {"kind": kind, "value": list(value)}
    if kind in ("tuple", "frozenset"):
        return {"kind": kind, "items": [constant(item) for item in value]}
    return {"kind": kind, "value": value}


def code_data(code):
    listing = [i for i in dis.get_instructions(code) if i.opname != "EXTENDED_ARG"]
    index = {i.start_offset: n for n, i in enumerate(listing)}
    index[len(code.co_code)] = len(listing)
    instructions, positions = [], []
    for i in listing:
        arg = i.arg or 0
        if i.jump_target is not None:
            arg = index[i.jump_target]
        instructions.append(i.opcode | arg << 8)
        positions += [-1 if p is None else p for p in i.positions]
    table = []
    for e in dis._parse_exception_table(code):
        table += [index[e.start], index[e.end], index[e.target], e.depth, int(e.lasti)]
    # Slots in order: locals (cells among them included), cells that are not locals, free variables.
    names = list(code.co_varnames)
    kinds = [0x20 | (0x40 if name in code.co_cellvars else 0) for name in names]
    for name in code.co_cellvars:
        if name not in code.co_varnames:
            names.append(name)
            kinds.append(0x40)
    for name in code.co_freevars:
        names.append(name)
        kinds.append(0x80)
    return {
        "name": code.co_name,
        "qualname": code.co_qualname,
        "filename": code.co_filename,
        "firstlineno": code.co_firstlineno,
        "argcount": code.co_argcount,
        "posonlyargcount": code.co_posonlyargcount,
        "kwonlyargcount": code.co_kwonlyargcount,
        "flags": code.co_flags,
        "stacksize": code.co_stacksize,
        "consts": [constant(c) for c in code.co_consts],
        "names": list(code.co_names),
        "localsplusnames": names,
        "localspluskinds": kinds,
        "instructions": instructions,
        "positions": positions,
        "exceptiontable": table,
    }


def numbered(text):
    """Replace each address by 0x1, 0x2, ... in the order of first appearance."""
    known = {}
    return re.sub(r"(?<= at )0x[0-9a-f]+", lambda m: known.setdefault(m[0], f"0x{len(known) + 1:x}"), text)


def bytes_of(code):
    yield [code.co_code.hex(), code.co_exceptiontable.hex()]
    for value in code.co_consts:
        if hasattr(value, "co_code"):
            yield from bytes_of(value)


def record(path):
    with open(path, encoding="utf-8") as file:
        source = file.read()
    code = compile(source, os.path.basename(path), "exec", dont_inherit=True, optimize=0)
    out = io.StringIO()
    dis.dis(code, file=out)
    return {
        "name": os.path.basename(path),
        "source": source,
        "code": code_data(code),
        "dis": numbered(out.getvalue()),
        "info": numbered(dis.code_info(code)),
        "bytes": list(bytes_of(code)),
    }


if __name__ == "__main__":
    for path in sys.argv[1:]:
        try:
            print(json.dumps(record(path)))
        except (SyntaxError, UnicodeDecodeError):
            pass
