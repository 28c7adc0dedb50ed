"""Does the real fail2ban refuse a filter, as a jail loads it and the server takes it?

stdin: {"dir": PATH, "common": {NAME: TEXT}, "cases": [TEXT]}: what filter.d holds beside x.conf, and the texts of x.conf.
stdout: for each the first refusal, as {"stage": "read"|"set", "text": …}, or null.
"""
import clock
import json, logging, os, shutil, sys, warnings

warnings.simplefilter("ignore")
logging.getLogger("fail2ban").setLevel(100)
from fail2ban.client.filterreader import FilterReader
from fail2ban.client.jailreader import JailReader
from fail2ban.server.filter import Filter


class NoJail:
    name = "x"


def read(basedir):
    reader = FilterReader("x", "x", {}, basedir=basedir, share_config={})
    if not reader.read():
        raise ValueError("no file")
    reader.applyAutoOptions("auto")
    reader.getOptions({}, all=True)
    reader.getCombined()
    reader.getOptions({})
    return reader.convert()


def take(command, subject):
    kind, _, name, *values = command
    if kind == "multi-set":
        values = values[0]
    if name in ("addfailregex", "addignoreregex"):
        add = subject.addFailRegex if name == "addfailregex" else subject.addIgnoreRegex
        for value in values:
            add(value)
    elif name == "usedns":
        subject.setUseDns(values[0])
    elif name == "prefregex":
        subject.prefRegex = values[0]
    elif name == "maxlines":
        subject.setMaxLines(values[0])
    elif name == "datepattern":
        subject.setDatePattern(values[0])
        for template in subject.dateDetector.templates if subject.dateDetector else []:
            template.template._compileRegex()


def answer(basedir, text):
    with open(os.path.join(basedir, "filter.d", "x.conf"), "w", encoding="utf-8", newline="") as file:
        file.write(text)
    try:
        stream = read(basedir)
    except Exception as error:
        return {"stage": "read", "text": str(error)}
    subject = Filter(NoJail())
    for command in stream:
        try:
            take(command, subject)
        except Exception as error:
            return {"stage": "set", "text": str(error)}
    return None


request = json.load(sys.stdin)
basedir = request["dir"]
shutil.rmtree(basedir, ignore_errors=True)
os.makedirs(os.path.join(basedir, "filter.d"))
for name, text in request["common"].items():
    with open(os.path.join(basedir, "filter.d", name), "w", encoding="utf-8", newline="") as file:
        file.write(text)
json.dump([answer(basedir, text) for text in request["cases"]], sys.stdout)
shutil.rmtree(basedir, ignore_errors=True)
