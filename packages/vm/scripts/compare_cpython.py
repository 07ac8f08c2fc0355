"""CPython's side of compare-cpython.mjs: prints one line of JSON for each file of the library or broken program.

    python3.13 compare_cpython.py trees
    python3.13 compare_cpython.py errors COUNT SEED
"""

import ast
import hashlib
import io
import json
import os
import random
import sys
import textwrap
import tokenize
import warnings

TOKENS = """( ) [ ] { } , : ; = == := * ** + - not in is if else elif for while lambda yield await async def class return
import from as with try except finally match case type x 1 'a' f'{x}' print pass None global del raise . ... @ -> | and or
! $ \\ b'a' f'{ }' ' \"\"\" 0x 1_""".split() + ["\n", "    ", "  ", "\t", "#c\n"]


def library_files():
    base = os.path.dirname(os.__file__)
    for folder, folders, names in os.walk(base):
        folders[:] = sorted(name for name in folders if name not in ("site-packages", "__pycache__"))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not name.endswith(".py"):
                continue
            try:
                with open(path, encoding="utf-8") as file:
                    yield path, file.read()
            except UnicodeDecodeError:
                pass


def error_of(source):
    """None when the program is accepted."""
    try:
        compile(source, "<bad>", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        return [type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset]
    return None


def trees():
    for path, source in library_files():
        try:
            dump = ast.dump(ast.parse(source), include_attributes=True)
            tree = hashlib.md5(dump.encode("utf-8", "surrogatepass")).hexdigest()
        except SyntaxError:
            tree = error_of(source)
        print(json.dumps({"file": path, "tree": tree}))


def broken(statement, chance):
    """The text of a statement with one to three tokens dropped, added or replaced; None when that is not possible."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        try:
            tokens = [
                token
                for token in tokenize.generate_tokens(io.StringIO(statement).readline)
                if token.type not in (tokenize.ENDMARKER, tokenize.DEDENT)
            ]
        except (tokenize.TokenError, SyntaxError):
            break
        starts = [0]
        for line in statement.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        tokens = [token for token in tokens if token.end[0] < len(starts)]
        if not tokens:
            break
        token = chance.choice(tokens)
        start = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        kind = chance.random()
        word = chance.choice(TOKENS) + chance.choice(["", " "])
        if kind < 0.35:
            statement = statement[:start] + statement[end:]
        elif kind < 0.7:
            statement = statement[:start] + word + statement[start:]
        elif kind < 0.9:
            statement = statement[:start] + word + statement[end:]
        else:
            statement = statement[:end]
    return statement


def errors(count, seed):
    chance = random.Random(seed)
    files = [source for _, source in library_files()]
    made = 0
    while made < count:
        source = chance.choice(files)
        try:
            nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)]
        except (SyntaxError, ValueError):
            continue
        for node in chance.choices(nodes, k=6) if nodes else []:
            text = ast.get_source_segment(source, node, padded=True)
            if text is None or len(text) > 900:
                continue
            program = broken(textwrap.dedent(text) + "\n", chance)
            try:
                print(json.dumps({"source": program, "error": error_of(program)}))
            except ValueError:
                continue
            made += 1


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(10000)
    if sys.argv[1] == "trees":
        trees()
    else:
        errors(int(sys.argv[2]), int(sys.argv[3]))
