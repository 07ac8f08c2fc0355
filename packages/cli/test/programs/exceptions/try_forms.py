def f(x):
    try:
        print("try", x)
        if x == 1:
            raise ValueError("one")
        if x == 2:
            return "returned from try"
        if x == 3:
            raise KeyError("three")
    except ValueError as error:
        print("except", error)
        return "returned from except"
    except (KeyError, IndexError):
        print("key or index")
    else:
        print("else")
    finally:
        print("finally")
    return "end"


for i in range(4):
    print(f(i))
