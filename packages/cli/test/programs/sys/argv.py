import sys

print(len(sys.argv), sys.argv[0].endswith("argv.py"), sys.argv[1:])
sys.argv.append("added")
print(sys.argv[-1], type(sys.argv))
