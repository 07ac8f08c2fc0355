# Strings: building, splitting, searching, replacing, case, translation.

TEXT = "In the beginning was the lock, and the lock was with the interpreter. "


def letters(rounds):
    counts = [0] * 128
    for _ in range(rounds):
        for character in TEXT:
            counts[ord(character)] += 1
    return max(counts)


def rotate(text, by):
    out = []
    for character in text:
        if "a" <= character <= "z":
            out.append(chr((ord(character) - 97 + by) % 26 + 97))
        else:
            out.append(character)
    return "".join(out)


def palindromes(limit):
    found = 0
    for n in range(limit):
        text = str(n)
        if text == text[::-1]:
            found += 1
    return found


def words(rounds):
    total = 0
    for i in range(rounds):
        parts = TEXT.lower().replace("lock", "thread").split()
        total += len(" ".join(part.strip(".,").title() for part in parts))
        total += TEXT.find("inter") + TEXT.count("th") + TEXT.startswith("In")
    return total


text = TEXT * 20
for shift in range(1, 60):
    text = rotate(text, shift)
print(text[:40])
print(letters(40_000), palindromes(1_200_000), words(50_000))
