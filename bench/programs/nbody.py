# Four bodies that attract each other, in two dimensions: floats in lists, unpacked in pairs.

from math import sqrt

DT = 0.001


def make_bodies():
    return [
        [0.0, 0.0, 0.0, 0.0, 40.0],
        [1.0, 0.0, 0.0, 6.2, 0.04],
        [0.0, 1.6, -5.1, 0.0, 0.02],
        [-5.2, 0.3, 0.1, -2.7, 0.3],
        [2.4, -9.1, 2.0, 0.5, 0.1],
    ]


def pairs_of(bodies):
    return [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1 :]]


def advance(bodies, pairs, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            squared = dx * dx + dy * dy + 0.01
            pull = DT / (squared * sqrt(squared))
            mass_a = a[4] * pull
            mass_b = b[4] * pull
            a[2] -= dx * mass_b
            a[3] -= dy * mass_b
            b[2] += dx * mass_a
            b[3] += dy * mass_a
        for body in bodies:
            body[0] += DT * body[2]
            body[1] += DT * body[3]


def energy(bodies, pairs):
    total = 0.0
    for body in bodies:
        total += 0.5 * body[4] * (body[2] ** 2 + body[3] ** 2)
    for a, b in pairs:
        total -= a[4] * b[4] / sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + 0.01)
    return total


bodies = make_bodies()
pairs = pairs_of(bodies)
print(f"{energy(bodies, pairs):.9f}")
advance(bodies, pairs, 130_000)
print(f"{energy(bodies, pairs):.9f}")
