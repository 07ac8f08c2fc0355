class Cache:
    def __init__(self, size):
        self.size, self.data = size, {}
        self.hits = self.misses = 0

    def get(self, key, compute):
        if key in self.data:
            self.hits += 1
            value = self.data.pop(key)
        else:
            self.misses += 1
            value = compute(key)
            if len(self.data) >= self.size:
                oldest = next(iter(self.data))
                del self.data[oldest]
        self.data[key] = value
        return value


cache = Cache(3)
for n in [1, 2, 3, 1, 4, 2, 1, 5, 1]:
    cache.get(n, lambda k: k * k)
    print(n, list(cache.data.items()))
print(cache.hits, cache.misses)
