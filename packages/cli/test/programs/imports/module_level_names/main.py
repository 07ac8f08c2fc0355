print(__name__, __file__.endswith("main.py"), __doc__, __package__, __spec__)
import named

if __name__ == "__main__":
    print("is main")
named.run()
print(sorted(n for n in dir(named) if not n.startswith("__")))
