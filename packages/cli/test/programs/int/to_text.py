print(str(0), repr(-5), str(10**50), repr(-(10**25)))
print(bin(10), bin(-10), bin(0), oct(64), oct(-8), hex(255), hex(-255), hex(0))
print(bin(2**70), oct(2**70), hex(2**70 - 1))
print(len(str(3**2000)), str(3**2000)[:20], str(3**2000)[-20:])
