"""What the running Python and fail2ban make of bytes in each of Python's text encodings.

In:  {"seed": N, "random": how many random texts an encoding, "folder": where logs are written, "known": modules, "written": those whose lengths are asked for}
Out: {"names": {name: module or null}, "codecs": {module: {
       "pairs": an answer for each byte, then for each two, "texts": [[hex, answer], …], "lines": [[hex, [line, …] or exception], …],
       "lengths": [[code points, length], …], "runs": 'length*count …' for each character by itself, "logs": [path, …]}}}
An answer is the text as `replace` gives it, as the hex of UTF-16, with ` start-end` of the first error behind it."""
import clock  # noqa: F401  (first: sets the zone)
import codecs, encodings, encodings.aliases, itertools, json, logging, os, pkgutil, random, sys, tempfile, warnings

warnings.simplefilter("ignore")
from fail2ban.server.filter import FileContainer

logging.disable(logging.CRITICAL)
question = json.load(sys.stdin)
seeded = random.Random(question["seed"])

ESCAPES = [b"\x1b$B", b"\x1b(B", b"\x1b$@", b"\x1b$(D", b"\x1b(J", b"\x1b$A", b"\x1b.A", b"\x1b.F", b"\x1bN", b"\x1b$)C", b"\x0e", b"\x0f",
           b"\x1b(I", b"\x1b$(O", b"\x1b$(Q", b"\x1b$(P", b"\x1b$(C", b"\x1b&@\x1b$B", b"\x1b$", b"\x1b", b"\x1b[31m", b"~{", b"~}", b"~~",
           b"~\n", b"~", b"+", b"+-", b"-", b"\\", b"\\u00", b"\\u00e9", b"\\x", b"\\n", b"\\7", b"\\N{", b"\\N{DEGREE SIGN}", b"\\U0000",
           b"\\U0001f600", b"+AGE", b"+2AA", b"+2D3eAA", b"\xa4\xd4", b"\xa4\xd4\xa4\xa1\xa4\xbf\xa4\xd4", b"\x8f", b"\x81\x30\x81", b"\xff\xfe", b"\xfe\xff",
           b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0\0", b"\0", b"\xd8\0", b"\0\xd8", b"\n", b"\r\n", b"\r", b"\n\0", b"\0\n", b"\n\0\0\0",
           b"\x25", b"\x0a"]


def hexed(text):
    return text.encode("utf-16-le", "surrogatepass").hex()


def answer(name, content):
    text = hexed(content.decode(name, "replace"))
    try:
        content.decode(name)
    except UnicodeDecodeError as error:
        return "%s %d-%d" % (text, error.start, error.end)
    return text


def is_multi_byte(name):
    return any(len(bytes(pair).decode(name, "replace")) == 1 for pair in itertools.product(range(0x81, 0xff), range(0x30, 0x40)))


def some_bytes(name, alphabet):
    out = b""
    for _ in range(seeded.randrange(1, 12)):
        kind = seeded.random()
        if kind < 0.3:
            out += seeded.choice(ESCAPES)
        elif kind < 0.6:
            out += "".join(seeded.choices(alphabet, k=seeded.randrange(1, 4))).encode(name, "replace")
        elif kind < 0.8:
            out += bytes(seeded.choices(range(0x80, 0x100), k=seeded.randrange(1, 4)))
        elif kind < 0.85:
            out += bytes(map(seeded.choice, (range(0x81, 0xff), range(0x30, 0x3a)) * 2))
        elif kind < 0.9:
            out += bytes([0xa4, 0xd4] + [byte for _ in range(3) for byte in (0xa4, seeded.randrange(0xa1, 0xd5))])
        else:
            out += bytes(seeded.choices(range(0x100), k=seeded.randrange(1, 4)))
    return out


def rows_of(name):
    """Each row of each set that ISO 2022 can choose."""
    if not name.startswith("iso2022"):
        return []
    return [sequence + bytes(byte for cell in range(0x21, 0x7f) for byte in (row, cell)) for sequence in ESCAPES if sequence.startswith(b"\x1b$")
            for row in range(0x21, 0x7f)]


