assert True
assert 1, "not shown"
for condition, message in ((0, "zero"), ("", ["a", "list"]), (None, None)):
    try:
        assert condition, message
    except AssertionError as error:
        print(repr(error), error.args)
try:
    assert False
except AssertionError as error:
    print(repr(error), error.args)


def expensive():
    print("message evaluated")
    return "m"


assert True, expensive()
try:
    assert not True, expensive()
except AssertionError as error:
    print(error)
