out = ""
for i in range(300):
    out += chr(97 + i % 26)
    if i % 100 == 0:
        out += "日"
print(len(out), out[:30], out.count("日"), out[-5:])
parts = []
for word in out.split("日"):
    parts.append(word[:3].title())
print("/".join(parts))
print(out[::29], hash(out) == hash("".join(list(out))), out == "".join(list(out)))
