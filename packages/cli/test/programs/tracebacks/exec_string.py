code = "def g(x):\n    return x / 0\n\ng(1)\n"
exec(code)
