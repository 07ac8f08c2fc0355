def outer():
	def inner(x):
		if x:
			return x["key"] + 1
	return inner([1])


outer()
