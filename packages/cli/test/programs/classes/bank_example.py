class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.missing = needed - available


class Account:
    interest = 0.0

    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.history = []

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError("deposit must be positive")
        self.balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount):
        if amount > self.balance:
            raise InsufficientFunds(amount, self.balance)
        self.balance -= amount
        self.history.append(("withdraw", amount))

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self.balance:.2f})"


class Savings(Account):
    interest = 0.05

    def year(self):
        self.deposit(self.balance * self.interest)


a = Savings("Ada", 100)
a.year()
a.withdraw(50)
try:
    a.withdraw(1000)
except InsufficientFunds as error:
    print(error, error.missing, error.args)
try:
    a.deposit(-1)
except ValueError as error:
    print(error)
print(a, a.history, Account("Bob"))
