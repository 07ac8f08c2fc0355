try:
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise ValueError("second") from e
    except ValueError:
        {}["third"]
except KeyError as e:
    raise TypeError("fourth") from e
