for make in (
    lambda: f"{undefined}",
    lambda: f"{1 / 0}",
    lambda: f"{'a':d}",
    lambda: f"{5:{'q'}}",
    lambda: f"{None:>5}",
    lambda: f"{[1]:5}",
    lambda: f"{{}}{1:{2}.{3}}",
):
    try:
        print(make())
    except Exception as error:
        print(type(error).__name__, error)
