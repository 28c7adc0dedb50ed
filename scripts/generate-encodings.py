"""Writes server/src/host/encodings/*-data.ts: the names and the tables of the running Python's text encodings (3.11).
Run from the project's root: /usr/bin/python3 scripts/generate-encodings.py
"""
import codecs, encodings, encodings.aliases, importlib, pkgutil, sys, warnings

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


def is_multi_byte(name):
    return type(codecs.lookup(name).incrementaldecoder).__mro__[1].__name__ == "MultibyteIncrementalDecoder" or \
        issubclass(codecs.lookup(name).incrementaldecoder, __import__("_multibytecodec").MultibyteIncrementalDecoder)


KNOWN = [name for name in text_encodings() if name not in REFUSED and not is_multi_byte(name)]


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
    with open(FOLDER + "names-data.ts", "w") as file:
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


write_names()
write_single()
