class Base:
    def run(self, n):
        return self.values[n]


class Child(Base):
    values = (1, 2)

    def run(self, n):
        return super().run(n) * 2


print(Child().run(1))
print(Child().run(9))
