class Manager:
    def __enter__(self):
        print("enter")

    def __exit__(self, kind, value, traceback):
        print("exit", kind.__name__, value, traceback.tb_lineno)
        return False


with Manager():
    x = 1
    assert x == 2, "x is not two"
