"""Functional tools for creating and using iterators."""

from operator import index as _index

_MISSING = object()


def _count_of(value, name):
    """A non-negative count from an argument."""
    n = _index(value)
    if n < 0:
        raise ValueError(f"{name} must be non-negative")
    return n


class _Iterator:
    __slots__ = ()

    def __iter__(self):
        return self


class count(_Iterator):
    """Return a count object whose .__next__() method returns consecutive values."""

    __slots__ = ("_next", "_step")

    def __init__(self, start=0, step=1):
        for value in (start, step):
            if not hasattr(value, "__add__") or isinstance(value, (str, bytes, list, tuple)):
                raise TypeError("a number is required")
        self._next = start
        self._step = step

    def __next__(self):
        value = self._next
        self._next = value + self._step
        return value

    def __repr__(self):
        if isinstance(self._step, int) and self._step == 1:
            return f"count({self._next!r})"
        return f"count({self._next!r}, {self._step!r})"


class cycle(_Iterator):
    """Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely."""

    __slots__ = ("_it", "_saved", "_at")

    def __init__(self, iterable, /):
        self._it = iter(iterable)
        self._saved = []
        self._at = 0

    def __next__(self):
        if self._it is not None:
            try:
                value = next(self._it)
            except StopIteration:
                self._it = None
            else:
                self._saved.append(value)
                return value
        if not self._saved:
            raise StopIteration
        value = self._saved[self._at]
        self._at += 1
        if self._at >= len(self._saved):
            self._at = 0
        return value


class repeat(_Iterator):
    """Create an iterator which returns the object for the specified number of times. If not specified, returns the object endlessly."""

    __slots__ = ("_object", "_left")

    def __init__(self, object=_MISSING, times=_MISSING):
        if object is _MISSING:
            raise TypeError("repeat() missing required argument 'object' (pos 1)")
        self._object = object
        self._left = None if times is _MISSING else max(0, _index(times))

    def __next__(self):
        if self._left is not None:
            if self._left == 0:
                raise StopIteration
            self._left -= 1
        return self._object

    def __length_hint__(self):
        if self._left is None:
            raise TypeError("len() of unsized object")
        return self._left

    def __repr__(self):
        if self._left is None:
            return f"repeat({self._object!r})"
        return f"repeat({self._object!r}, {self._left})"


class accumulate(_Iterator):
    """Return series of accumulated sums (or other binary function results)."""

    __slots__ = ("_it", "_func", "_total")

    def __init__(self, iterable, func=None, *, initial=None):
        self._it = iter(iterable)
        self._func = func
        self._total = _MISSING
        if initial is not None:
            self._it = chain((initial,), self._it)

    def __next__(self):
        value = next(self._it)
        if self._total is _MISSING:
            self._total = value
        elif self._func is None:
            self._total = self._total + value
        else:
            self._total = self._func(self._total, value)
        return self._total


class batched(_Iterator):
    """Batch data into tuples of length n. The last batch may be shorter than n."""

    __slots__ = ("_it", "_n", "_strict")

    def __init__(self, iterable, n, *, strict=False):
        n = _index(n)
        if n < 1:
            raise ValueError("n must be at least one")
        self._it = iter(iterable)
        self._n = n
        self._strict = strict

    def __next__(self):
        batch = tuple(islice(self._it, self._n))
        if not batch:
            raise StopIteration
        if self._strict and len(batch) < self._n:
            self._it = iter(())
            raise ValueError("batched(): incomplete batch")
        return batch


class chain(_Iterator):
    """Return a chain object whose .__next__() method returns elements from the first iterable until it is exhausted, then from the next."""

    __slots__ = ("_sources", "_active")

    def __init__(self, *iterables):
        self._sources = iter(iterables)
        self._active = None

    @classmethod
    def from_iterable(cls, iterable, /):
        """Alternative chain() constructor taking a single iterable argument that evaluates lazily."""
        self = cls()
        self._sources = iter(iterable)
        return self

    def __next__(self):
        while True:
            if self._active is None:
                if self._sources is None:
                    raise StopIteration
                try:
                    self._active = iter(next(self._sources))
                except BaseException:
                    self._sources = None
                    raise
            for value in self._active:
                return value
            self._active = None

    __class_getitem__ = classmethod(lambda cls, item: cls)


class compress(_Iterator):
    """Return data elements corresponding to true selector elements."""

    __slots__ = ("_data", "_selectors")

    def __init__(self, data, selectors):
        self._data = iter(data)
        self._selectors = iter(selectors)

    def __next__(self):
        while True:
            value = next(self._data)
            if next(self._selectors):
                return value


