class Loud:
    def speak(self):
        return super().speak().upper() + "!"


class Polite:
    def speak(self):
        return "please, " + super().speak()


class Person:
    def speak(self):
        return "hello"


class Both(Loud, Polite, Person):
    pass


class Other(Polite, Loud, Person):
    pass


print(Both().speak(), Other().speak())


class Comparable:
    def __gt__(self, other):
        return other < self

    def __le__(self, other):
        return not other < self


class Number(Comparable):
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n


print(Number(2) > Number(1), Number(1) <= Number(1), Number(1) < Number(0))
