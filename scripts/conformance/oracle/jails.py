"""The real readers of jails, actions and fail2ban.conf.

stdin: [{"dir": PATH, "files"?: {NAME: TEXT}, "jails"?: true, "main"?: true, "action"?: [NAME, JAIL, {OPTION: VALUE}, {JAIL OPTION: VALUE}]}]
`files` are written under `dir` first. Every jail is read as if it were enabled, whatever becomes of the others.
"""
import clock
import json, logging, os, shutil, sys

from fail2ban.client.actionreader import ActionReader
from fail2ban.client.fail2banreader import Fail2banReader
from fail2ban.client.jailreader import JailReader
from fail2ban.client.jailsreader import JailsReader

said = []


class Listener(logging.Handler):
    def emit(self, record):
        said.append([record.levelname, record.getMessage()])


root = logging.getLogger("fail2ban")
root.handlers = [Listener()]
root.setLevel(logging.WARNING)
root.propagate = False
JailReader._glob = staticmethod(lambda path: [path])


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def attempt(step):
    global said
    outer, said = said, []
    try:
        answer = step()
    except Exception as error:
        answer = {"error": str(error), "name": type(error).__name__}
    answer["said"] = sorted(set(map(tuple, said)))
    said = outer
    return answer


def jail(cfg, share, name, basedir):
    reader = JailReader(name, force_enable=True, share_config=share, use_config=cfg, basedir=basedir)
    if not reader.getOptions():
        return {"skipped": reader.options["config-error"]}
    return {"options": plain(reader.options), "stream": reader.convert(allow_no_files=True)}


def jails(basedir):
    reader = JailsReader(force_enable=True, basedir=basedir, share_config={})
    if not reader.read():
        return {"missing": True}
    names = [name for name in reader.sections() if name != "INCLUDES"]
    return {"jails": {name: attempt(lambda: jail(reader._cfg, {}, name, basedir)) for name in names}}


def main_config(basedir):
    reader = Fail2banReader(basedir=basedir, share_config={})
    reader.read()
    reader.getOptions()
    return {"stream": reader.convert()}


def action(basedir, name, jail_name, options, jail_options):
    reader = ActionReader(name, jail_name, dict(options), basedir=basedir, share_config={})
    if not reader.read():
        return {"missing": True}
    reader.getOptions(jail_options)
    return {"stream": reader.convert()}


def answer(case):
    if "files" in case:
        shutil.rmtree(case["dir"], ignore_errors=True)
        for name, text in case["files"].items():
            path = os.path.join(case["dir"], name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
    try:
        found = {}
        if case.get("jails"):
            found["jails"] = attempt(lambda: jails(case["dir"]))
        if case.get("main"):
            found["main"] = attempt(lambda: main_config(case["dir"]))
        if "action" in case:
            found["action"] = attempt(lambda: action(case["dir"], *case["action"]))
        return found
    finally:
        if "files" in case:
            shutil.rmtree(case["dir"], ignore_errors=True)


json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
