import gc

kept = []


class Phoenix:
    def __init__(self):
        self.me = self

    def __del__(self):
        print("del")
        kept.append(self)


Phoenix()
gc.collect()
print(len(kept), kept[0].me is kept[0])
kept.clear()
gc.collect()
print(len(kept))


class Plain:
    def __del__(self):
        kept.append(self)


Plain()
print(len(kept), type(kept[0]).__name__)
kept.clear()
print(len(kept))
