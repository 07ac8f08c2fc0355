print("a" + "b", "ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "" * 100, "-" * 20)
print("é" + "a", "日" + "a" + "😀", ("日" + "a")[1])
for expression in ("'a' + 1", "1 + 'a'", "'a' + None", "'a' + b'b'", "'a' * 'b'", "'a' * 1.5", "'a' - 'b'", "-'a'", "'a' * None"):
    try:
        eval(expression)
    except TypeError as error:
        print(expression, "->", error)
