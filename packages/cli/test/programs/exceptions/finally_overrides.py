def returns():
    try:
        return "try"
    finally:
        print("cleanup")


def loop():
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                break
            print("body", i)
        finally:
            print("finally", i)
    return i


def nested():
    try:
        try:
            raise ValueError("inner")
        finally:
            print("inner finally")
    except ValueError as error:
        print("outer", error)
        try:
            return "value"
        finally:
            print("last")


def changed():
    x = 1
    try:
        return x
    finally:
        x = 2
        print("x is", x)


print(returns(), loop(), nested(), changed())
