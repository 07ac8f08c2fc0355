d = {0: "zero", 1: "one", -1: "minus", 2**40: "large", 0.5: "half", 2**61 - 1: "prime"}
print(d[0.0], d[True], d[-1.0], d[float(2**40)], d[0.5], d[2**61 - 1], False in d, -2 in d)
d[1.0] = "one again"
print(d)
nan = float("nan")
e = {nan: 1}
print(e[nan], float("nan") in e)
