"""Records what CPython 3.13 says about the cases of this folder: run `python3.13 record.py` here.

snapshots/*.txt   === title / source / --- / dis text: the dis text is written anew from the source
cases.json        errors, warnings, folded constants, annotation texts, docstrings, from the lists in record-cases.json
"""

import ast
import contextlib
import dis
import glob
import io
import json
import os
import re
import sys
import warnings

assert sys.version_info[:2] == (3, 13), "record with CPython 3.13"
HERE = os.path.dirname(os.path.abspath(__file__))


def disassembly(source):
    code = compile(source, "snapshot.py", "exec", dont_inherit=True)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        dis.dis(code)
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    return re.sub(r"0x[0-9a-f]+, file", "0x0, file", "\n".join(lines)).strip("\n")


def record_snapshots():
    for path in sorted(glob.glob(os.path.join(HERE, "snapshots", "*.txt"))):
        with open(path, encoding="utf-8") as file:
            cases = re.split(r"^=== ", file.read(), flags=re.M)[1:]
        with open(path, "w", encoding="utf-8") as file:
            for number, case in enumerate(cases):
                title, rest = case.split("\n", 1)
                source = re.split(r"^---$", rest, flags=re.M)[0].strip("\n") + "\n"
                file.write("\n" * (number > 0) + f"=== {title}\n{source}---\n{disassembly(source)}\n")


def error_of(source, mode):
    try:
        compile(source, "case.py", mode, dont_inherit=True)
    except SyntaxError as e:
        return [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
    return None


def warnings_of(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "case.py", "exec", dont_inherit=True)
    return [[str(w.message), w.lineno] for w in caught]


def fold_of(source):
    """repr of the constant that an expression folds to, None when instructions are left."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = compile(source, "case.py", "eval", dont_inherit=True)
    names = [i.opname for i in dis.get_instructions(code)]
    return repr(code.co_consts[0]) if names == ["RESUME", "RETURN_CONST"] else None


def annotation_of(source):
    scope = {}
    exec("from __future__ import annotations\nx: " + source, scope)
    return scope["__annotations__"]["x"]


def docstring_of(source):
    code = compile(source, "case.py", "exec", dont_inherit=True)
    scope = {}
    exec(code, scope)
    return scope["f"].__doc__


def record_cases():
    with open(os.path.join(HERE, "record-cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    result = {
        "errors": [[s, m, error_of(s, m)] for s, m in ([c, "exec"] if isinstance(c, str) else c for c in cases["errors"])],
        "warnings": [[s, warnings_of(s)] for s in cases["warnings"]],
        "folds": [[s, fold_of(s)] for s in cases["folds"]],
        "annotations": [[s, annotation_of(s)] for s in cases["annotations"]],
        "docstrings": [[s, docstring_of(s)] for s in cases["docstrings"]],
    }
    with open(os.path.join(HERE, "cases.json"), "w", encoding="utf-8") as file:
        parts = []
        for key, rows in result.items():
            lines = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
            parts.append(f'  "{key}": [\n{lines}\n  ]')
        file.write("{\n" + ",\n".join(parts) + "\n}\n")


if __name__ == "__main__":
    record_snapshots()
    record_cases()
