value = 5
print("about to call")
value(1,
      2)
