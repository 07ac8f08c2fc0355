config = {"server": {"port": 80, "hosts": ["a", "b"]}, "debug": False}
config["server"]["port"] += 1
config["server"]["hosts"].append("c")
config["new"] = {}
config["new"]["deep"] = {"er": 1}
print(config, config["server"]["hosts"][-1], len(config["server"]))


def flatten(d, prefix=""):
    for key, value in d.items():
        if isinstance(value, dict):
            yield from flatten(value, prefix + key + ".")
        else:
            yield prefix + key, value


print(dict(flatten(config)))
