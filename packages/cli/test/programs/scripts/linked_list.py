class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next=None):
        self.value, self.next = value, next


class LinkedList:
    def __init__(self, items=()):
        self.head = None
        for item in reversed(list(items)):
            self.head = Node(item, self.head)

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return sum(1 for _ in self)

    def __getitem__(self, i):
        for n, value in enumerate(self):
            if n == i:
                return value
        raise IndexError("list index out of range")

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous

    def __repr__(self):
        return " -> ".join(map(str, self)) or "empty"


items = LinkedList("abcd")
print(items, len(items), items[2], "c" in items, list(items))
items.reverse()
print(items, LinkedList(), bool(LinkedList()), sorted(items), max(items))
try:
    items[9]
except IndexError as e:
    print(e)
