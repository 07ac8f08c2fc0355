# One, two and four bytes a character; operations that change the width.
narrow, middle, wide = "abc", "ab日", "ab😀"
for text in (narrow, middle, wide, "é", "\xff\u0100"):
    print(len(text), text[-1], text[:2], text.upper(), text * 2, text + narrow, text[::-1], text.find("b"))
print(wide[:2] == narrow[:2], (wide[:2] + "c") == narrow, middle.replace("日", "c") == narrow)
print("".join(["a", "é", "日", "😀"])[::-1], ("x" * 3 + "😀").index("😀"), {narrow: 1}["abc"])
