def bank(balance):
    def deposit(n):
        nonlocal balance
        balance += n
        return balance

    def withdraw(n):
        nonlocal balance
        if n > balance:
            raise ValueError("not enough")
        balance -= n
        return balance

    return deposit, withdraw, lambda: balance


deposit, withdraw, balance = bank(100)
print(deposit(50), withdraw(30), balance())
try:
    withdraw(1000)
except ValueError as error:
    print(error, balance())
print(deposit.__closure__[0] is withdraw.__closure__[0], len(balance.__closure__))
