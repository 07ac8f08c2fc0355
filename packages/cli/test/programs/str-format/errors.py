def attempt(template, *args, **kwargs):
    try:
        print(template.format(*args, **kwargs))
    except Exception as error:
        print(repr(template), "->", type(error).__name__ + ":", error)


attempt("{}")
attempt("{1}", "a")
attempt("{name}")
attempt("{} {0}", 1)
attempt("{0} {}", 1)
attempt("{")
attempt("}")
attempt("{!x}", 1)
attempt("{0[}", [1])
attempt("{0.missing}", 1)
attempt("{:d}", "a")
attempt("{:s}", 1)
attempt("{:q}", 1.5)
attempt("{:5.2d}", 3)
attempt("{0[a]}", [1])
attempt("{:,s}", "a")
attempt("{!r", 1)
attempt("{:>>>}", 1)
attempt("{:.}", 1.5)
attempt("{}", [1])
attempt("{:5}", [1])
