__all__ = ["a", "b"]
a, b, hidden = 1, 2, 3
