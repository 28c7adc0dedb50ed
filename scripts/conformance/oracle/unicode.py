"""Given {classes: [pattern of one character, …]}, what Python makes of every code point: {word, digit, space, …: ranges [start, end, …]; lower, upper: [[from, to], …]; names}.
everyName: [[code point, name], …] but for the computed ones; names: [[name, code point or null], …] of every kind, and some that are
none; subject: code points to try; classes: those of them that each pattern matches."""
import clock
import _sre, json, re, sys, unicodedata

ALL = range(0x110000)


def ranges(accepts):
    out, inside = [], False
    for c in range(0x110001):
        now = c < 0x110000 and bool(accepts(chr(c)))
        if now != inside:
            out.append(c)
            inside = now
    return out


def lookup(name):
    try:
        return ord(unicodedata.lookup(name))
    except (KeyError, TypeError):
        return None


matchers = {kind: re.compile("\\" + kind) for kind in "wds"}
tables = {kind: ranges(matcher.match) for kind, matcher in matchers.items()}
tables["printable"] = ranges(str.isprintable)
tables["alpha"] = ranges(str.isalpha)
tables["identifierStart"] = ranges(str.isidentifier)
tables["cased"] = [c for c in ALL if _sre.unicode_iscased(c)]
tables["lower"] = [[c, _sre.unicode_tolower(c)] for c in ALL if _sre.unicode_tolower(c) != c]
# Every character that a literal matches under IGNORECASE, among those that have case at all.
subject = "".join(map(chr, tables["cased"]))
tables["variants"] = [[c, [ord(x) for x in re.findall("(?i)" + re.escape(chr(c)), subject)]] for c in tables["cased"]]
names = [unicodedata.name(chr(c), "") for c in ALL]
given = [name for name in names if name]
sample = given[::1999] + [name for name in given if not name.startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))][::399]
asked = sample + [name.lower() for name in sample] + [name + " X" for name in sample[::5]] + [name[:-1] for name in sample]
asked += ["LF", "NULL", "BEL", "ALERT", "BELL", "NBSP", "NO-BREAK SPACE", "VS256", "ZWJ", "BYTE ORDER MARK", "KEYCAP DIGIT ONE", "LATIN  SMALL LETTER A",
          "LATIN SMALL LETTER GHA", "CJK UNIFIED IDEOGRAPH-04E00", "CJK UNIFIED IDEOGRAPH-4E0", "CJK UNIFIED IDEOGRAPH-004E00", "TANGUT IDEOGRAPH-17000",
          "CJK COMPATIBILITY IDEOGRAPH-0F900", "HANGUL SYLLABLE ", "HANGUL SYLLABLE GAA", "", " ", "É", "\u017fPACE"]
tables["names"] = [[name, lookup(name)] for name in asked]
tables["everyName"] = [[c, name] for c, name in enumerate(names) if name and not name.startswith(("CJK UNIFIED", "HANGUL SYLLABLE"))]
tables["subject"] = sorted({*tables["cased"], *range(0x250), *range(0x2000, 0x2100), *range(0x600, 0x700), 0x2E80, 0xFFFF, 0x10000, 0x1F600, 0x10FFFF})
text = "".join(map(chr, tables["subject"]))
tables["classes"] = [[ord(x) for x in re.findall(pattern, text)] for pattern in json.load(sys.stdin)["classes"]]
json.dump(tables, sys.stdout)
