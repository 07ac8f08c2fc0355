import dis


def f(x):
    return x + 1


for instruction in dis.get_instructions(f):
    print(instruction.opname, instruction.arg, instruction.argrepr, instruction.offset, instruction.starts_line)
print(dis.opname[dis.opmap["LOAD_CONST"]], f.__code__.co_consts, f.__code__.co_stacksize, f.__code__.co_names)
