print("pack/__init__")
VALUE = "value of pack"
