import gc

gc.collect()
gc.disable()


class Alive:
    count = 0

    def __init__(self):
        Alive.count += 1

    def __del__(self):
        Alive.count -= 1


def cycle_list():
    a = [Alive()]
    a.append(a)


def cycle_dict():
    d = {"v": Alive()}
    d["d"] = d


def cycle_instance():
    a = Alive()
    a.me = a


def cycle_closure():
    v = Alive()

    def f():
        return f, v


def cycle_generator():
    def g():
        v = Alive()
        yield
        print(me)

    me = g()
    next(me)


def cycle_exception():
    v = Alive()
    try:
        raise ValueError
    except ValueError as e:
        kept = e


def cycle_class():
    class C:
        v = Alive()

    C.me = C()


def cycle_method():
    a = Alive()
    a.m = a.__init__


for make in (cycle_list, cycle_dict, cycle_instance, cycle_closure, cycle_generator, cycle_exception, cycle_class, cycle_method):
    make()
    before = Alive.count
    gc.collect()
    print(make.__name__, before, Alive.count)
