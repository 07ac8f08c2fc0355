"""Importing from code."""

import sys


def import_module(name, package=None):
    """Import a module by its name; a relative one from `package`."""
    level = 0
    if name.startswith("."):
        if not package:
            raise TypeError(
                f"the 'package' argument is required to perform a relative import for {name!r}"
            )
        for character in name:
            if character != ".":
                break
            level += 1
        parts = package.rsplit(".", level - 1)
        if len(parts) < level:
            raise ImportError("attempted relative import beyond top-level package")
        base = parts[0]
        name = f"{base}.{name[level:]}" if name[level:] else base
    __import__(name)
    return sys.modules[name]


def reload(module):
    """Run a module's code again in its namespace."""
    name = module.__spec__.name if module.__spec__ is not None else module.__name__
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    file = getattr(module, "__file__", None)
    if file is None:
        return module
    with open(file, encoding="utf-8") as f:
        source = f.read()
    exec(compile(source, file, "exec"), module.__dict__)
    return sys.modules[name]


def invalidate_caches():
    """Nothing is cached."""
