print((2.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-3.0).as_integer_ratio())
print((2.5).is_integer(), (3.0).is_integer(), float("inf").is_integer())
print((2.5).real, (2.5).imag, (2.5).conjugate())
print((1.0).hex(), (0.1).hex(), (-2.5).hex(), (0.0).hex(), float("inf").hex(), (5e-324).hex(), (1e300).hex())
print(float.fromhex("0x1.8p1"), float.fromhex("-0x1p-2"), float.fromhex("ff"), float.fromhex("inf"), float.fromhex("0x.8"))
print((2.7).__trunc__(), (2.7).__floor__(), (2.2).__ceil__(), (-2.7).__trunc__(), (-2.7).__floor__(), (-2.7).__ceil__())
print((2.0).__add__(3), (2.0).__add__("a"), (2.5).__int__(), (2.5).__bool__(), (0.0).__bool__(), (2.5).__eq__(2.5))
for x in (float("nan"), float("inf")):
    try:
        x.as_integer_ratio()
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
try:
    float.fromhex("xyz")
except ValueError as error:
    print(error)
