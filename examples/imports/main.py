# A script that imports its sibling module and a package beside it.
#
# What to look for: each module runs once, when it is first imported; importing it
# again only looks it up.
#
#   gilscope run examples/imports/main.py

import greetings
from shapes import Circle, Square
from shapes.area import total_area

print(greetings.hello("modules"))
print([shape.name for shape in (Square(2), Circle(1))])
print(f"{total_area([Square(2), Circle(1)]):.3f}")

import greetings as again

print(again is greetings, greetings.times_loaded)
