for x in (0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 1e300, -1e300, 1e-300, 2.0**61, float("inf"), float("-inf")):
    print(x, hash(x))
