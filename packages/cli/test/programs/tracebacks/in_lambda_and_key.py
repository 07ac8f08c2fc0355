words = ["a", None, "b"]
print(sorted(words, key=lambda w: w.upper()))
