name, n, x = "Ada", 42, 3.14159
print(f"{name} {n} {x}", f"{n + 1}", f"{name.upper()!r}", f"{{}} {{{n}}}", f"", f"plain")
print(f"{n:5}|{n:<5}|{n:^5}|{n:05}|{n:x}|{n:#b}", f"{x:.2f}|{x:10.3f}|{x:e}")
print(f"{name!r} {name!s} {name!a} {'é'!a} {name!r:>8}|{n!s:>5}|")
print(f'{"nested " + f"{n}"}', f"{f'{f"{n}"}'}", f"{[i for i in range(3)]}", f"{ {'a': 1}['a'] }", f"{(lambda v: v * 2)(4)}")
print(f"{n if n > 40 else 0}", f"{n,}", f"{n, 1}", f"{not n}", f"{n == 42}", f"{n != 1}", f"{(m := 5)} {m}")
