for expression in ("[1 / x for x in (1, 0)]", "{x: y for x in range(2)}", "[x for x in 5]", "{[] for _ in 'a'}", "[a for a, b in [(1, 2, 3)]]", "[int(s) for s in '12x']", "{[]: 1 for _ in 'a'}", "[x for x in None]", "list(1 / x for x in [0])"):
    try:
        eval(expression)
    except Exception as error:
        print(expression, "->", type(error).__name__ + ":", error)
a = 1
try:
    [a for a in (5, 1 / 0)]
except ZeroDivisionError:
    print(a)
try:
    [1 / b for b in (1, 0)]
except ZeroDivisionError:
    print("b" in globals())
