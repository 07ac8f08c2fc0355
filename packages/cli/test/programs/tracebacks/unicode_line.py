größe = "日本語"
print(größe)
print(größe + 5 if größe else "日本語" + größe)
