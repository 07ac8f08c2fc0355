class Outer:
    class Problem(Exception):
        def __str__(self):
            return "two\nlines"


raise Outer.Problem()
