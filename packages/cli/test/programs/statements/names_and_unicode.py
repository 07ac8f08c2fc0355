größe = 1
日本 = 2
_ = 3
__x__ = 4
Ω, µ = 5, 6
print(größe + 日本, _, __x__, Ω, μ, "é" == "é", len("é"))


class Café:
    naïve = "ï"


print(Café().naïve, Café.__name__, "größe" in globals(), sorted(n for n in globals() if not n.startswith("_"))[:3])
match = 1
case = 2
type = 3
print(match, case, type)
ﬁ = "ligature"
print(fi)
