d = {"key": "value", 'x"y': 1}
print(f"{d["key"]}", f'{d['key']}', f"{d['key']}", f"{'\n'.join(['a', 'b'])}", f"{"\\"}", f"{'it\'s'}")
print(f"{'a' if d else 'b'}", f"{d.get('no', "none")}", f'''{d["key"]} {'"'}''')
