text = "hello World, it's 3pm"
print(text.upper(), text.lower(), text.title(), text.capitalize(), text.swapcase(), text.casefold())
print("straße".upper(), "straße".casefold(), "ÉÀ".lower(), "ǆ".title(), "ΑΣ".lower(), "İ".lower().encode(), "ﬁ".upper(), "ŉ".upper())
print("they're bill's".title(), "x1y2z".title(), "ABC def".capitalize(), "éCOLE".capitalize(), "".title())
