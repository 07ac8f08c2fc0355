async def g():
    await g()
