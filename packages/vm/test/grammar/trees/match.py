match x:
    case 1: pass
    case -1 | 1.5 | -2j | 1 + 2j | -1 - 2j: pass
    case "a" "b" | b"c": pass
    case None | True | False: pass
    case a: pass
    case _: pass
match x, y:
    case a, b: pass
    case a, *b: pass
    case *_, a: pass
    case [a, b, *c]: pass
    case (a, b) | [c]: pass
    case (a): pass
    case (a,): pass
    case () | []: pass
    case (a | b) as c: pass
    case a.b | a.b.c: pass
match *x, y:
    case {}: pass
    case {"a": 1, -1: b, c.d: _, None: e, **rest}: pass
    case {"a": 1,}: pass
    case {**rest}: pass
match (x):
    case A(): pass
    case A(1, b, c=d, e=[f]): pass
    case a.B(c=1,): pass
    case A(B(c), d as e): pass
match x.y:
    case str() as s if s and (t := s): pass
    case [A(x=[B(), *_]), {"k": (1 | 2) as v}] if v: 
        pass
    case match: pass
match x := 1:
    case case: pass
match match:
    case type: pass
match(x):
    case 1: pass
match [a, b]:
    case 1:
        match y:
            case 2:
                z
match -x:
    case 0: pass
