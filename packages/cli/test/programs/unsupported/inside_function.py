def f(command):
    if command:
        match command:
            case "go":
                return 1
