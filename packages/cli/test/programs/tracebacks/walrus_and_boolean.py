def f(d):
    if (n := d.get("n")) and n > "5":
        return n


f({"n": 0})
f({"n": 7})
