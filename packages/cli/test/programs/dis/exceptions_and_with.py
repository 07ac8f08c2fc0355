import dis


def f(manager):
    try:
        with manager as m:
            m.go()
    except ValueError as error:
        print(error)
    finally:
        print("end")


dis.dis(f)
