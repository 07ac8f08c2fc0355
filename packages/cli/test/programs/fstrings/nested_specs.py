width, precision, fill, align = 10, 3, "*", "^"
value = 2.718281828
print(f"{value:{width}.{precision}}|", f"{value:{fill}{align}{width}.{precision}f}|", f"{'x':{'>'}{5}}|", f"{5:{'0'}{3}}")
print(f"{value:{width}.{precision}f}", f"{value:.{precision}{'e'}}", f"{'a':{width - 5}}|", f"{3:{'+' + 'd'}}")
