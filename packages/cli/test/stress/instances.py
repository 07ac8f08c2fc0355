"""One instance and its class: attributes, methods and __dict__ changed by all threads."""
from crew import crew


class Base:
    shared = 0

    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x

    @property
    def double(self):
        return self.x * 2


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = [0]
        self.b = None


one = Base([1])
slotted = Slotted()


def other(self):
    return self.x


def work(k, dice, rounds):
    mine = Base(k)
    for i in range(rounds):
        what = dice.roll(13)
        name = "attribute%d" % dice.roll(12)
        if what == 0:
            setattr(one, name, [k, i])
        elif what == 1:
            assert len(getattr(one, name, [0, 0])) == 2
        elif what == 2:
            try:
                delattr(one, name)
            except AttributeError:
                pass
        elif what == 3:
            one.x = [i]
        elif what == 4:
            assert len(one.get()) == 1 and len(one.double) == 2
        elif what == 5:
            Base.shared = [k, i]
            assert len(one.shared) == 2
        elif what == 6:
            Base.get = other if dice.roll(2) else lambda self: self.x
        elif what == 7:
            slotted.a = [i]
            slotted.b = slotted
            assert len(slotted.a) == 1
        elif what == 8:
            assert mine.get() == k
            mine.y = one
            mine.z = mine
        elif what == 9:
            one.__dict__[name] = [i, k]
        elif what == 10:
            assert "x" in vars(one)
        elif what == 11:

            class Local(Base):
                def get(self):
                    return super().get()

            assert Local([3]).get() == [3]
            one.local = Local
        else:
            one.other = Slotted()
            one.other.a.append(i)


crew(work)
print(len(one.get()))
