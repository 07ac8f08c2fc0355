print("running")


def check():
    raise ValueError("while importing")


check()
