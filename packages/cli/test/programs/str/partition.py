print("a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("="), "abc".rpartition("="))
print("=a".partition("="), "a=".rpartition("="), "a--b".partition("--"))
try:
    "a".partition("")
except ValueError as error:
    print(error)
