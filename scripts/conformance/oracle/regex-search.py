"""{shared, questions: [{pattern, subjects, alsoShared}]} on stdin: what re.search finds in the subjects, and in the shared ones where
alsoShared says so -> a list of {"error": text} or {"results": [null | [[start, end], ...] | "slow" | "broken"]}.

"slow": did not end in time. "broken": CPython itself raised SystemError (marks in the wrong order, CPython gh-101955).
"""
import clock
import json, re, signal, sys, warnings

warnings.simplefilter("ignore")


class Slow(Exception):
    pass


def on_alarm(*_):
    raise Slow


signal.signal(signal.SIGALRM, on_alarm)


def search(regex, subject):
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        match = regex.search(subject)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return match and [match.span(i) for i in range(regex.groups + 1)]
    except Slow:
        return "slow"
    except SystemError:
        return "broken"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def answer(question):
    try:
        regex = re.compile(question["pattern"])
    except (re.error, ValueError, OverflowError, RecursionError, RuntimeError) as error:
        return {"error": str(error)}
    finally:
        re.purge()
    subjects = question["subjects"] + (shared if question["alsoShared"] else [])
    return {"results": [search(regex, subject) for subject in subjects]}


asked = json.load(sys.stdin)
shared = asked["shared"]
json.dump([answer(question) for question in asked["questions"]], sys.stdout)
