width = "wide"
print(f"size: {width:>10} and {width:d}")
