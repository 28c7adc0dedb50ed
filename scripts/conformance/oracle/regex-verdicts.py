"""For each [pattern, multiline] what re.compile says: {kind, msg, pos, groups, names, warnings}; kind is null where it compiles.
The call stands as deep in Python's stack as fail2ban-regex has it for a failregex that it is given."""
import clock
import json, re, sys, warnings

FAIL2BAN_DEPTH = 7


def verdict(pattern, multiline):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        answer = {"kind": None, "msg": None, "pos": None, "groups": None, "names": None}
        try:
            compiled = re.compile(pattern, re.MULTILINE if multiline else 0)
            answer.update(groups=compiled.groups, names=list(compiled.groupindex.items()))
        except re.error as error:
            answer.update(kind="re.error", msg=error.msg, pos=error.pos, text=str(error))
        except Exception as error:
            answer.update(kind=type(error).__name__, msg=str(error), text=str(error))
    if answer["kind"] == "RecursionError":
        # Python appends where its stack happened to end.
        answer["msg"] = answer["text"] = "maximum recursion depth exceeded"
    said = [(w.category.__name__, str(w.message)) for w in caught]
    answer["warnings"] = list(dict.fromkeys(said))
    re.purge()
    return answer


def at_depth(missing, pattern, multiline):
    return at_depth(missing - 1, pattern, multiline) if missing > 0 else verdict(pattern, multiline)


answers = []
for pattern, multiline in json.load(sys.stdin):
    answers.append(at_depth(FAIL2BAN_DEPTH - 3, pattern, multiline))
json.dump(answers, sys.stdout)
