print("never")
z = 3 + 4j
