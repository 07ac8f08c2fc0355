total = 0
for i in range(1000):
    if i % 3 == 0 or i % 5 == 0:
        total += i
print(total, sum(range(1000)), sum([1, 2.5, True]), sum(range(10), 100))
print(sum([10**20] * 5), sum([[1], [2, 3]], []))
try:
    sum(["a", "b"], "")
except TypeError as error:
    print(error)
try:
    sum(["a"])
except TypeError as error:
    print(error)
