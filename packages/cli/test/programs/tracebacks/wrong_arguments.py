def greet(name, *, greeting):
    return f"{greeting}, {name}"


print(greet("Ada", greeting="hi"))
print(greet("Ada"))
