import threading


def make_worker(n):
    out = []

    def work():
        for i in range(n):
            out.append(i * n)

    t = threading.Thread(target=work)
    t.start()
    return t, out


pairs = [make_worker(n) for n in range(5)]
for t, out in pairs:
    t.join()
    print(out)


class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 0

    def change(self, n):
        with self.lock:
            self.balance += n


account = Account()
threads = [threading.Thread(target=account.change, args=(n,)) for n in (5, -3, 10)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(account.balance)
