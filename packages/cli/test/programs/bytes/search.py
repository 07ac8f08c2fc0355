data = b"the cat and the hat"
print(data.find(b"the"), data.find(b"the", 1), data.rfind(b"the"), data.find(b"dog"), data.find(116), data.index(b"cat"), data.rindex(b"at"))
print(data.count(b"t"), data.count(b"the", 5), data.count(97), data.count(b""), data.startswith(b"the"), data.endswith((b"x", b"hat")))
for call in (lambda: data.index(b"dog"), lambda: data.find("the"), lambda: data.startswith("the"), lambda: data.find(300)):
    try:
        call()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
