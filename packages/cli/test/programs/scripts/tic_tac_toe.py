LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]
seen = {}


def winner(board):
    for a, b, c in LINES:
        if board[a] != "." and board[a] == board[b] == board[c]:
            return board[a]
    return None if "." in board else "-"


def score(board, player):
    if board in seen:
        return seen[board]
    result = winner(board)
    if result is not None:
        value = {"X": 1, "O": -1, "-": 0}[result]
    else:
        other = "O" if player == "X" else "X"
        values = [score(board[:i] + player + board[i + 1 :], other) for i in range(9) if board[i] == "."]
        value = max(values) if player == "X" else min(values)
    seen[board] = value
    return value


print(score("." * 9, "X"), len(seen))
board, player = "." * 9, "X"
while winner(board) is None:
    other = "O" if player == "X" else "X"
    moves = [board[:i] + player + board[i + 1 :] for i in range(9) if board[i] == "."]
    board = (max if player == "X" else min)(moves, key=lambda b: score(b, other))
    player = other
print(board[:3], board[3:6], board[6:], winner(board), sep="\n")
