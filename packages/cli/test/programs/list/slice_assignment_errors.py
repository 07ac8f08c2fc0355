a = [1, 2, 3, 4, 5]
for key, value in ((slice(None, None, 2), [1]), (slice(None, None, -1), [1, 2, 3, 4, 5, 6]), (slice(0, 2), 5), (slice(None, None, 2), 5)):
    try:
        a[key] = value
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
a[1:3] = a
print(a)
a[:] = a[::-1]
print(a)
a[2:0] = ["inserted"]
print(a)
a[1:2] = "xyz"
print(a)
a[::-2] = range(len(a[::-2]))
print(a)
