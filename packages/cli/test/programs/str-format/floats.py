for value in (3.14159265, -0.5, 0.0, 1e10, 1.5e-7, 123456789.123):
    print(*[f"[{format(value, spec)}]" for spec in ("", ".2f", "f", "e", ".3e", "g", ".3g", "%", ".1%", "10.2f", "<10.2f", "+.1f", "010.3f", ",.2f", "_.1f", "G", "E", "n", ".0f", "#.0f", "#g")])
print(format(float("inf"), "f"), format(float("nan"), "5.1f"), format(float("-inf"), "F"), format(float("nan"), "G"), format(float("inf"), "08"))
print(format(-0.0, ".1f"), format(-0.0, "z.1f"), format(-0.04, "z.1f"), format(1e16, ""), format(1e16, ","), format(0.1, ".20f"), format(2.5, ".0f"), format(1e300, ".3f")[:12])
