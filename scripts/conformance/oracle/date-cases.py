"""The date cases of fail2ban's own tests as data: runs the tests and notes what they ask of which pattern in which zone."""
import clock
import contextlib, json, os, sys, unittest

from fail2ban.server.datedetector import DateDetector
from fail2ban.server.datetemplate import DatePatternRegex
from fail2ban.tests import datedetectortestcase, utils

questions = []
inside = 0


def ask(holder, patterns, zone, line):
    """One question for one detector as long as its patterns and its zone stay."""
    asked = getattr(holder, "asked", None)
    if asked is None or (asked["patterns"], asked["timeZone"]) != (patterns, zone):
        asked = {"patterns": patterns, "timeZone": zone, "lines": []}
        questions.append(asked)
        holder.asked = asked
    asked["lines"].append(line)


class NotingDetector(DateDetector):
    def __init__(self):
        DateDetector.__init__(self)
        self.given, self.zone = [], None

    def appendTemplate(self, template):
        DateDetector.appendTemplate(self, template)
        self.given = self.given + [template]

    @property
    def default_tz(self):
        return DateDetector.default_tz.fget(self)

    @default_tz.setter
    def default_tz(self, zone):
        DateDetector.default_tz.fset(self, zone)
        self.zone = zone

    def matchTime(self, line):
        global inside
        ask(self, self.given, self.zone, line)
        inside += 1
        try:
            return DateDetector.matchTime(self, line)
        finally:
            inside -= 1


def match_date(self, line, *args, original=DatePatternRegex.matchDate):
    if not inside and isinstance(line, str):
        ask(self, [self.pattern], None, line)
    return original(self, line, *args)


DatePatternRegex.matchDate = match_date
datedetectortestcase.DateDetector = NotingDetector
with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
    # Sets the zone in which the package stands with its tests, and prints.
    utils.initTests(None)
    suite = unittest.defaultTestLoader.loadTestsFromModule(datedetectortestcase)
    result = unittest.TextTestRunner(stream=nowhere).run(suite)
failed = [str(case) for case, _ in result.errors + result.failures]
json.dump({"questions": questions, "failed": failed}, sys.stdout)
