"""What the real fail2ban says of whole configuration folders: `fail2ban-client -t -c DIR`, and whether the server takes them.

stdin: [{"dir": PATH, "files": {NAME: TEXT}}].
stdout: for each {"test": null or what -t says, "start": null or what the server says}; "start" is asked only of what -t lets pass.
Each folder is asked in a process of its own, forked from one that has fail2ban loaded: a start of Python for each takes far longer.
"""
import clock
import gc, json, logging, os, re, shutil, sys, warnings

warnings.simplefilter("ignore")
from fail2ban.client.configurator import Configurator
from fail2ban.client.fail2banclient import exec_command_line
from fail2ban.server.server import Server
from fail2ban.server.transmitter import Transmitter


def in_child(work):
    """Runs `work` in a fork and gives its exit code and all that it printed."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        os.dup2(write, 1)
        os.dup2(write, 2)
        code = 1
        try:
            code = work() or 0
        except SystemExit as error:
            code = error.code
        except BaseException as error:
            os.write(2, ("%s: %s" % (type(error).__name__, error)).encode())
        os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        text = pipe.read().decode("utf-8", "replace")
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), text


def test(basedir):
    exec_command_line(["fail2ban-client", "-t", "-c", basedir])


def start(basedir):
    """As the server does with the stream that it gets, without starting the jails' threads."""
    logging.getLogger("fail2ban").setLevel(100)
    # A relative path in a value, such as a database's, is meant from here.
    os.chdir(basedir)
    configurator = Configurator()
    configurator.setBaseDir(basedir)
    configurator.readAll()
    configurator.getOptions()
    configurator.convertToProtocol()
    transmitter = Transmitter(Server())
    for command in configurator.getConfigStream():
        if command[0] == "start" or command[:2] in (["set", "logtarget"], ["set", "syslogsocket"]):
            continue
        code, answer = transmitter.proceed(command)
        if code:
            os.write(2, ("%s: %s" % (command, answer)).encode())
            return 1


def answer(case):
    basedir = case["dir"]
    shutil.rmtree(basedir, ignore_errors=True)
    for name, text in case["files"].items():
        path = os.path.join(basedir, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    code, text = in_child(lambda: test(basedir))
    said = re.findall(r"(?:ERROR|CRITICAL) +(.*)", text)
    if code:
        return {"test": said[0] if said else text[-500:], "start": None}
    code, text = in_child(lambda: start(basedir))
    return {"test": None, "start": text[-500:] if code else None}


gc.freeze()
json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