class dropwhile(_Iterator):
    """Drop items from the iterable while predicate(item) is true. Afterwards, return every element until the iterable is exhausted."""

    __slots__ = ("_predicate", "_it", "_started")

    def __init__(self, predicate, iterable, /):
        self._predicate = predicate
        self._it = iter(iterable)
        self._started = False

    def __next__(self):
        if self._started:
            return next(self._it)
        while True:
            value = next(self._it)
            if not self._predicate(value):
                self._started = True
                return value


class takewhile(_Iterator):
    """Return successive entries from an iterable as long as the predicate evaluates to true for each entry."""

    __slots__ = ("_predicate", "_it", "_done")

    def __init__(self, predicate, iterable, /):
        self._predicate = predicate
        self._it = iter(iterable)
        self._done = False

    def __next__(self):
        if self._done:
            raise StopIteration
        value = next(self._it)
        if self._predicate(value):
            return value
        self._done = True
        raise StopIteration


class filterfalse(_Iterator):
    """Return those items of iterable for which function(item) is false."""

    __slots__ = ("_predicate", "_it")

    def __init__(self, function, iterable, /):
        self._predicate = bool if function is None else function
        self._it = iter(iterable)

    def __next__(self):
        while True:
            value = next(self._it)
            if not self._predicate(value):
                return value


class _grouper(_Iterator):
    __slots__ = ("_parent", "_key")

    def __init__(self, parent, key):
        self._parent = parent
        self._key = key

    def __next__(self):
        parent = self._parent
        if parent._group is not self:
            raise StopIteration
        if parent._value is _MISSING:
            parent._advance()
        if not (parent._key == self._key):
            raise StopIteration
        value = parent._value
        parent._value = _MISSING
        return value


class groupby(_Iterator):
    """make an iterator that returns consecutive keys and groups from the iterable"""

    __slots__ = ("_it", "_func", "_key", "_target", "_value", "_group")

    def __init__(self, iterable, key=None):
        self._it = iter(iterable)
        self._func = key
        self._key = self._target = self._value = _MISSING
        self._group = None

    def _advance(self):
        value = next(self._it)
        self._key = value if self._func is None else self._func(value)
        self._value = value

    def __next__(self):
        self._group = None
        while self._key is _MISSING or (self._target is not _MISSING and self._key == self._target):
            self._advance()
        self._target = self._key
        self._group = _grouper(self, self._key)
        return self._key, self._group


