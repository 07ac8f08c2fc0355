stack = []
for token in "3 4 + 2 * 7 -".split():
    if token.isdigit():
        stack.append(int(token))
    else:
        b, a = stack.pop(), stack.pop()
        stack.append({"+": a + b, "*": a * b, "-": a - b}[token])
    print(token, stack)
queue = [1]
order = []
while queue:
    n = queue.pop(0)
    order.append(n)
    if n < 8:
        queue += [n * 2, n * 2 + 1]
print(order)
