# An interpreter inside the interpreter: a stack machine that counts primes. Branches, dispatch, list push and pop.

SOURCE = """
        push 2
        store 0
        push 0
        store 1
candidate:
        load 0
        push 7000
        less
        jump_if_not end
        push 2
        store 2
divisor:
        load 0
        load 2
        load 2
        mul
        less
        jump_if prime
        load 0
        load 2
        mod
        jump_if_not next
        load 2
        push 1
        add
        store 2
        jump divisor
prime:
        load 1
        push 1
        add
        store 1
next:
        load 0
        push 1
        add
        store 0
        jump candidate
end:
        halt
"""


def assemble(source):
    labels = {}
    lines = []
    for line in source.split("\n"):
        if line.endswith(":"):
            labels[line[:-1]] = len(lines)
        elif line:
            lines.append(line.split())
    program = []
    for name, *rest in lines:
        argument = rest[0] if rest else None
        if argument is not None:
            argument = labels[argument] if name.startswith("jump") else int(argument)
        program.append((name, argument))
    return program


def run(program):
    stack = []
    cells = [0] * 8
    pc = executed = 0
    while True:
        name, argument = program[pc]
        pc += 1
        executed += 1
        if name == "push":
            stack.append(argument)
        elif name == "load":
            stack.append(cells[argument])
        elif name == "store":
            cells[argument] = stack.pop()
        elif name == "add":
            right = stack.pop()
            stack[-1] += right
        elif name == "mul":
            right = stack.pop()
            stack[-1] *= right
        elif name == "mod":
            right = stack.pop()
            stack[-1] %= right
        elif name == "less":
            right = stack.pop()
            stack[-1] = stack[-1] < right
        elif name == "jump":
            pc = argument
        elif name == "jump_if_not":
            if not stack.pop():
                pc = argument
        elif name == "jump_if":
            if stack.pop():
                pc = argument
        elif name == "halt":
            return cells[1], executed


program = assemble(SOURCE)
for _ in range(5):
    result = run(program)
print(*result)
