class Card:
    compared = 0

    def __init__(self, rank, suit):
        self.rank, self.suit = rank, suit

    def __lt__(self, other):
        Card.compared += 1
        return self.rank < other.rank

    def __repr__(self):
        return f"{self.rank}{self.suit}"


cards = [Card(r, s) for r, s in zip([5, 3, 9, 3, 5, 1], "abcdef")]
print(sorted(cards), min(cards), sorted(cards, reverse=True))
cards.sort()
print(cards, Card.compared > 0)
try:
    max(cards)
except TypeError as error:
    print(error)
