text = "one\ntwo\r\nthree\rfour\x0bfive\x0csix\x1cseven\u2028eight\n\nnine"
print(text.splitlines())
print(text.splitlines(True))
print("".splitlines(), "\n".splitlines(), "a\n".splitlines(), "a\n\n".splitlines(keepends=True))
