import os

print(os.getpid() > 0, os.cpu_count() >= 1, type(os.getcwd()), os.environ.get("NO_SUCH_VARIABLE"), os.getenv("NO_SUCH", "default"), "PATH" in os.environ, type(os.environ["PATH"]))
os.environ["GILSCOPE_TEST_VALUE"] = "5"
print(os.environ["GILSCOPE_TEST_VALUE"], os.getenv("GILSCOPE_TEST_VALUE"))
del os.environ["GILSCOPE_TEST_VALUE"]
for call in (lambda: os.environ["GILSCOPE_TEST_VALUE"], lambda: os.environ.__setitem__("a", 5)):
    try:
        call()
    except (KeyError, TypeError) as error:
        print(type(error).__name__, error)
print(len(os.urandom(8)), type(os.urandom(1)), os.strerror(2))
