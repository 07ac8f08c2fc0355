def lookup(d, key):
    try:
        return d[key]
    except KeyError:
        raise LookupError(key) from None


lookup({}, "k")
