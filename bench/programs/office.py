# Objects that send each other work: a simulation with a scheduler, queues and four kinds of clerk.


class Letter:
    __slots__ = ("kind", "weight", "stamps")

    def __init__(self, kind, weight):
        self.kind = kind
        self.weight = weight
        self.stamps = []


class Clerk:
    def __init__(self, office, name):
        self.office = office
        self.name = name
        self.inbox = []
        self.handled = 0
        self.asleep = False

    def receive(self, letter):
        self.inbox.append(letter)
        if self.asleep:
            self.asleep = False
            self.office.wake(self)

    def step(self):
        if not self.inbox:
            self.asleep = True
            return False
        letter = self.inbox.pop()
        self.handled += 1
        letter.stamps.append(self.name)
        self.handle(letter)
        return True

    def handle(self, letter):
        raise NotImplementedError


class Sorter(Clerk):
    def handle(self, letter):
        if letter.weight > 20:
            self.office.clerk("weigher").receive(letter)
        elif letter.kind == "express":
            self.office.clerk("runner").receive(letter)
        else:
            self.office.clerk("packer").receive(letter)


class Weigher(Clerk):
    def handle(self, letter):
        letter.weight //= 2
        self.office.clerk("sorter").receive(letter)


class Packer(Clerk):
    def __init__(self, office, name):
        super().__init__(office, name)
        self.parcel = []

    def handle(self, letter):
        self.parcel.append(letter)
        if len(self.parcel) == 5:
            self.office.send(self.parcel)
            self.parcel = []


class Runner(Clerk):
    def handle(self, letter):
        self.office.send([letter])


class Office:
    def __init__(self):
        self.clerks = {}
        self.ready = []
        self.sent = 0
        self.weight = 0
        self.stamps = {}
        for kind, name in ((Sorter, "sorter"), (Weigher, "weigher"), (Packer, "packer"), (Runner, "runner")):
            clerk = kind(self, name)
            self.clerks[name] = clerk
            self.ready.append(clerk)

    def clerk(self, name):
        return self.clerks[name]

    def wake(self, clerk):
        self.ready.append(clerk)

    def send(self, letters):
        for letter in letters:
            self.sent += 1
            self.weight += letter.weight
            for stamp in letter.stamps:
                self.stamps[stamp] = self.stamps.get(stamp, 0) + 1

    def run(self):
        while self.ready:
            self.ready = [clerk for clerk in self.ready if clerk.step()]


office = Office()
seed = 7
for day in range(420):
    for _ in range(400):
        seed = seed * 16807 % 2147483647
        office.clerk("sorter").receive(Letter("express" if seed % 5 == 0 else "plain", seed % 90))
    office.run()
print(office.sent, office.weight, sorted(office.stamps.items()))
print([(clerk.name, clerk.handled) for clerk in office.clerks.values()])
