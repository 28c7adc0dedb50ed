"""What fail2ban's own FilterReader makes of a filter.

stdin:  {"cases": [{"name": …, "configDir": …} or {"path": …}, with "options" (a dict), "backend", "via", "jailOptions"]}
        or with "argument": NAME[OPTIONS] as text, in place of name and options
stdout: for each case {"commands": […]} or {"error": text, "name": exception}; a long text as its digest
"""
import clock
import hashlib, json, logging, resource, sys

from fail2ban.client.filterreader import FilterReader
from fail2ban.helpers import extractOptions


# Tags that double for ever end in a MemoryError of Python, not of the machine.
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


class LastError(logging.Handler):
    def emit(self, record):
        if record.levelno >= logging.ERROR:
            self.text = record.getMessage()


last_error = LastError()
logger = logging.getLogger("fail2ban")
logger.handlers = [last_error]
logger.propagate = False
logger.setLevel(logging.ERROR)


def open_filter(case):
    options = dict(case.get("options") or {})
    explicit = "path" in case
    name = case["path"] if explicit else case.get("name")
    if "argument" in case:
        name, options = extractOptions(case["argument"])
    reader = FilterReader(name, "J", options, share_config={}, basedir=None if explicit else case["configDir"])
    last_error.text = ""
    if explicit:
        reader.setBaseDir(None)
        return reader, reader.readexplicit(), "failed to load filter " + case["path"]
    found = reader.read()
    return reader, found, last_error.text


def shorten(value):
    if isinstance(value, list):
        return [shorten(v) for v in value]
    if isinstance(value, str) and len(value) > 10000:
        return "%d characters, sha256 %s" % (len(value), hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest())
    return value


def resolve(case):
    try:
        reader, found, missing = open_filter(case)
        if not found:
            return {"error": missing, "name": "Missing"}
        reader.applyAutoOptions(case.get("backend", "auto"))
        jail = case.get("jailOptions")
        if case["via"] == "jail":
            reader.getOptions(dict(jail or {}), all=True)
            reader.getCombined()
            reader.getOptions(dict(jail or {}))
        else:
            reader.getOptions(None)
        return {"commands": shorten([[c[0], *c[2:]] for c in reader.convert()])}
    except Exception as e:
        return {"error": shorten(str(e)), "name": type(e).__name__}


question = json.load(sys.stdin)
answers = [resolve(case) for case in question["cases"]]
json.dump(answers, sys.stdout)
