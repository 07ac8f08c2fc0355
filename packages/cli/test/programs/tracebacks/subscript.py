data = {"rows": [{"id": 1}, {"id": 2}]}
print(data["rows"][0]["id"])
print(data["rows"][1]["name"]["first"])
