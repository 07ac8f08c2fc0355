print("{} {}".format("a", 1), "{0} {1} {0}".format("x", "y"), "{{}} {}".format(5), "{name}!".format(name="z"))
print("{0[1]} {0[key]}".format({1: "one", "key": "k"}) if False else "{0[1]} {1[key]}".format(["a", "b"], {"key": "k"}))
print("{0.real} {x.imag}".format(5, x=7), "{:>{width}}|".format("r", width=5), "{:{}{}}|".format("c", "^", 7))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{0!r:>6}".format("a"), "{:.{p}f}".format(3.14159, p=2))
