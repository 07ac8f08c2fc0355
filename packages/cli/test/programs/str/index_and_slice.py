text = "abcdefgh"
print(text[0], text[-1], text[3], text[-8], text[True])
print(text[2:5], text[:3], text[5:], text[:], text[-3:], text[:-3], text[10:], text[5:2], text[-100:100])
print(text[::2], text[1::2], text[::-1], text[5:1:-1], text[5:1:-2], text[-1:-5:-1], text[::-3], text[100::-1])
print(text[None:None:None], text[slice(1, 4)], "日本語😀"[3], "日本語😀"[::-1])
for index in (8, -9, 10**30, 1.5, "a", None):
    try:
        print(text[index])
    except (IndexError, TypeError) as error:
        print(type(error).__name__, error)
try:
    text[::0]
except ValueError as error:
    print(error)
