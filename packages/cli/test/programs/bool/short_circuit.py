# Short circuit: the right side runs only when it is needed.
def say(name, value):
    print(name, end=" ")
    return value


print(say("a", 0) and say("b", 1))
print(say("a", 1) and say("b", 2))
print(say("a", 0) or say("b", 0) or say("c", 3))
print(not say("a", 1))
print((say("a", 1) if say("c", 0) else say("b", 2)))
