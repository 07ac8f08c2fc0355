def parse(text):
    value, i = parse_value(text, skip(text, 0))
    if skip(text, i) != len(text):
        raise ValueError(f"extra data at {i}")
    return value


def skip(text, i):
    while i < len(text) and text[i] in " \n\t":
        i += 1
    return i


def parse_value(text, i):
    if i >= len(text):
        raise ValueError("unexpected end")
    ch = text[i]
    for word, value in (("true", True), ("false", False), ("null", None)):
        if text.startswith(word, i):
            return value, i + len(word)
    if ch == '"':
        out = []
        i += 1
        while text[i] != '"':
            if text[i] == "\\":
                i += 1
                if text[i] == "u":
                    out.append(chr(int(text[i + 1 : i + 5], 16)))
                    i += 4
                else:
                    out.append({"n": "\n", "t": "\t"}.get(text[i], text[i]))
            else:
                out.append(text[i])
            i += 1
        return "".join(out), i + 1
    if ch in "[{":
        close = "]" if ch == "[" else "}"
        items = [] if ch == "[" else {}
        i = skip(text, i + 1)
        while text[i] != close:
            value, i = parse_value(text, i)
            i = skip(text, i)
            if ch == "{":
                if text[i] != ":":
                    raise ValueError(f"expected : at {i}")
                items[value], i = parse_value(text, skip(text, i + 1))
                i = skip(text, i)
            else:
                items.append(value)
            if text[i] == ",":
                i = skip(text, i + 1)
        return items, i + 1
    j = i
    while j < len(text) and text[j] in "+-0123456789.eE":
        j += 1
    if i == j:
        raise ValueError(f"unexpected {ch!r} at {i}")
    number = text[i:j]
    return (float(number) if set(number) & set(".eE") else int(number)), j


for text in ('{"a": [1, 2.5, -3e2], "b": {"c": null, "d": true}}', '"tab\\t \\u00e9 \\"q\\""', "[]", "{}", "[1, [2, [3]]]", "12x", "", '{"a" 1}', "nope"):
    try:
        print(repr(parse(text)))
    except ValueError as e:
        print("error:", e)
