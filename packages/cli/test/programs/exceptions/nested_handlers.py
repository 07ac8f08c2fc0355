def f(depth):
    try:
        if depth == 0:
            raise ValueError("bottom")
        f(depth - 1)
    except ValueError as e:
        if depth < 2:
            raise
        raise TypeError(f"converted at {depth}") from e
    except TypeError as e:
        print("passing", depth, e)
        raise
    finally:
        print("finally", depth)


try:
    f(4)
except TypeError as e:
    chain = []
    while e is not None:
        chain.append(repr(e))
        e = e.__cause__ or e.__context__
    print(chain)
for i in range(3):
    try:
        try:
            try:
                [ValueError, KeyError, TypeError][i]
                raise [ValueError, KeyError, TypeError][i](i)
            except ValueError:
                print("v")
        except KeyError:
            print("k")
    except TypeError:
        print("t")
