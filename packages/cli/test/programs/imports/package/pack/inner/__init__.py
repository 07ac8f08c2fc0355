print("pack/inner/__init__")
NAME = "inner name"
