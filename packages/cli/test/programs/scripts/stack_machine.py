PROGRAM = """
push 10
label loop
dup
print
push 1
sub
dup
jump_if loop
pop
push 6
push 7
mul
print
halt
"""


class Machine:
    def __init__(self, source):
        self.code = [tuple(line.split()) for line in source.strip().splitlines()]
        self.labels = {op[1]: i for i, op in enumerate(self.code) if op[0] == "label"}
        self.stack, self.pc, self.out = [], 0, []

    def run(self):
        while True:
            op, *args = self.code[self.pc]
            self.pc += 1
            if op == "halt":
                return self.out
            getattr(self, "do_" + op)(*args)

    def do_push(self, n):
        self.stack.append(int(n))

    def do_dup(self):
        self.stack.append(self.stack[-1])

    def do_pop(self):
        self.stack.pop()

    def do_print(self):
        self.out.append(self.stack.pop())

    def do_label(self, name):
        pass

    def do_jump_if(self, label):
        if self.stack.pop():
            self.pc = self.labels[label]

    def do_sub(self):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(a - b)

    def do_mul(self):
        self.stack.append(self.stack.pop() * self.stack.pop())


m = Machine(PROGRAM)
print(m.run(), m.stack, m.labels)
try:
    Machine("push 1\nwhat 2").run()
except AttributeError as e:
    print(e)
