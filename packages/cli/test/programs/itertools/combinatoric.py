from itertools import product, permutations, combinations, combinations_with_replacement

print(list(product("ab", [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product("a", "")))
print(list(permutations("abc", 2)), list(permutations([1, 2])), list(combinations("abcd", 2)), list(combinations([1], 2)), list(combinations_with_replacement("ab", 2)), len(list(permutations(range(5)))))
for call in (lambda: combinations("ab", -1), lambda: permutations("ab", -1), lambda: product("a", repeat=-1), lambda: product(5)):
    try:
        print(list(call()))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
