import dis


def f(obj, *args, **kwargs):
    obj.method(1, key=2)
    print(len(args), obj.value[0])
    obj.value = kwargs["x"]
    return obj.other(*args, **kwargs)


dis.dis(f)
