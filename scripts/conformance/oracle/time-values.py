"""What fail2ban's own reader of time values makes of each text: {"value": …}, or {"error": class, "message": …}."""
import clock
import json, sys, warnings

warnings.simplefilter("ignore")
from fail2ban.server.mytime import MyTime


def plain(value):
    if isinstance(value, bool) or not isinstance(value, (int, float, tuple)):
        return {"other": True}
    if isinstance(value, tuple):
        return {"tuple": [plain(item) for item in value]}
    if isinstance(value, int):
        return {"int": str(value)}
    return {"float": value.hex()}


def answer(text):
    try:
        return plain(MyTime.str2seconds(text))
    except Exception as error:
        return {"error": type(error).__name__, "message": getattr(error, "msg", None) or str(error)}


sys.set_int_max_str_digits(0)
json.dump([answer(text) for text in json.load(sys.stdin)], sys.stdout)
