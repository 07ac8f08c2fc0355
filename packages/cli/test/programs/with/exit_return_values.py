class M:
    def __init__(self, answer):
        self.answer = answer

    def __enter__(self):
        pass

    def __exit__(self, *args):
        return self.answer


class Truth:
    def __bool__(self):
        print("asked for truth")
        return True


for answer in (None, 0, "", [], 1, "yes", Truth()):
    try:
        with M(answer):
            raise ValueError
        print("suppressed by", type(answer).__name__)
    except ValueError:
        print("passed", repr(answer))
