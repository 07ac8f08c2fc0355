def make(start):
    count = start

    def step():
        nonlocal count
        count += 1
        return count

    def reset():
        nonlocal count
        count = start

    return step, reset


step, reset = make(10)
other, _ = make(0)
print(step(), step(), other(), step())
reset()
print(step(), other(), step.__code__.co_freevars, step.__closure__[0].cell_contents)
