"""Record CPython 3.13's instruction set as JSON: what opcodes.test.ts compares the table with.

usage: python3.13 record-opcodes.py > fixtures/opcodes.json
"""

import _opcode
import dis
import json
import opcode

ARGS = [0, 1, 2, 3, 7, 255, 256, 259]


def effects(op, jump):
    result = []
    for arg in ARGS if _opcode.has_arg(op) else [None]:
        try:
            result.append(dis.stack_effect(op, arg, jump=jump))
        except ValueError:
            result.append(None)
    return result


def row(name, op):
    return {
        "name": name,
        "op": op,
        "arg": _opcode.has_arg(op),
        "const": _opcode.has_const(op),
        "name_arg": _opcode.has_name(op),
        "jump": _opcode.has_jump(op),
        "free": _opcode.has_free(op),
        "local": _opcode.has_local(op),
        "handler": _opcode.has_exc(op),
        "stay": effects(op, False),
        "go": effects(op, True),
        "caches": list(opcode._cache_format.get(name, {}).items()),
    }


print(
    json.dumps(
        {
            "args": ARGS,
            "opcodes": [row(n, o) for n, o in opcode.opmap.items() if not n.startswith("INSTRUMENTED")],
            "compare": list(opcode.cmp_op),
            "binary": [list(pair) for pair in opcode._nb_ops],
            "intrinsics1": list(_opcode.get_intrinsic1_descs()),
            "intrinsics2": list(_opcode.get_intrinsic2_descs()),
        },
        indent=1,
    )
)
