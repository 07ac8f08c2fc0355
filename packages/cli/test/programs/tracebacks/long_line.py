def f(a, b, c, d, e):
    return a + b


value = f("first argument that is rather long", "second argument", "third argument", 1, 2) + f("again a long argument here", "x", "y", "z", 5) + undefined_name_at_the_end
