samples = ["", "abc", "ABC", "Abc", "123", "abc123", "12.3", " ", "\t\n", "a b", "Title Case", "é", "²", "½", "٣", "日本", "_x1", "1x", "class", "A1", "\x00", "a\n"]
for text in samples:
    print(
        repr(text),
        *[
            int(answer)
            for answer in (
                text.isalpha(), text.isdigit(), text.isdecimal(), text.isnumeric(), text.isalnum(), text.isspace(),
                text.isupper(), text.islower(), text.istitle(), text.isidentifier(), text.isprintable(), text.isascii(),
            )
        ],
    )
