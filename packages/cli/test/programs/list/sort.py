a = [3, 1, 2]
print(a.sort(), a, sorted(a, reverse=True), a)
words = ["banana", "Apple", "cherry", "date"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=lambda w: w[-1], reverse=True))
pairs = [(1, "b"), (0, "z"), (1, "a"), (0, "a")]
print(sorted(pairs), sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
words.sort(key=lambda w: (-len(w), w))
print(words, sorted("hello"), sorted({"b": 1, "a": 2}), sorted([]), sorted([True, 0.5, -1]))
