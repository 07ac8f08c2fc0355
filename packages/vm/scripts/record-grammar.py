"""Records what CPython 3.13 says about the programs in test/grammar, for the tests of the front end.

    python3.13 scripts/record-grammar.py

Reads test/grammar/bad-programs.txt (programs that are refused) and test/grammar/trees/*.py (programs that are not);
writes test/grammar/bad-programs.json (the errors) and test/grammar/trees.json (`ast.dump` with positions, and the
warnings).
"""

import ast
import json
import pathlib
import sys
import warnings

TESTS = pathlib.Path(__file__).parent.parent / "test" / "grammar"


def read_bad_programs():
    """The (mode, source) pairs of bad-programs.txt."""
    mode = None
    lines = []
    for line in (TESTS / "bad-programs.txt").read_text(encoding="utf-8").split("\n")[:-1] + ["%%"]:
        if line.startswith("%%"):
            if mode is not None:
                yield mode[0], "\n".join(lines) + ("\n" if "+" in mode else "")
            mode = line[2:].split()
            lines = []
        else:
            lines.append(line)


def error_of(mode, source):
    """CPython's error as the test compares it; None when the program is accepted."""
    try:
        compile(source, "<bad>", mode, ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        text = None if error.text is None else error.text.rstrip("\n")
        place = [error.lineno, error.offset, error.end_lineno, error.end_offset]
        return {"kind": type(error).__name__, "message": error.msg, "place": place, "text": text}
    return None


def main():
    if sys.version_info[:2] != (3, 13):
        sys.exit("CPython 3.13 is needed")
    warnings.simplefilter("ignore")
    errors = [{"mode": mode, "source": source, "error": error_of(mode, source)} for mode, source in read_bad_programs()]
    with open(TESTS / "bad-programs.json", "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(entry) for entry in errors) + "\n]\n")
    trees = {}
    for path in sorted((TESTS / "trees").glob("*.py")):
        source = path.read_text(encoding="utf-8")
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            tree = ast.parse(source, path.name)
        trees[path.name] = {
            "dump": ast.dump(tree, include_attributes=True),
            "warnings": [f"{w.lineno}: {w.category.__name__}: {w.message}" for w in caught],
        }
    with open(TESTS / "trees.json", "w", encoding="utf-8") as file:
        json.dump(trees, file, indent=1)
        file.write("\n")
    refused = sum(entry["error"] is not None for entry in errors)
    print(f"{len(errors)} programs, {refused} refused; {len(trees)} trees")


if __name__ == "__main__":
    main()
