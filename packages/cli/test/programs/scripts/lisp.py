def tokenize(text):
    return text.replace("(", " ( ").replace(")", " ) ").split()


def read(tokens):
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens[0] != ")":
            out.append(read(tokens))
        tokens.pop(0)
        return out
    try:
        return int(token)
    except ValueError:
        return token


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        return self if name in self else self.outer.find(name) if self.outer is not None else {}[name]


def evaluate(x, env):
    if isinstance(x, str):
        return env.find(x)[x]
    if isinstance(x, int):
        return x
    op, *args = x
    if op == "if":
        return evaluate(args[1] if evaluate(args[0], env) else args[2], env)
    if op == "define":
        env[args[0]] = evaluate(args[1], env)
        return None
    if op == "lambda":
        return lambda *values: evaluate(args[1], Env(args[0], values, env))
    return evaluate(op, env)(*[evaluate(arg, env) for arg in args])


root = Env()
root.update({"+": lambda *a: sum(a), "*": lambda a, b: a * b, "-": lambda a, b: a - b, "<": lambda a, b: a < b, "list": lambda *a: list(a)})
for line in ("(+ 1 2 3)", "(define square (lambda (x) (* x x)))", "(square 12)", "(define fact (lambda (n) (if (< n 2) 1 (* n (fact (- n 1))))))", "(fact 20)", "(define make (lambda (n) (lambda (x) (+ x n))))", "((make 5) 10)", "(list 1 (square 2) (fact 5))", "(undefined 1)"):
    try:
        print(line, "=>", evaluate(read(tokenize(line)), root))
    except KeyError as e:
        print(line, "=> unknown", e)
