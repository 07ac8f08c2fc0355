text = "abc"
try:
    text[0] = "x"
except TypeError as error:
    print(error)
try:
    del text[0]
except TypeError as error:
    print(error)
try:
    text.x = 1
except AttributeError as error:
    print(error)
other = text
text += "d"
print(text, other)
