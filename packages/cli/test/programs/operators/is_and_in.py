a = [1]
b = [1]
c = a
print(a is c, a is b, a is not b, a == b, None is None, 1 in a, 2 not in a, "k" in {"k": 1}, 1 in {1: 2}.values(), (1, 2) in {(1, 2): 3}.keys() if False else True)
print([] in [[]], [[]] == [[]], "" in "", "b" in "abc", b"b" in b"abc", 98 in b"abc", 3 in range(5), 3.0 in range(5), "3" in range(5), None in [None], True in [1], 1.0 in {1})
for expression in ("1 in 5", "1 in None", "'a' in 5", "1 in 'a'", "[] in {}", "[] in {1}", "5 in object()"):
    try:
        print(eval(expression))
    except TypeError as error:
        print(expression, "->", error)
