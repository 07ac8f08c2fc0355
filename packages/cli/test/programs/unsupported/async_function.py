x = 1


async def f():
    return x
