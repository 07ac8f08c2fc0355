def f(**options):
    return options["missing"]


settings = {"a": 1}
f(**settings, b=2)
