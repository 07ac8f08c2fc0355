for spec in ("", "s", "6", "<6", ">6", "^6", "*<6", "*>6", "*^7", ".2", "6.2", ">6.2s", "06", "日^6"):
    print(f"{spec!r:>9} [{format('abc', spec)}]")
for spec in ("+", "=6", "d", "#", ",", "0=6"):
    try:
        print(format("abc", spec))
    except ValueError as error:
        print(repr(spec), error)
