"""The real DateDetector over lines: what it cuts, the moment, what it raises, and its templates at the end."""
import clock
import json, logging, sys, time

from fail2ban.server import datedetector
from fail2ban.server.datedetector import DateDetector, DateDetectorCache
from fail2ban.server.filter import Filter
from fail2ban.server.mytime import MyTime
from fail2ban.server.utils import Utils

logging.disable(logging.CRITICAL)
DEFAULTS = list(DateDetectorCache.DEFAULT_TEMPLATES)


def fresh_process():
    """Templates, their raw hits and the guess of mktime live as long as a process."""
    datedetector.DD_patternCache = Utils.Cache(maxCount=1000, maxTime=60 * 60)
    DateDetectorCache.DEFAULT_TEMPLATES = list(DEFAULTS)
    DateDetector._defCache = DateDetectorCache()
    zone = clock.os.environ["TZ"]
    clock.os.environ["TZ"] = "UTC"
    time.tzset()
    time.mktime((2005, 1, 1, 0, 0, 0, 0, 1, -1))
    clock.os.environ["TZ"] = zone
    time.tzset()


def raised(error):
    return {"exception": type(error).__name__, "message": str(error)}


def read(detector, line):
    try:
        match, template = detector.matchTime(line)
        if match is None:
            return None
        start, end = max(0, match.start(1)), max(0, match.end(1))
        found = {"name": template.name, "start": start, "end": end}
    except Exception as error:
        return raised(error)
    if start == end:
        return found
    try:
        date = template.getDate(line, match, default_tz=detector.default_tz)
        return {**found, "seconds": date[0]}
    except Exception as error:
        return {**found, **raised(error)}


def run(question):
    fresh_process()
    holder = Filter(None, useDns="no")
    try:
        if question.get("timeZone") is not None:
            holder.setLogTimeZone(question["timeZone"])
        if question.get("datepattern") is not None:
            holder.setDatePattern(question["datepattern"])
    except Exception as error:
        return {"setup": raised(error)}
    detector = holder.dateDetector
    readings = [read(detector, line) for line in question["lines"]]
    templates = [
        {"name": t.name, "hits": t.hits, "weight": t.weight, "pattern": getattr(t, "pattern", ""), "regex": t.regex, "flags": t.flags}
        for t in detector.templates
    ]
    return {"readings": readings, "templates": templates}


asked = json.load(sys.stdin)
MyTime.setTime(asked["now"])
json.dump([run(question) for question in asked["runs"]], sys.stdout)
