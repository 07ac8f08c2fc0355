total = 0
for line in "3 apples\n12 pears\nno plums\n7 figs".splitlines():
    first, _, rest = line.partition(" ")
    if first.isdigit():
        total += int(first)
        print(first.zfill(3), rest.rjust(8, "."))
print(total)
