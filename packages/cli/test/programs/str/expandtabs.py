print("a\tb".expandtabs(), "ab\tcd\te".expandtabs(4), "a\tb".expandtabs(0), "a\n\tb".expandtabs(4), "\t\t".expandtabs(2) + "|", "12345678\t9".expandtabs())
