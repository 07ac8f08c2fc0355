s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, None), s == slice(1, 10, 2), s.indices(5), slice(None, None, -1).indices(5), slice(-3, None).indices(10), slice(100).indices(3))
print([0, 1, 2, 3, 4][s], "abcdef"[slice(1, 4)], (1, 2, 3)[slice(None, None, -1)], slice("a", [1], None), slice(1) < slice(2), slice(1, 2) == slice(1, 2, None))


class Show:
    def __getitem__(self, key):
        return key


show = Show()
print(show[1], show[1:2], show[::], show[1:2, 3], show[:, ...], show[()], show[1:2:3], show["a":"b"], show[-1:], show[1,])
for bad in (lambda: [1][slice("a")], lambda: slice(), lambda: slice(0, 1, 0).indices(5), lambda: [1]["a":], lambda: slice(1).indices(-1)):
    try:
        bad()
    except (TypeError, ValueError) as error:
        print(error)
