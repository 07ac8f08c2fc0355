class Item:
    def __init__(self, name, price, count=0):
        self.name, self.price, self.count = name, price, count

    @property
    def total(self):
        return self.price * self.count

    def __repr__(self):
        return f"<{self.name} x{self.count}>"


class Inventory:
    def __init__(self):
        self._items = {}

    def __getitem__(self, name):
        try:
            return self._items[name]
        except KeyError:
            raise KeyError(f"no item called {name!r}") from None

    def __iter__(self):
        return iter(sorted(self._items.values(), key=lambda i: i.name))

    def __len__(self):
        return len(self._items)

    def __contains__(self, name):
        return name in self._items

    def add(self, name, price, count=1):
        item = self._items.setdefault(name, Item(name, price))
        item.count += count
        return self

    def remove(self, name, count):
        item = self[name]
        if item.count < count:
            raise ValueError(f"only {item.count} of {name}")
        item.count -= count
        if not item.count:
            del self._items[name]


stock = Inventory().add("bolt", 0.25, 100).add("nut", 0.1, 250).add("bolt", 0.25, 20)
print(list(stock), len(stock), "nut" in stock, f"{sum(i.total for i in stock):.2f}")
stock.remove("nut", 250)
for action in (lambda: stock.remove("nut", 1), lambda: stock.remove("bolt", 1000)):
    try:
        action()
    except (KeyError, ValueError) as e:
        print(type(e).__name__, e)
print(list(stock), [f"{i.name:>6}{i.price:8.2f}" for i in stock])
