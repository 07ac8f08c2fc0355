import first

print(first.value(), first.second.other())
try:
    import broken
except ImportError as error:
    print(str(error).split(" (most")[0])
