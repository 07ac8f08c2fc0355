# The Mandelbrot set as text, in plain floats.

WIDTH, HEIGHT, LIMIT = 220, 150, 700


def escape_time(cr, ci):
    zr = zi = 0.0
    for n in range(LIMIT):
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return n
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
    return LIMIT


total = 0
for row in range(HEIGHT):
    line = []
    for column in range(WIDTH):
        n = escape_time(3.0 * column / WIDTH - 2.2, 2.4 * row / HEIGHT - 1.2)
        total += n
        line.append("#" if n == LIMIT else " .:-=+*%"[n % 8])
    if row % 10 == 0:
        print("".join(line).rstrip())
print(total)
