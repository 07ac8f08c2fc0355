print("ab".center(6) + "|", "ab".center(7) + "|", "abc".center(6) + "|", "ab".center(7, "*"), "ab".center(1))
print("ab".ljust(5, ".") + "|", "ab".rjust(5, ".") + "|", "ab".ljust(5) + "|", "ab".rjust(1))
print("42".zfill(5), "-42".zfill(5), "+42".zfill(5), "".zfill(3), "abc".zfill(2), "--1".zfill(5))
for method in ("center", "ljust"):
    try:
        getattr("ab", method)(5, "xy")
    except TypeError as error:
        print(error)
