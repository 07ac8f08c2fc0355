for spec in ("", "d", "5d", "<5d", "^5d", "05d", "+d", " d", "-d", "x", "#x", "X", "#X", "o", "#o", "b", "#b", "08b", "#010x", ",", "_", "_x", "_b", "c", "n", "+,d", "=+8d", "*^9d", "e", ".2f", "%", "g", "10.3f"):
    print(f"{spec!r:>8} [{format(1234, spec) if spec != 'c' else format(97, spec)}] [{format(-1234, spec) if spec != 'c' else format(0x65E5, spec)}]")
print(format(10**30, ","), format(-(10**20), "+,"), format(10**30, "_x"), format(0, "#b"), format(True, "d"), format(True, ""), format(True, "5"))
