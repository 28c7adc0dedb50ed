"""{questions: [{pattern, subjects}]} on stdin -> for each question {"error": text} or a list that says of each subject whether re.search finds
something and whether re.fullmatch does: [search, fullmatch], or "slow" or "broken" (as in regex-search.py)."""
import json, re, signal, sys, warnings

warnings.simplefilter("ignore")


class Slow(Exception):
    pass


def on_alarm(*_):
    raise Slow


signal.signal(signal.SIGALRM, on_alarm)


def ask(regex, subject):
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        return [regex.search(subject) is not None, regex.fullmatch(subject) is not None]
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
    return [ask(regex, subject) for subject in question["subjects"]]


json.dump([answer(question) for question in json.load(sys.stdin)["questions"]], sys.stdout)
