def f():
    try:
        return {}["a"]
    finally:
        print("finally runs")
        [].pop()


f()
