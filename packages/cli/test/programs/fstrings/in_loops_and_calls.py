rows = [("apple", 3, 0.5), ("pear", 12, 1.25), ("fig", 100, 0.1)]
print(f"{'name':<8}{'count':>6}{'price':>8}")
for name, count, price in rows:
    print(f"{name:<8}{count:>6}{price:>8.2f}")
total = sum(count * price for _, count, price in rows)
print(f"{'total':<8}{'':>6}{total:>8.2f}", f"{total:=^20.1f}")
print(*[f"{i}:{i ** 2:03}" for i in range(5)], sep=f"{','} ")
