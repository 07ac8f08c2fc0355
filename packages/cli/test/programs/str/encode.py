print("abc".encode(), "é日😀".encode(), "é".encode("latin-1"), "é".encode("utf-16-le"), "a".encode("ascii"), "é".encode(encoding="utf8"))
print("é日".encode("ascii", "ignore"), "é日".encode("ascii", "replace"), "é日".encode("ascii", "backslashreplace"), "é".encode("ascii", "xmlcharrefreplace"))
print("\ud800a".encode("utf-8", "surrogatepass"), "\udcff".encode("utf-8", "surrogateescape"))
for args in (("é", "ascii"), ("日", "latin-1"), ("\ud800", "utf-8")):
    try:
        args[0].encode(args[1])
    except UnicodeEncodeError as error:
        print(error, "|", error.encoding, error.start, error.end, error.reason)
try:
    "a".encode("no-such")
except LookupError as error:
    print(error)
