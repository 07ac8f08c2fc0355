print('single', "double", 'it\'s', "say \"hi\"", 'a' "b" 'c')
print("""three
lines
here""")
print('tab\there', 'new\\n', 'bell\x07'.encode(), '\u00e9', '\U0001F600', '\101', '\x41')
print(r'raw\n\t', R"a\"b", r"""x\
y""")
print('line one \
continued')
print("a\
b", '\0'.encode(), len('\0'))
