import math

print(math.log(10**400), math.log2(2**5000), math.log10(10**500), math.sqrt(10**40), math.floor(10**30), math.floor(1e20), math.ceil(-1e20), math.trunc(10**20), math.isqrt(2**200), math.factorial(30), math.comb(100, 50), math.gcd(2**100, 6**60), math.fsum([1e100, 1.0, -1e100]), math.sumprod([1, 2], [3, 4]), math.fma(2.0, 3.0, 4.0) if hasattr(math, "fma") else 10.0)
