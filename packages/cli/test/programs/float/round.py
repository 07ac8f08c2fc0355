print(round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), round(2.4999))
print(round(2.675, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2), round(1234.5678, -2))
print(round(1e20), round(12345.678, 1), round(5.5, 0), round(-2.567, 2), round(1e-10, 5))
print(type(round(2.5)), type(round(2.5, 0)), round(2.5, None))
for x in (float("nan"), float("inf")):
    try:
        round(x)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
print(round(float("inf"), 2), round(float("nan"), 2))
