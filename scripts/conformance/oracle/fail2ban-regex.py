"""Runs the real Fail2banRegex once for each case and tells everything that it found.

In:  {"jobs": 2, "freeze": seconds or null, "cases": [{"args": [..., LOG, FILTER], "cwd": optional}]}
Out: [{"report": {...}, "text": "..."} | {"error": "...", "text": "..."}]: `error` is an exception's text or `exit N`.

Every case runs in a process of its own, forked from one that has everything loaded: fail2ban keeps caches and hit counts
for the whole process, which one run of fail2ban-regex never sees."""
import clock  # noqa: F401  (first: sets the zone)
import json, os, signal, sys, time, traceback

from fail2ban.client import fail2banregex
from fail2ban.server.datedetector import DateDetector
from fail2ban.helpers import logging


def said(value):
    """A failure's groups: fail2ban's own additions (lists, sets, addresses) left out."""
    return {k: v for k, v in value.items() if isinstance(v, str)}


class Recorder(fail2banregex.Fail2banRegex):
    """Counts physical lines and keeps every failure that processLine gives."""

    def __init__(self, opts):
        self.number, self.ignored, self.matches = 0, [], []
        super().__init__(opts)
        real = self._filter.processLine

        def process_line(line, date=None):
            found = real(line, date)
            for regex, fid, when, fail in found:
                extra = {k: sorted(map(str, v)) for k, v in fail.items() if isinstance(v, set)}
                lines = ["".join(part if isinstance(part, str) else str(part) for part in m) for m in fail.get("matches", [])]
                self.matches.append({"line": self.number, "failregex": regex + 1, "id": None if fid is None else str(fid),
                                     "time": when, "groups": said(fail), "users": extra.get("users", []), "lines": lines,
                                     "nofail": bool(fail.get("nofail"))})
            return found
        self._filter.processLine = process_line

    def process(self, test_lines):
        def counted():
            for line in test_lines:
                self.number += 1
                yield line
        super().process(counted())

    def testRegex(self, line, date=None):
        answer = super().testRegex(line, date)
        if answer[2]:
            self.ignored.append(self.number)
        return answer

    def report(self):
        stats, flt = self._line_stats, self._filter
        hits = lambda regexes: [{"pattern": r.getFailRegex(), "hits": r.getStats()} for r in regexes]
        return {
            "lines": {"total": stats.tested, "ignored": stats.ignored, "matched": stats.matched, "missed": stats.missed},
            "failregex": hits(self._failregex), "ignoreregex": hits(self._ignoreregex),
            "prefregex": {"hits": self._prefREMatched} if flt.prefRegex else None,
            "dateTemplates": [{"name": t.name, "hits": t.hits} for t in flt.dateDetector.templates if t.hits] if flt.dateDetector else [],
            "ignored": self.ignored, "matches": self.matches,
        }


def run(case):
    text = []
    fail2banregex.output = text.append
    said_text = lambda: "\n".join(map(str, text)) + "\n"
    try:
        if case.get("cwd"):
            os.chdir(case["cwd"])
        opts, args = fail2banregex.get_opt_parser().parse_args(case["args"])
        recorder = Recorder(opts)
        if not recorder.start(args):
            return {"error": "exit 255", "text": said_text()}
        return {"report": recorder.report(), "text": said_text()}
    except SystemExit as e:
        return {"error": "exit %s" % e.code, "text": said_text()}
    except Exception as e:
        if os.environ.get("TRACE"):
            traceback.print_exc()
        line = getattr(locals().get("recorder"), "number", 0)
        return {"error": "%s: %s" % (type(e).__name__, e), "line": line, "text": said_text()}


def in_child(case, limit):
    """Starts a process for the case; gives its id and the end of its pipe."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    os.close(reader)
    signal.alarm(limit)
    with os.fdopen(writer, "w") as out:
        json.dump(run(case), out)
    os._exit(0)


def share(cases, limit):
    """The answers to `cases`, one after the other."""
    answers = []
    for case in cases:
        child, reader = in_child(case, limit)
        with os.fdopen(reader) as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        answers.append(json.loads(said) if said else {"error": "killed after %d s" % limit, "text": ""})
    return answers


def main():
    question = json.load(sys.stdin)
    if question.get("freeze") is not None:
        time.time = lambda: float(question["freeze"])
    logging.getLogger("fail2ban").setLevel(100)
    DateDetector().matchTime("x")  # compiles the default templates once for all children
    cases, jobs, limit = question["cases"], question.get("jobs", 1), question.get("limit", 120)
    parts = []
    for job in range(jobs):
        reader, writer = os.pipe()
        if os.fork() == 0:
            os.close(reader)
            with os.fdopen(writer, "w") as out:
                json.dump(share(cases[job::jobs], limit), out)
            os._exit(0)
        os.close(writer)
        parts.append(os.fdopen(reader))
    answers = [None] * len(cases)
    for job, part in enumerate(parts):
        answers[job::jobs] = json.load(part)
    json.dump(answers, sys.stdout)


main()
