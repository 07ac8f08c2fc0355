class Parser:
    def __init__(self, text):
        self.tokens = self.tokenize(text)
        self.pos = 0

    @staticmethod
    def tokenize(text):
        tokens, i = [], 0
        while i < len(text):
            if text[i].isdigit():
                j = i
                while j < len(text) and (text[j].isdigit() or text[j] == "."):
                    j += 1
                tokens.append(float(text[i:j]) if "." in text[i:j] else int(text[i:j]))
                i = j
            elif text[i] in "+-*/()^":
                tokens.append(text[i])
                i += 1
            elif text[i] == " ":
                i += 1
            else:
                raise SyntaxError(f"unexpected {text[i]!r} at {i}")
        return tokens + [None]

    def take(self):
        self.pos += 1
        return self.tokens[self.pos - 1]

    def peek(self):
        return self.tokens[self.pos]

    def expression(self):
        value = self.term()
        while self.peek() in ("+", "-"):
            value = value + self.term() if self.take() == "+" else value - self.term()
        return value

    def term(self):
        value = self.power()
        while self.peek() in ("*", "/"):
            value = value * self.power() if self.take() == "*" else value / self.power()
        return value

    def power(self):
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return base ** self.power()
        return base

    def atom(self):
        token = self.take()
        if token == "(":
            value = self.expression()
            if self.take() != ")":
                raise SyntaxError("expected )")
            return value
        if token == "-":
            return -self.atom()
        if isinstance(token, (int, float)):
            return token
        raise SyntaxError(f"unexpected {token!r}")


for text in ("1 + 2 * 3", "(1 + 2) * 3", "2 ^ 3 ^ 2", "-4 / 2", "1.5 * 4", "10 / (5 - 5)", "2 * (3", "a + 1", "1 +"):
    try:
        print(text, "=", Parser(text).expression())
    except (SyntaxError, ZeroDivisionError) as e:
        print(text, "->", type(e).__name__, e)