class islice(_Iterator):
    """Return an iterator whose next() method returns selected values from an iterable."""

    __slots__ = ("_it", "_next", "_stop", "_step", "_at")

    def __init__(self, iterable, *args):
        if not 1 <= len(args) <= 3:
            raise TypeError(f"islice expected at {'least 2' if not args else 'most 4'} arguments, got {len(args) + 1}")
        start, stop, step = (0, args[0], 1) if len(args) == 1 else (args + (1,))[:3]
        single = len(args) == 1
        for value, what in ((start, "start"), (stop, "stop")):
            if value is not None and not (hasattr(value, "__index__") and _index(value) >= 0):
                if single:
                    raise ValueError("Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
                raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        if step is not None and not (hasattr(step, "__index__") and _index(step) > 0):
            raise ValueError("Step for islice() must be a positive integer or None.")
        self._it = iter(iterable)
        self._next = 0 if start is None else _index(start)
        self._stop = None if stop is None else _index(stop)
        self._step = 1 if step is None else _index(step)
        self._at = 0

    def __next__(self):
        it = self._it
        if it is None:
            raise StopIteration
        stop = self._stop
        limit = self._next if stop is None or self._next < stop else stop
        try:
            while self._at < limit:
                next(it)
                self._at += 1
            if stop is not None and self._at >= stop:
                self._it = None
                raise StopIteration
            value = next(it)
        except StopIteration:
            self._it = None
            raise
        self._at += 1
        self._next += self._step
        if stop is not None and self._next > stop:
            self._next = stop
        return value


class pairwise(_Iterator):
    """Return an iterator of overlapping pairs taken from the input iterator."""

    __slots__ = ("_it", "_old")

    def __init__(self, iterable, /):
        self._it = iter(iterable)
        self._old = _MISSING

    def __next__(self):
        if self._old is _MISSING:
            self._old = next(self._it)
        old = self._old
        self._old = next(self._it)
        return old, self._old


class starmap(_Iterator):
    """Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence."""

    __slots__ = ("_function", "_it")

    def __init__(self, function, iterable, /):
        self._function = function
        self._it = iter(iterable)

    def __next__(self):
        return self._function(*next(self._it))


class _tee_data:
    """Items that a family of tee iterators has read from their source: linked, so that what all have passed is freed."""

    __slots__ = ("value", "next")

    def __init__(self):
        self.next = None


class _tee(_Iterator):
    __slots__ = ("_it", "_link")

    def __next__(self):
        link = self._link
        if link.next is None:
            link.value = next(self._it)
            link.next = _tee_data()
        self._link = link.next
        return link.value

    def __copy__(self):
        other = _tee()
        other._it = self._it
        other._link = self._link
        return other


def tee(iterable, n=2, /):
    """Returns a tuple of n independent iterators."""
    n = _index(n)
    if n < 0:
        raise ValueError("n must be >= 0")
    if n == 0:
        return ()
    it = iter(iterable)
    if isinstance(it, _tee):
        first = it
    else:
        first = _tee()
        first._it = it
        first._link = _tee_data()
    return (first,) + tuple(first.__copy__() for _ in range(n - 1))


class zip_longest(_Iterator):
    """Return a zip_longest object whose .__next__() method returns a tuple where the i-th element comes from the i-th iterable argument."""

    __slots__ = ("_its", "_fill", "_active")

    def __init__(self, *iterables, fillvalue=None):
        self._its = [iter(it) for it in iterables]
        self._fill = fillvalue
        self._active = len(self._its)

    def __next__(self):
        if not self._active:
            raise StopIteration
        values = []
        for k, it in enumerate(self._its):
            if it is None:
                values.append(self._fill)
                continue
            try:
                values.append(next(it))
            except StopIteration:
                self._active -= 1
                if not self._active:
                    raise StopIteration from None
                self._its[k] = None
                values.append(self._fill)
        return tuple(values)


class product(_Iterator):
    """Cartesian product of input iterables. Equivalent to nested for-loops."""

    __slots__ = ("_pools", "_indices")

    def __init__(self, *iterables, repeat=1):
        repeat = _index(repeat)
        if repeat < 0:
            raise ValueError("repeat argument cannot be negative")
        self._pools = [tuple(it) for it in iterables] * repeat
        self._indices = None

    def __next__(self):
        pools = self._pools
        if pools is None:
            raise StopIteration
        indices = self._indices
        if indices is None:
            if not all(pools):
                self._pools = None
                raise StopIteration
            self._indices = indices = [0] * len(pools)
        else:
            for k in range(len(pools) - 1, -1, -1):
                indices[k] += 1
                if indices[k] < len(pools[k]):
                    break
                indices[k] = 0
            else:
                self._pools = None
                raise StopIteration
        return tuple([pool[k] for pool, k in zip(pools, indices)])


class _selection(_Iterator):
    """Common to the three that choose r of a pool: `_advance` moves the indices on or returns False."""

    __slots__ = ("_pool", "_indices", "_fresh", "_r")

    def __next__(self):
        if self._indices is None:
            raise StopIteration
        if self._fresh:
            self._fresh = False
        elif not self._advance():
            self._indices = None
            raise StopIteration
        pool = self._pool
        return tuple([pool[k] for k in self._indices[: self._r]])


class permutations(_selection):
    """Return successive r-length permutations of elements in the iterable."""

    __slots__ = ("_cycles",)

    def __init__(self, iterable, r=None):
        self._pool = tuple(iterable)
        n = len(self._pool)
        self._r = n if r is None else _count_of(_only_int(r, "Expected int as r"), "r")
        self._indices = list(range(n)) if self._r <= n else None
        self._cycles = list(range(n, n - self._r, -1)) if self._r <= n else None
        self._fresh = True

    def _advance(self):
        indices, cycles, n = self._indices, self._cycles, len(self._pool)
        for k in range(self._r - 1, -1, -1):
            cycles[k] -= 1
            if cycles[k] == 0:
                indices[k:] = indices[k + 1 :] + indices[k : k + 1]
                cycles[k] = n - k
            else:
                j = cycles[k]
                indices[k], indices[-j] = indices[-j], indices[k]
                return True
        return False


def _only_int(value, message):
    if not isinstance(value, int):
        raise TypeError(message)
    return value


class combinations(_selection):
    """Return successive r-length combinations of elements in the iterable."""

    __slots__ = ()

    def __init__(self, iterable, r):
        self._pool = tuple(iterable)
        self._r = _count_of(r, "r")
        self._indices = list(range(self._r)) if self._r <= len(self._pool) else None
        self._fresh = True

    def _advance(self):
        indices, n, r = self._indices, len(self._pool), self._r
        for k in range(r - 1, -1, -1):
            if indices[k] != k + n - r:
                indices[k] += 1
                for j in range(k + 1, r):
                    indices[j] = indices[j - 1] + 1
                return True
        return False


class combinations_with_replacement(_selection):
    """Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats."""

    __slots__ = ()

    def __init__(self, iterable, r):
        self._pool = tuple(iterable)
        self._r = _count_of(r, "r")
        self._indices = [0] * self._r if self._pool or not self._r else None
        self._fresh = True

    def _advance(self):
        indices, last = self._indices, len(self._pool) - 1
        for k in range(self._r - 1, -1, -1):
            if indices[k] != last:
                indices[k:] = [indices[k] + 1] * (self._r - k)
                return True
        return False
