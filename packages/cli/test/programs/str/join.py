print(",".join(["a", "b"]), "".join([]), "-".join("abc"), ", ".join({"k": 1, "l": 2}), "x".join(["only"]))
print("".join(chr(c) for c in (97, 233, 26085, 128512)), ":".join(("1",) * 3), "é".join("ab"))
for bad in ([1, 2], ["a", None], 5, ["a", b"b"]):
    try:
        ",".join(bad)
    except TypeError as error:
        print(error)
