if (n := len("hello")) > 3:
    print(n)
print((x := 5) + x, [y := 1, y + 1], (z := [1, 2])[0], z)
while (n := n - 1) > 2:
    print("n", n)
print([m for v in (1, 2, 3) if (m := v * v) > 1], m)


def f(a, b=(d := 7)):
    return a + b


print(f(a := 1) if (a := 2) else 0, a, d, f"{(w := 3)} {w}", {(k := "key"): (v := 1)}, k, v)
print(any((hit := word).startswith("b") for word in ["a", "bc", "d"]), hit)
print((lambda: (q := 5) + q)(), "q" in globals(), not (t := 0), t, (p := 1, 2), p)
