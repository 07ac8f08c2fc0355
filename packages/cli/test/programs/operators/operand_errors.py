values = {"int": 1, "float": 1.5, "str": "a", "bytes": b"b", "list": [1], "tuple": (1,), "dict": {}, "set": {1}, "None": None, "function": len, "range": range(2), "bool": True}
for op in ("+", "-", "*", "@", "<"):
    for ln, lv in values.items():
        line = []
        for rn, rv in values.items():
            try:
                eval(f"l {op} r", {"l": lv, "r": rv})
                line.append("ok")
            except TypeError as error:
                line.append(str(len(str(error))))
        print(op, ln, *line)
for op in ("-", "+", "~"):
    for name, value in values.items():
        try:
            eval(f"{op}v", {"v": value}) if name != "bool" else None
        except TypeError as error:
            print(error)