def lines_of(name, content):
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        try:
            container = FileContainer(file.name, name, doOpen=True)
            return [hexed(line.rstrip("\r")) for line in iter(container.readline, None)]
        except Exception as error:
            return type(error).__name__


LOG = """Aug 14 11:00:0%(n)d host sshd[%(n)d]: Failed password for invalid user %(who)s from 192.0.2.%(n)d port 22 ssh2%(end)s"""


def logs_of(name, alphabet):
    """Whole logs, as they might be found, with what else the encoding has."""
    out = []
    for end in ("\n", "\r\n"):
        for kind in ("plain", "begun", "own", "torn") if end == "\n" else ("plain", "torn"):
            parts = [LOG % {"n": n, "end": end, "who": "root" if kind == "plain" else "".join(seeded.choices(alphabet, k=5))}
                     for n in range(1, 9)]
            if kind == "begun":
                parts.insert(0, "\ufeff")
            content = b"".join(part.encode(name, "replace") for part in parts) if kind == "own" else "".join(parts).encode(name, "replace")
            if kind == "torn":
                at = seeded.randrange(10, len(content) - 10)
                content = content[:at] + seeded.choice(ESCAPES) + bytes([seeded.randrange(0x80, 0x100)]) + content[at:-1]
            path = os.path.join(question["folder"], "%s-%s-%s.log" % (name, kind, "lf" if end == "\n" else "crlf"))
            with open(path, "wb") as file:
                file.write(content)
            out.append(path)
    return out


def codec_answers(name):
    multi = is_multi_byte(name)
    pairs = [bytes([b]) for b in range(256)] + ([bytes(pair) for pair in itertools.product(range(256), repeat=2)] if multi else [])
    # Characters that the encoding has: those of the basic plane that it can write.
    writable = [c for c in map(chr, itertools.chain(range(0x20, 0xd800), range(0xe000, 0x10000), range(0x1f600, 0x1f640), range(0x20000, 0x20100)))
                if try_encode(name, c)]
    alphabet = seeded.sample(writable, min(len(writable), 3000)) + list("abcXYZ019 +-~\\{}") * 20
    texts = [some_bytes(name, alphabet) for _ in range(question["random"])] + rows_of(name)
    files = [b"".join(some_bytes(name, alphabet) + seeded.choice((b"\n", b"\n", "\n".encode(name), "a\n".encode(name), b""))
                      for _ in range(seeded.randrange(1, 6))) for _ in range(question["random"])]
    decoded = [content.decode(name, "replace") for content in texts] + ["".join(seeded.choices(alphabet, k=6)) + "\n" for _ in range(300)]
    lengths = (len((chr(c) + "\n").encode(name, "replace")) for c in range(0x30000) if not 0xd800 <= c < 0xe000 and name in question["written"])
    return {
        "pairs": [answer(name, pair) for pair in pairs],
        "texts": [[content.hex(), answer(name, content)] for content in texts],
        "lines": [[content.hex(), lines_of(name, content)] for content in files],
        "lengths": [[hexed(text), len(text.encode(name, "replace"))] for text in decoded
                    if not any(0xd800 <= ord(c) < 0xe000 for c in text)],
        "runs": " ".join("%d*%d" % (length, len(list(run))) for length, run in itertools.groupby(lengths)),
        "logs": logs_of(name, alphabet),
    }


def try_encode(name, char):
    try:
        return bool(char.encode(name))
    except UnicodeError:
        return False


def lookup(name):
    try:
        info = codecs.lookup(name)
        return info.name if info._is_text_encoding else None
    except LookupError:
        return None


modules = sorted(m.name for m in pkgutil.iter_modules(encodings.__path__))
text = [m for m in modules if lookup(m) is not None]
named = list(encodings.aliases.aliases) + modules
named += [change(name) for name in named for change in (str.upper, lambda n: n.replace("_", "-"), lambda n: n.replace("_", " "), lambda n: "_%s-" % n,
                                                           lambda n: n.replace("_", "."), lambda n: n + "x")]
print(json.dumps({
    "names": {name: lookup(name) for name in named},
    "codecs": {name: codec_answers(name) for name in text if name in question["known"]},
}))
