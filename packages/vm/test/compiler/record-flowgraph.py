"""Record what CPython 3.13's flow graph makes of instruction sequences, as JSON lines on standard output.

usage: python3.13 record-flowgraph.py program.py ... > fixtures/flowgraph.jsonl

Each program is split at lines that start with `# ---`; each piece is compiled as a module. Recorded are the code
generator's sequence (with pseudo instructions, labels as indices) and constants, and the finished code object.
"""

import ast
import dis
import json
import sys

import _testinternalcapi

KINDS = {"int", "float", "str", "tuple"}
codes = {}


def constant(value):
    if value is None or value is True or value is False or value is ...:
        return {"kind": repr(value)}
    kind = type(value).__name__
    if kind == "int":
        return {"kind": kind, "value": str(value)}
    if kind == "tuple":
        return {"kind": kind, "items": [constant(item) for item in value]}
    if kind in ("float", "str"):
        return {"kind": kind, "value": value}
    return {"kind": "str", "value": f"code {codes.setdefault(value, len(codes))}"}


def plain(key):
    """The constant behind a key of the code generator's table: a key that is a tuple has it in second place."""
    return key[1] if type(key) is tuple else key


def finished(code):
    listing = [i for i in dis.get_instructions(code) if i.opname != "EXTENDED_ARG"]
    index = {i.start_offset: n for n, i in enumerate(listing)}
    index[len(code.co_code)] = len(listing)
    instructions = []
    for i in listing:
        arg = (i.arg or 0) if i.jump_target is None else index[i.jump_target]
        instructions.append([i.opname, arg, *(-1 if p is None else p for p in i.positions)])
    table = [
        [index[e.start], index[e.end], index[e.target], e.depth, int(e.lasti)]
        for e in dis._parse_exception_table(code)
    ]
    consts = [constant(c) for c in code.co_consts]
    return {"instructions": instructions, "table": table, "consts": consts, "stacksize": code.co_stacksize}


def record(source):
    tree = ast.parse(source)
    sequence, metadata = _testinternalcapi.compiler_codegen(tree, "f.py", 0)
    return {
        "source": source,
        "sequence": [[i[0], i[1] or 0, *i[2:]] for i in sequence.get_instructions()],
        "consts": [constant(plain(c)) for c in metadata["consts"]],
        "code": finished(compile(tree, "f.py", "exec", optimize=0)),
    }


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        pieces = file.read().split("# ---\n")
    for piece in pieces:
        print(json.dumps(record(piece)))
