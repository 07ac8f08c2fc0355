if 1:
	x = 1
	if 2:
		y

z = 1  
# end without newline