"""Writes server/src/text/unicode-data.ts and server/src/pyre/unicode-names-data.ts: what the `re` of the running Python (3.11: Unicode 14) takes
for a word character, lower case, a character's name and so on. Run from the project's root: /usr/bin/python3 scripts/generate-unicode.py
"""
import _sre, ctypes, re, sys, unicodedata
from collections import Counter
from re._casefix import _EXTRA_CASES

TEXT_FOLDER = "server/src/text/"
PYRE_FOLDER = "server/src/pyre/"
ALL = range(0x110000)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number):
    if number < 0:
        return "-" + base36(-number)
    out = DIGITS[number % 36]
    while number := number // 36:
        out = DIGITS[number % 36] + out
    return out


def head():
    return "// Built by scripts/generate-unicode.py from Python %d.%d (Unicode %s): do not edit.\n" % (
        *sys.version_info[:2], unicodedata.unidata_version)


def ranges(accepts):
    """'gap,length gap,length …': how far each run of accepted code points starts behind the last one's end."""
    out, end, start = [], 0, None
    for c in range(0x110001):
        inside = c < 0x110000 and accepts(chr(c))
        if inside and start is None:
            start = c
        elif not inside and start is not None:
            out.append(base36(start - end) + "," + base36(c - start))
            start, end = None, c
    return " ".join(out)


def case_runs(convert):
    """'gap,count,stride,delta …': runs of code points, `stride` apart, that convert by the same difference."""
    pairs = [(c, convert(c) - c) for c in ALL if convert(c) != c]
    runs, i = [], 0
    while i < len(pairs):
        first, delta = pairs[i]
        stride = 1 if i + 1 < len(pairs) and pairs[i + 1] == (first + 1, delta) else 2
        count = 1
        while i + count < len(pairs) and pairs[i + count] == (first + count * stride, delta):
            count += 1
        runs.append((first, count, stride, delta))
        i += count
    last, out = 0, []
    for first, count, stride, delta in runs:
        out.append(",".join(base36(n) for n in (first - last, count, stride, delta)))
        last = first
    return " ".join(out)


def upper(c):
    # Py_UNICODE_TOUPPER: of a special upper case of several characters (ß) the first one.
    return ord(chr(c).upper()[0])


def write_tables():
    for c in ALL:
        assert _sre.unicode_iscased(c) == (_sre.unicode_tolower(c) != c or upper(c) != c), hex(c)
    tables = {
        "wordRanges": ("Py_UNICODE_ISALNUM or an underscore", ranges(lambda s: s.isalnum() or s == "_")),
        "digitRanges": ("Py_UNICODE_ISDECIMAL; each run is made of tens that start at zero", ranges(str.isdecimal)),
        "spaceRanges": ("Py_UNICODE_ISSPACE", ranges(str.isspace)),
        "alphaRanges": ("str.isalpha", ranges(str.isalpha)),
        "printableRanges": ("str.isprintable", ranges(str.isprintable)),
        "identifierStartRanges": ("what str.isidentifier takes first", ranges(str.isidentifier)),
        "identifierRanges": ("what str.isidentifier takes later", ranges(lambda s: ("a" + s).isidentifier())),
        "lowerRuns": ("Py_UNICODE_TOLOWER", case_runs(_sre.unicode_tolower)),
        "upperRuns": ("Py_UNICODE_TOUPPER", case_runs(upper)),
        "extraCases": ("re._casefix: lower-case letters with the same upper case, 'a,b,… …'",
                       " ".join(",".join(base36(x) for x in (c, *others)) for c, others in _EXTRA_CASES.items())),
    }
    digits = [c for c in ALL if chr(c).isdecimal()]
    assert all(unicodedata.decimal(chr(c)) == 0 for c in digits[::10]) and len(digits) % 10 == 0
    with open(TEXT_FOLDER + "unicode-data.ts", "w") as out:
        out.write(head())
        for name, (meaning, text) in tables.items():
            out.write("\n/** %s */\nexport const %s =\n  '%s';\n" % (meaning, name, text))


def aliases():
    """Every alias that unicodedata.lookup knows: unicodedata keeps them at private code points from U+F0000 on."""
    capsule = ctypes.pythonapi.PyCapsule_GetPointer
    capsule.restype, capsule.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    table = capsule(unicodedata._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI")
    kind = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)
    get_name = kind(ctypes.cast(table, ctypes.POINTER(ctypes.c_void_p))[0])
    buffer = ctypes.create_string_buffer(512)
    for c in range(0xF0000, 0xF0200):
        if get_name(c, buffer, 512, 1):
            name = buffer.value.decode()
            yield ord(unicodedata.lookup(name)), name


def write_names():
    computed, plain = {}, []
    for c in ALL:
        name = unicodedata.name(chr(c), "")
        if name.endswith("-%04X" % c):
            kinds = computed.setdefault(name[: -len("%04X" % c)], [])
            if kinds and kinds[-1][1] == c:
                kinds[-1][1] = c + 1
            else:
                kinds.append([c, c + 1])
        elif name and not name.startswith("HANGUL SYLLABLE "):
            plain.append((c, name))
    plain += sorted(aliases())
    lines, last, last_words = [], -1, []
    for c, name in plain:
        words = name.split(" ")
        shared = 0
        while shared < min(9, len(words), len(last_words)) and words[shared] == last_words[shared]:
            shared += 1
        lines.append((c - last, shared, words[shared:]))
        last, last_words = c, words
    gain = Counter()
    for _, _, words in lines:
        for word in words:
            gain[word] += max(0, len(word) - 1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    lexicon = [word for word, _ in gain.most_common(26 * 26)]
    codes = {word: letters[i // 26] + letters[i % 26] for i, word in enumerate(lexicon)}
    out = []
    for gap, shared, words in lines:
        text, plain_before = "", False
        for word in words:
            code = codes.get(word)
            text += code if code else (" " + word if plain_before else word)
            plain_before = not code
        out.append(("" if gap == 1 else base36(gap).upper() + "+") + str(shared) + text)
    hexes = [prefix + " ".join("%X,%X" % tuple(r) for r in kinds) for prefix, kinds in computed.items()]
    assert not re.search("['\\\\]", "".join(out) + "".join(hexes))
    with open(PYRE_FOLDER + "unicode-names-data.ts", "w") as file:
        file.write(head() + "// Functions, so that V8 keeps these texts out of every start.\n")
        file.write("\n/** The words that two small letters stand for: aa, ab, … */\nexport const words = (): string =>\n  '%s';\n" % " ".join(lexicon))
        file.write("\n/** 'PREFIX-first,end first,end|…' (hexadecimal): names that end with the code point itself. */\nexport const numbered = (): string =>\n  '%s';\n" % "|".join(hexes))
        file.write("\n/**\n * One name after the other, in the order of their code points, then the aliases: 'GAP+' where the code point is not the\n"
                   " * next one (base 36), the number of words shared with the name before, then the other words.\n */\n"
                   "export const names = (): string =>\n  '%s';\n" % "|".join(out))


write_tables()
write_names()
