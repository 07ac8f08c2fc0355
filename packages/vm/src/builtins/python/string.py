"""Constants and helpers for strings."""

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Split into words, capitalize each, join them again."""
    return (sep or " ").join(map(str.capitalize, s.split(sep)))


class _Missing:
    pass


class Template:
    """Strings with $name and ${name} placeholders."""

    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """Yield (text, None), (name, whole) for a placeholder, (None, position) for an invalid one."""
        text = self.template
        at = 0
        while True:
            found = text.find(self.delimiter, at)
            if found < 0:
                yield text[at:], None
                return
            yield text[at:found], None
            after = found + len(self.delimiter)
            if text.startswith(self.delimiter, after):
                yield self.delimiter, None
                at = after + len(self.delimiter)
                continue
            braced = text.startswith("{", after)
            start = after + braced
            end = start
            while end < len(text) and (text[end] == "_" or (text[end].isascii() and text[end].isalnum())):
                end += 1
            name = text[start:end]
            if not name or name[0].isdigit() or (braced and not text.startswith("}", end)):
                yield None, after
                at = after
                continue
            at = end + braced
            yield name, text[found:at]

    def _invalid(self, position):
        lines = self.template[:position].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column = position - len("".join(lines[:-1]))
            line = len(lines)
        raise ValueError("Invalid placeholder in string: line %d, col %d" % (line, column))

    def substitute(self, mapping=_Missing, /, **kws):
        mapping = kws if mapping is _Missing else {**mapping, **kws}
        out = []
        for text, whole in self._parts():
            if text is None:
                self._invalid(whole)
            out.append(text if whole is None else str(mapping[text]))
        return "".join(out)

    def safe_substitute(self, mapping=_Missing, /, **kws):
        mapping = kws if mapping is _Missing else {**mapping, **kws}
        out = []
        for text, whole in self._parts():
            if text is None:
                out.append(self.delimiter)
            elif whole is None:
                out.append(text)
            else:
                out.append(str(mapping[text]) if text in mapping else whole)
        return "".join(out)

    def is_valid(self):
        return all(text is not None for text, _ in self._parts())

    def get_identifiers(self):
        names = []
        for text, whole in self._parts():
            if text is not None and whole is not None and text not in names:
                names.append(text)
        return names


class Formatter:
    """str.format() as an object that can be subclassed."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        return format_string.format(*args, **kwargs)
