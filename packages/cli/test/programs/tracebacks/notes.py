try:
    int("x")
except ValueError as error:
    error.add_note("while reading the configuration")
    error.add_note("line one\nline two")
    raise
