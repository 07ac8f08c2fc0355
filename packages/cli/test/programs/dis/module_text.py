import dis

dis.dis("x = [1, 2]\nprint(x[0])\n")
dis.dis("import math\nfrom math import pi as p\ndel p\n")
