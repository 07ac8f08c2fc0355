def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: {1}.remove(2))
attempt(lambda: {1}.remove("a"))
attempt(lambda: set().pop())
attempt(lambda: {[]})
attempt(lambda: {1}.add([]))
attempt(lambda: {1} | [1])
attempt(lambda: {1} & "a")
attempt(lambda: {1} + {2})
attempt(lambda: {1} < [1])
attempt(lambda: set(5))
attempt(lambda: hash({1}))
one = {1}
attempt(lambda: one[0])
attempt(lambda: {1}.missing)
attempt(lambda: set(1, 2))
attempt(lambda: {1}.union(5))
attempt(lambda: {{1}})
attempt(lambda: [] in {1})
