"""Record what CPython 3.13 prints for programs/*.py: run in this folder, writes recorded/programs.json. Addresses are shown as 0x."""

import contextlib
import io
import json
import pathlib
import re
import sys
import types

assert sys.version_info[:2] == (3, 13)

# Names of types that have no name in builtins; python.ts gives the same ones.
EXTRA = {
    "SimpleNamespace": types.SimpleNamespace,
    "mappingproxy": types.MappingProxyType,
    "FunctionType": types.FunctionType,
    "MethodType": types.MethodType,
    "CellType": types.CellType,
    "ModuleType": types.ModuleType,
    "GenericAlias": types.GenericAlias,
    "TracebackType": types.TracebackType,
}

out = {}
for path in sorted(pathlib.Path("programs").glob("*.py")):
    text = io.StringIO()
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__dict__.update(EXTRA)
    module.__dict__["__file__"] = "program.py"
    with contextlib.redirect_stdout(text):
        exec(compile(path.read_text(), "program.py", "exec"), module.__dict__)
    out[path.stem] = re.sub("0x[0-9a-f]+", "0x", text.getvalue()).splitlines()
pathlib.Path("recorded/programs.json").write_text(json.dumps(out, indent=1) + "\n")
