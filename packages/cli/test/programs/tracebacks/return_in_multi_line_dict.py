def build(x):
    return {
        "ok": x,
        "bad": x
        / 0,
    }


build(1)
