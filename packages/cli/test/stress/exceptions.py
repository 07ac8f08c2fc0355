"""Exceptions raised in one thread and looked at in others; one instance that all raise; chains over threads."""
import threading
import traceback

from crew import crew

one = ValueError("shared")
box = [None] * 6


class Trouble(Exception):
    def __init__(self, k, i):
        super().__init__(k, i)
        self.where = [k, i]


def deep(n, error):
    local = [n]
    if n == 0:
        raise error
    try:
        deep(n - 1, error)
    finally:
        local.append(n)


def work(k, dice, rounds):
    for i in range(rounds):
        what = dice.roll(6)
        try:
            if what == 0:
                deep(dice.roll(5), Trouble(k, i))
            elif what == 1:
                raise one
            elif what == 2:
                other = box[dice.roll(6)]
                raise Trouble(k, i) from other
            elif what == 3:
                try:
                    [][k]
                except IndexError:
                    {}[i]
            elif what == 4 and box[0] is not None:
                text = "".join(traceback.format_exception(box[0]))
                assert "Traceback" in text or "Trouble" in text, text
            else:
                with gate:
                    raise KeyError(i)
        except Trouble as error:
            assert len(error.where) == 2
            error.__cause__ = None
            box[dice.roll(6)] = error
        except (ValueError, LookupError) as error:
            error.__context__ = None
            if error is not one:
                error.note = [i]
            else:
                error.__traceback__ = None


gate = threading.Lock()
crew(work)
box.clear()
one.__traceback__ = one.__context__ = None
print("ok")
