matrix = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
print([row[1] for row in matrix], [list(column) for column in zip(*matrix)], sum(matrix, []))
matrix[1][1] = "five"
print(matrix[1], matrix[-1][-1], len(matrix), max(len(row) for row in matrix))
for row in matrix:
    row.reverse()
print(matrix)
matrix[0], matrix[2] = matrix[2], matrix[0]
print(matrix, [[]] == [[]], [[], [[]]])
