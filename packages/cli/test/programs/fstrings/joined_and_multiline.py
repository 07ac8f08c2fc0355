a, b = 1, 2
print("x" f"{a}" "y" f"{b}" 'z', f"{a}" f"{b}", "plain " f"{a}")
text = f"""first {a}
  second {b}
{a + b:>5} third"""
print(text)
print(f"{
    a +
    b
}", f"{a  # a comment
}")
print(rf"\n{a}\t", fr'{b}\d', F"{a}", f"\x41{a}\u00e9")
