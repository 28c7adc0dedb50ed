"""Writes server/src/host/encodings/*-data.ts and server/src/text/encoding-names-data.ts: the names and the tables of the running Python's text encodings (3.11).
Run from the project's root: /usr/bin/python3 scripts/generate-encodings.py
"""
import base64, codecs, encodings, encodings.aliases, importlib, pkgutil, sys, warnings, zlib

warnings.simplefilter("ignore")
FOLDER = "server/src/host/encodings/"
# Not for logs: they take a whole domain name, or nothing at all (docs/counting.md).
REFUSED = {"idna", "punycode", "undefined"}


def head():
    return "// Built by scripts/generate-encodings.py from Python %d.%d: do not edit.\n" % sys.version_info[:2]


def text_encodings():
    for module in sorted(m.name for m in pkgutil.iter_modules(encodings.__path__)):
        try:
            if codecs.lookup(module)._is_text_encoding:
                yield module
        except LookupError:
            pass


KNOWN = [name for name in text_encodings() if name not in REFUSED]


def wrapped(words, width=116):
    """Lines of a template literal."""
    out, line = [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            out.append(line)
            line = ""
        line = line + " " + word if line else word
    return "\n".join([*out, line])


def is_single_byte(name):
    module = importlib.import_module("encodings." + name)
    return name == "ascii" or hasattr(module, "decoding_table") or hasattr(module, "decoding_map")


SINGLE = [name for name in KNOWN if is_single_byte(name) and name != "iso8859_1"]


def write_names():
    aliases = {}
    for alias, module in encodings.aliases.aliases.items():
        if module in KNOWN and alias != module:
            aliases.setdefault(module, []).append(alias)
    with open("server/src/text/encoding-names-data.ts", "w") as file:
        file.write(head() + "\n/** The modules of Python's text encodings that are read here. */\n")
        file.write("export const modules = `\n%s\n`;\n" % wrapped(KNOWN))
        file.write("\n/** `encodings.aliases`: a module and its other names. */\n")
        file.write("export const aliases = `\n%s\n`;\n" % "\n".join(
            wrapped([module + ":", *sorted(names)]) for module, names in sorted(aliases.items())))


def escaped(text):
    return "".join(c if c.isprintable() and c not in "'\\" and c.isascii() else "\\u%04x" % ord(c) for c in text)


def write_single():
    """Only what differs from ASCII below 0x80 is written: most tables begin at 0x80."""
    ascii = "".join(map(chr, range(128)))
    with open(FOLDER + "single-byte-data.ts", "w") as file:
        file.write(head() + "\n/** The characters of the bytes, from 0x80 on or, where there are 256, from 0 on. U+FFFD: Python does not take the byte. */\n")
        file.write("export const singleByteTables: Readonly<Record<string, string>> = {\n")
        for name in SINGLE:
            table = bytes(range(256)).decode(name, "replace")
            file.write("  %s: '%s',\n" % (name, escaped(table[128:] if table[:128] == ascii else table)))
        file.write("};\n")


LEADS, TRAILS = range(0x81, 0xff), range(0x31, 0xff)
# What two bytes can come to, beside a character: nothing, an error of both bytes at once, two characters.
NOTHING, WIDE_ERROR, PAIR = 0, 1, 0x110000
pairs = []


def is_single(name, byte):
    return bytes([byte]).decode(name, "ignore") != ""


def cell(name, content):
    if is_single(name, content[0]):
        return NOTHING
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        # A complete sequence that is wrong as a whole; all others are wrong by their first byte.
        return WIDE_ERROR if error.end - error.start == 2 and not error.reason.startswith("incomplete") else NOTHING
    if len(text) == 1:
        return ord(text)
    if text not in pairs:
        pairs.append(text)
    return PAIR + pairs.index(text)


def grid(name, prefix=b""):
    return [cell(name, prefix + bytes([lead, trail])) for lead in LEADS for trail in TRAILS]


def at(table, lead, trail):
    return table[(lead - LEADS.start) * len(TRAILS) + trail - TRAILS.start]


def shifted(table):
    """The grid of a Shift JIS whose first 94 rows are those of an EUC."""
    out = []
    for lead in LEADS:
        for trail in TRAILS:
            row = 2 * (lead - (0x81 if lead < 0xe0 else 0xc1)) + (trail >= 0x9f)
            column = (trail - (0x40 if trail < 0x80 else 0x41)) % 94
            is_inside = 0x40 <= trail <= 0xfc and trail != 0x7f and not 0xa0 <= lead < 0xe0 and row < 94
            out.append(at(table, 0xa1 + row, 0xa1 + column) if is_inside else NOTHING)
    return out


def write_multi():
    """A cell is written as what it differs by from the one of the table that this one is based on; where there is none, from the cell before."""
    tables, specs, low, middle, high = {}, [], bytearray(), bytearray(), bytearray()

    def add(name, table, base=None, is_shifted=False):
        begin = tables[base] if base else None
        if is_shifted:
            begin = shifted(begin)
        last = 0
        for value, based in zip(table, begin or [NOTHING] * len(table)):
            if value == based:
                coded = 0
            elif value == NOTHING:
                coded = 1
            else:
                delta = value - (last if based == NOTHING else based)
                coded = 2 * delta + 2 if delta >= 0 else -2 * delta + 1
            last = value or last
            low.append(coded & 255)
            middle.append(coded >> 8 & 255)
            high.append(coded >> 16)
        tables[name] = table
        specs.append((name, base, is_shifted))

    add("euc_jp", grid("euc_jp"))
    add("euc_jp_8f", grid("euc_jp", b"\x8f"))
    add("euc_jis_2004", grid("euc_jis_2004"), "euc_jp")
    add("euc_jis_2004_8f", grid("euc_jis_2004", b"\x8f"), "euc_jp_8f")
    add("euc_jisx0213", grid("euc_jisx0213"), "euc_jis_2004")
    add("euc_jisx0213_8f", grid("euc_jisx0213", b"\x8f"), "euc_jis_2004_8f")
    add("shift_jis", grid("shift_jis"), "euc_jp", True)
    add("cp932", grid("cp932"), "shift_jis")
    add("shift_jis_2004", grid("shift_jis_2004"), "euc_jis_2004", True)
    add("shift_jisx0213", grid("shift_jisx0213"), "shift_jis_2004")
    add("gbk", grid("gbk"))
    add("gb2312", grid("gb2312"), "gbk")
    add("gb18030", grid("gb18030"), "gbk")
    add("cp949", grid("cp949"))
    add("euc_kr", grid("euc_kr"), "cp949")
    add("johab", grid("johab"))
    add("big5hkscs", grid("big5hkscs"))
    add("big5", grid("big5"), "big5hkscs")
    add("cp950", grid("cp950"), "big5hkscs")
    names = [name for name, _, _ in specs if not name.endswith("_8f")]
    packed = base64.b64encode(zlib.compress(bytes(low + middle + high), 9)).decode()
    with open(FOLDER + "multi-byte-data.ts", "w") as file:
        file.write(head() + "\n/** The tables in their order: what each is based on. Read by multi-byte-tables.ts. */\n")
        file.write("export const tables: readonly { readonly name: string; readonly base?: string; readonly isShifted?: true }[] = [\n")
        for name, base, is_shifted in specs:
            file.write("  { name: '%s'%s%s },\n" % (name, ", base: '%s'" % base if base else "", ", isShifted: true" if is_shifted else ""))
        file.write("];\n\n/** Bytes that are a character by themselves, beside those of ASCII: the byte and the character, one behind the other. */\n")
        file.write("export const singles: Readonly<Record<string, string>> = {\n")
        for name in names:
            chars = [(b, bytes([b]).decode(name, "ignore")) for b in range(256)]
            text = "".join(chr(b) + c for b, c in chars if c and (b >= 0x80 or c != chr(b)))
            if text:
                file.write("  %s: '%s',\n" % (name, escaped(text)))
        file.write("};\n\n/** Characters that come in twos. */\n")
        file.write("export const pairs = '%s';\n" % escaped("".join(pairs)))
        file.write("\n/** The cells' differences: all low bytes, all middle ones, all high ones; deflated. */\n")
        file.write("export const packed =\n  '%s';\n" % packed)


write_names()
write_single()
write_multi()
