"""Disassembler of bytecode."""

import sys
import types
from collections import namedtuple

import _dis

__all__ = [
    "code_info",
    "dis",
    "disassemble",
    "distb",
    "disco",
    "findlinestarts",
    "findlabels",
    "show_code",
    "get_instructions",
    "Instruction",
    "Bytecode",
    "opname",
    "opmap",
    "cmp_op",
]

opname = _dis.opcodes()
opmap = {name: number for number, name in enumerate(opname) if not name.startswith("<")}
cmp_op = ("<", "<=", "==", "!=", ">", ">=")
HAVE_ARGUMENT = 43
EXTENDED_ARG = opmap["EXTENDED_ARG"]
COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
}

Positions = namedtuple("Positions", ["lineno", "end_lineno", "col_offset", "end_col_offset"], defaults=[None] * 4)
_Instruction = namedtuple(
    "_Instruction",
    [
        "opname",
        "opcode",
        "arg",
        "argval",
        "argrepr",
        "offset",
        "start_offset",
        "starts_line",
        "line_number",
        "label",
        "positions",
        "cache_info",
    ],
    defaults=[None, None, None],
)


class Instruction(_Instruction):
    """One instruction: its name, operand and place."""

    @property
    def oparg(self):
        return self.arg

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def is_jump_target(self):
        return self.label is not None


def _is_code(x):
    return isinstance(x, types.CodeType)


def _get_code(x):
    """The code object of a function, method, generator, class, source text or code object."""
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        code = getattr(x, name, None)
        if code is not None:
            x = code
            break
    if isinstance(x, str):
        x = _compile(x, "<disassembly>")
    if _is_code(x):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def _compile(source, name):
    try:
        return compile(source, name, "eval")
    except SyntaxError:
        pass
    return compile(source, name, "exec")


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False):
    """Disassemble classes, methods, functions, source text, and other compiled things."""
    if x is None:
        distb(file=file, show_caches=show_caches, adaptive=adaptive, show_offsets=show_offsets)
        return
    x = getattr(x, "__func__", x)
    for name in ("__code__", "gi_code", "ag_code", "cr_code"):
        code = getattr(x, name, None)
        if code is not None:
            x = code
            break
    options = dict(file=file, show_caches=show_caches, show_offsets=show_offsets)
    if hasattr(x, "__dict__") and not _is_code(x):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)):
                print(f"Disassembly of {name}:", file=file)
                try:
                    dis(member, depth=depth, **options)
                except TypeError as message:
                    print("Sorry:", message, file=file)
                print(file=file)
    elif _is_code(x):
        print(_dis.text(x, -1, show_caches, show_offsets, depth), end="", file=file)
    elif isinstance(x, str):
        print(_dis.text(_compile(x, "<dis>"), -1, show_caches, show_offsets, depth), end="", file=file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Disassemble the innermost frame of a traceback."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches, show_offsets=show_offsets)


def disassemble(code, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False):
    """Disassemble a code object."""
    print(_dis.text(code, lasti // 2 if lasti >= 0 else -1, show_caches, show_offsets, 0), end="", file=file)


disco = disassemble


def code_info(x):
    """What a code object is made of, as text."""
    return _dis.info(_get_code(x))


def show_code(co, *, file=None):
    """Print what a code object is made of."""
    print(code_info(co), file=file)


def pretty_flags(flags):
    """The names of code flags."""
    return _dis.flags(flags)


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """Iterate over the instructions of a function or code object."""
    co = _get_code(x)
    shift = 0 if first_line is None else first_line - co.co_firstlineno
    for *fields, line, label, positions in _dis.instructions(co):
        if line is not None:
            line += shift
        yield Instruction(*fields, line, label, Positions(*positions), None)


def findlinestarts(code):
    """Yield (offset, line) where a new line begins."""
    last = False
    for instruction in get_instructions(code):
        if instruction.line_number is not last and instruction.line_number != last:
            last = instruction.line_number
            yield instruction.offset, last


def findlabels(code):
    """Offsets of all jump targets."""
    return [i.offset for i in get_instructions(code) if i.label is not None]


class Bytecode:
    """The bytecode of a piece of code: iterate over it, or print it."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False, show_offsets=False):
        self.codeobj = _get_code(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self._original_object = x
        self.current_offset = current_offset
        self.show_caches = show_caches
        self.show_offsets = show_offsets

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f"{self.__class__.__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches)

    def info(self):
        return _dis.info(self.codeobj)

    def dis(self):
        current = -1 if self.current_offset is None else self.current_offset // 2
        return _dis.text(self.codeobj, current, self.show_caches, self.show_offsets, 0)
