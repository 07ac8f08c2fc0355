# Floats in a loop: numerical integration, a logistic map and a series for pi.


def integrate(steps):
    width = 1.0 / steps
    total = 0.0
    for i in range(steps):
        x = (i + 0.5) * width
        total += 4.0 / (1.0 + x * x)
    return total * width


def logistic(steps):
    x = 0.3
    for _ in range(steps):
        x = 3.7 * x * (1.0 - x)
    return x


def leibniz(steps):
    total = 0.0
    sign = 1.0
    for k in range(steps):
        total += sign / (2 * k + 1)
        sign = -sign
    return 4.0 * total


print(integrate(2_500_000), logistic(2_500_000), leibniz(2_500_000))
