x = 5
print("never")
match x:
    case 1:
        print("one")
    case _:
        print("other")
