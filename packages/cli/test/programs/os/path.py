import os.path
from os import path

print(os.path.join("a", "b", "c.txt"), path.join("a", "/b"), path.join("a/", "b"), path.join("", "x"), path.basename("/a/b.txt"), path.dirname("/a/b.txt"), path.split("/a/b"), path.splitext("a/b.tar.gz"), path.splitext(".hidden"), path.splitext("none"))
print(path.isabs("/a"), path.isabs("a"), path.normpath("a//b/../c/./d"), path.normpath(""), path.normpath("../a/.."), os.sep, os.linesep == "\n", os.name, os.curdir, os.pardir, path.commonprefix(["abc", "abd"]), path.commonpath(["/a/b", "/a/c"]))
print(path.abspath("x") == path.join(os.getcwd(), "x"), path.relpath("/a/b/c", "/a/d"), path.expanduser("plain"), path is os.path, path.exists("."), path.isdir("."), path.isfile("."))
