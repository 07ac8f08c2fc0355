a = list(range(10))
print(a[2:5], a[:3], a[7:], a[:], a[-3:], a[:-7], a[::2], a[1::3], a[::-1], a[8:2:-2], a[100:], a[-100:2], a[5:5], a[::100])
a[2:5] = ["x"]
print(a)
a[0:0] = [-2, -1]
print(a)
a[len(a):] = (100, 200)
print(a)
a[::3] = [0] * len(a[::3])
print(a)
del a[1:3], a[-1]
print(a)
del a[::2]
print(a)
a[:] = []
print(a)
