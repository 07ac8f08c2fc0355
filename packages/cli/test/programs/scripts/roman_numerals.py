TABLE = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    if not 0 < n < 4000:
        raise ValueError(f"out of range: {n}")
    out = ""
    for value, letters in TABLE:
        count, n = divmod(n, value)
        out += letters * count
    return out


def from_roman(text):
    values = {letters: value for value, letters in TABLE}
    total = 0
    for a, b in zip(text, text[1:] + " "):
        total += -values[a] if values.get(b, 0) > values[a] else values[a]
    return total


for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999):
    assert from_roman(to_roman(n)) == n
    print(n, to_roman(n), end="; ")
print()
try:
    to_roman(0)
except ValueError as e:
    print(e)
