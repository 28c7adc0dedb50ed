"""Regular expressions to try: {stock: [...], reTests: [...], testRe: [...]}. stock: every failregex, ignoreregex and prefregex of
the stock filters in `config` (stdin: {"config": DIR}) as fail2ban compiles it; reTests, testRe: the patterns of CPython's own tests, valid or not."""
import clock
import ast, glob, json, os, sys

from fail2ban.client.filterreader import FilterReader
from fail2ban.server.failregex import Regex

TESTS = "/usr/lib/python3.11/test/"


def stock(config):
    filters = os.path.join(config, "filter.d")
    for path in sorted(glob.glob(filters + "/**/*.conf", recursive=True)):
        name = os.path.relpath(path, filters)[: -len(".conf")]
        reader = FilterReader(name, "jail", {}, basedir=config)
        if not reader.read():
            continue
        try:
            reader.getOptions(None)
            commands = reader.convert()
        except Exception:
            continue  # common.conf and its like: no filter by themselves
        for command in commands:
            values = []
            if command[0] == "multi-set" and command[2].endswith("regex"):
                values = command[3]
            elif command[0] == "set" and command[2] in ("addfailregex", "addignoreregex", "prefregex"):
                values = [command[3]]
            for value in values:
                for use_dns in ("warn", "no"):
                    yield Regex(value, useDns=use_dns)._regex


def re_tests():
    scope = {}
    exec(compile(open(TESTS + "re_tests.py").read(), "re_tests", "exec"), scope)
    return [row[0] for row in scope["tests"]]


def test_re():
    """First arguments of calls, and strings that stand in loops over patterns."""
    for node in ast.walk(ast.parse(open(TESTS + "test_re.py").read())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) < 500:
            yield node.value


def texts(patterns):
    return list(dict.fromkeys(pattern for pattern in patterns if isinstance(pattern, str)))


json.dump({"stock": texts(stock(json.load(sys.stdin)["config"])), "reTests": texts(re_tests()), "testRe": texts(test_re())}, sys.stdout)
