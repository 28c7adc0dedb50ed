"""What fail2ban's own FilterReader makes of a filter.

stdin:  {"root": DIR or null, "cases": [{"name": …, "configDir": …} or {"path": …}, with "options", "backend", "via", "jailOptions", "files"]}
        "files" (path -> latin-1 text of its bytes) are written under root before the case and removed behind it.
stdout: for each case {"commands": […]} or {"error": text, "name": exception}
"""
import clock
import json, logging, os, shutil, sys

sys.path.insert(0, "/usr/lib/python3/dist-packages")
from fail2ban.client.filterreader import FilterReader


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
    reader = FilterReader(case["path"] if explicit else case["name"], "J", options, share_config={}, basedir=None if explicit else case["configDir"])
    last_error.text = ""
    if explicit:
        reader.setBaseDir(None)
        return reader, reader.readexplicit(), "failed to load filter " + case["path"]
    found = reader.read()
    return reader, found, last_error.text


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
        return {"commands": [[c[0], *c[2:]] for c in reader.convert()]}
    except Exception as e:
        return {"error": str(e), "name": type(e).__name__}


def write_files(root, files):
    for path, text in files.items():
        full = os.path.join(root, path)
        if path.endswith("/"):
            os.makedirs(full, exist_ok=True)
            continue
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as f:
            f.write(text.encode("latin-1"))


def run(root, case):
    if "files" not in case:
        return resolve(case)
    write_files(root, case["files"])
    try:
        return resolve(case)
    finally:
        for entry in os.listdir(root):
            shutil.rmtree(os.path.join(root, entry))


question = json.load(sys.stdin)
answers = [run(question.get("root"), case) for case in question["cases"]]
# A value may hold half a surrogate pair only where we wrote one; JSON keeps it as an escape.
json.dump(answers, sys.stdout)
