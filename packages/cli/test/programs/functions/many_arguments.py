def f(*args):
    return len(args), sum(args)


print(f(*range(300)), f(*range(1000), *range(5)))
names = ", ".join(f"a{i}" for i in range(260))
exec(f"def many({names}):\n    return a0 + a259, len(locals())")
print(many(*range(260)), many(**{f"a{i}": i * 2 for i in range(260)}))
print(max(*range(50)), "{} {}".format(*"ab"), dict(**{f"k{i}": i for i in range(3)}))
