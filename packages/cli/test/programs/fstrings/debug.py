x = 5
name = "Ada"
items = [1, 2]
print(f"{x=}", f"{x = }", f"{ x= }", f"{x=:>4}", f"{name=}", f"{name=!s}", f"{x + 1=}", f"{items[0]=}", f"{x=:03d} {name=:>5}")
print(f"{len(items) = }", f"{name.upper()=}", f"{'a' 'b'=}")
