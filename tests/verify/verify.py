"""Checks a Lykta record: a second implementation, written from docs/format.md alone and with Python's own library only.

It shares no code with the first. That the two agree shows that the format is described and not only programmed, and that
anybody can check a record without trusting the program that wrote it.

    python3 verify.py DIRECTORY [--witness FILE]… [--public-key KEY]…
    python3 verify.py --export FILE [--witness FILE]… [--public-key KEY]…
    python3 verify.py --proof FILE --public-key KEY
"""

import base64
import hashlib
import json
import sqlite3
import sys
import uuid

from ed25519 import signed_by

EVIDENCE = uuid.UUID("65766964-656e-8000-8000-63652d6c6f67").bytes


class Broken(Exception):
    """The first height at which something is wrong, and in which way."""

    def __init__(self, height, reason):
        super().__init__(f"broken height={height} reason={reason}")


# Values as bytes


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def integer(number):
    return number.to_bytes(8, "big", signed=True)


def counted(content):
    return len(content).to_bytes(4, "big") + content


def text(words):
    return counted(words.encode())


def optional(value, encode):
    return b"\0" if value is None else b"\1" + encode(value)


# Entry, leaf, link, tree


def header(authority, stream, seq, kind, version, at_us, actor, key, number):
    clear = b"\1" + integer(authority) + stream + integer(seq) + text(kind) + integer(version)
    return clear + integer(at_us) + actor + key + optional(number, text)


def leaf_hash(content):
    return sha256(b"\0", content)


def node(left, right):
    return sha256(b"\1", left, right)


class Tree:
    """The tree of RFC 9162, leaf by leaf: a stack of (leaves below, hash) with ever smaller full trees."""

    def __init__(self):
        self.full = []

    def add(self, leaf):
        size = 1
        while self.full and self.full[-1][0] == size:
            size, leaf = size * 2, node(self.full.pop()[1], leaf)
        self.full.append((size, leaf))

    def root(self):
        if not self.full:
            return sha256()
        right = self.full[-1][1]
        for _, left in reversed(self.full[:-1]):
            right = node(left, right)
        return right


def included(leaf, index, size, path, root):
    """RFC 9162 § 2.1.3.2."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


# Checkpoint


def decoded(words):
    """Base64 in its only spelling."""
    content = base64.b64decode(words, validate=True)
    if base64.b64encode(content).decode() != words:
        raise ValueError("not the spelling of these bytes")
    return content


def key_id(authority, key):
    return sha256(f"lykta/{authority}\n\1".encode(), key)[:4]


class Checkpoint:
    def __init__(self, authority, height, link, root, at_us, key, signature):
        self.authority, self.height, self.link, self.root, self.at_us = authority, height, link, root, at_us
        self.key, self.signature = key, signature

    @classmethod
    def read(cls, note):
        body, rest = note.split("\n\n", 1)
        name, height, root, link, time = body.split("\n")
        if not (name.startswith("lykta/") and link.startswith("link ") and time.startswith("time ")):
            raise ValueError("not a checkpoint")
        for line in rest.split("\n"):
            if line.startswith(f"— {name} "):
                signature = decoded(line[len(f"— {name} "):])
                break
        else:
            raise ValueError("not signed by its authority")
        read = cls(int(name[6:]), int(height), bytes.fromhex(link[5:]), decoded(root), int(time[5:]), signature[:4], signature[4:])
        if read.text() != body + "\n" or len(signature) != 68:
            raise ValueError("not as a checkpoint is written")
        return read

    def text(self):
        root = base64.b64encode(self.root).decode()
        return f"lykta/{self.authority}\n{self.height}\n{root}\nlink {self.link.hex()}\ntime {self.at_us}\n"

    def signed(self, key):
        return signed_by(key, self.text().encode(), self.signature)


def public_key(words):
    """A key from its text: authority and bytes."""
    name, shown, key = words.split("+", 2)
    authority, key = int(name.removeprefix("lykta/")), decoded(key)
    if key[:1] != b"\1" or len(key) != 33 or key_id(authority, key[1:]).hex() != shown:
        raise ValueError("not a public key")
    return authority, key[1:]


# The check


def is_hash(number):
    return number is not None and len(number) == 64 and all(digit in "0123456789abcdef" for digit in number)


class Check:
    """One authority, piece by piece in the order of docs/format.md."""

    def __init__(self, authority, checkpoints, keys):
        self.authority = authority
        self.checkpoints = sorted(checkpoints, key=lambda it: it.height)
        self.keys = {key_id(authority, key): key for key in keys}
        self.height, self.link, self.tree = 0, bytes(32), Tree()
        self.emptied, self.covering, self.rowless, self.stray = {}, None, [], False
        self.met = self.newest = self.access = self.open = 0

    def entry(self, height, clear, sealed, leaf, link):
        self.settle()
        expected = self.height + 1
        authority, stream, seq, kind, _, _, _, key, number = clear
        if height != expected:
            raise Broken(expected, "missing" if height > expected else "repeated")
        if authority != self.authority:
            raise Broken(height, "foreign")
        if not sealed:
            self.emptied.setdefault(key, (height, []))[1].append(leaf)
        elif leaf_hash(header(*clear) + sealed) != leaf:
            raise Broken(height, "altered")
        elif kind == "key-destroyed" and number:
            self.explain(number)
        elif kind == "access-destroyed" and stream == EVIDENCE:
            through = int(number) if number and number.isdecimal() and str(int(number)) == number else 0
            self.rowless = [(own, at) for own, at in self.rowless if own > through]
        if node(self.link, leaf) != link:
            raise Broken(height, "unlinked")
        self.height, self.link = height, link
        self.tree.add(leaf)
        self.meet()
        if kind == "access-root" and stream == EVIDENCE:
            self.covering = (height, number, Tree(), seq)
            return seq
        return None

    def explain(self, number):
        """A record of a destruction: the mark of the key, and a fingerprint of the leaves that were emptied under it."""
        for mark, (_, leaves) in list(self.emptied.items()):
            if number == (mark + sha256(b"\xd1", *leaves)[:16]).hex():
                del self.emptied[mark]

    def meet(self):
        while self.checkpoints and self.checkpoints[0].height <= self.height:
            noted = self.checkpoints.pop(0)
            key = self.keys.get(noted.key)
            for wrong, reason in (
                (noted.link != self.link, "checkpoint"),
                (noted.root != self.tree.root(), "root"),
                (key is None, "signer"),
                (key and not noted.signed(key), "signature"),
            ):
                if wrong:
                    raise Broken(noted.height, reason)
            self.met += 1
            self.newest = self.height

    def row(self, authority, look, at_us, actor, stream, purpose, part, listed):
        clear = b"\x0a" + integer(authority) + look + integer(at_us) + actor
        clear += optional(stream, bytes) + text(purpose) + text(part) + optional(listed, counted)
        self.covering[2].add(leaf_hash(clear))
        self.access += 1

    def settle(self):
        if self.covering and self.covering[1] != self.covering[2].root().hex():
            height, number, rows, seq = self.covering
            if rows.full or not is_hash(number):
                raise Broken(height, "access-rows")
            self.rowless.append((seq, height))
        self.covering = None

    def end(self, head_height, head_link):
        if max([head_height] + [noted.height for noted in self.checkpoints]) > self.height:
            raise Broken(self.height + 1, "missing")
        if self.emptied:
            raise Broken(min(height for height, _ in self.emptied.values()), "emptied")
        if self.rowless:
            raise Broken(self.rowless[0][1], "access-rows")
        if head_height < self.height:
            raise Broken(head_height + 1, "beyond-head")
        if head_link != self.link:
            raise Broken(self.height, "head")
        if self.stray:
            raise Broken(self.height, "access-stray")
        return f"ok height={self.height} checkpoints={self.met} newest={self.newest} access={self.access} open={self.open}"


# A register


def readable(values, kinds):
    """Whether each value is of its kind; a hash or id has its length as the kind."""
    return all(
        value is None if kind is None
        else len(value) == kind if isinstance(kind, int) and isinstance(value, bytes)
        else isinstance(kind, type) and isinstance(value, kind)
        for value, kind in zip(values, kinds)
    )


def entries(register, authority):
    """Entry by entry; a row that cannot be read as one is None."""
    columns = "height, stream, seq, kind, version, at_us, actor, key, number, sealed, leaf, link"
    rows = register.execute(f"SELECT {columns} FROM entry WHERE authority = ? ORDER BY height", (authority,))
    while True:
        try:
            row = rows.fetchone()
        except sqlite3.OperationalError:  # a text that is not UTF-8
            yield None
            return
        if row is None:
            return
        kinds = [int, 16, int, str, int, int, 16, 16, str if row[8] is not None else None]
        kinds += [bytes if row[9] is not None else None, 32, 32]
        yield row if readable(row, kinds) and 0 < row[4] < 65536 else None


def rows_of(register, authority, root):
    columns = "authority, look, at_us, actor, stream, purpose, part, listed"
    where = "authority = ? AND root = ? ORDER BY look"
    return register.execute(f"SELECT {columns} FROM access WHERE {where}", (authority, root)).fetchall()


def check_register(register, authority, witnesses, keys):
    noted = register.execute(
        "SELECT height, link, root, at_us, key, signature FROM checkpoint WHERE authority = ? ORDER BY height", (authority,)
    ).fetchall()
    own = [Checkpoint(authority, *row[:4], key_id(authority, row[4]), row[5]) for row in noted]
    keys = keys or [row[4] for row in noted[:1]]
    check = Check(authority, own + witnesses, keys)
    covering = set()
    for row in entries(register, authority):
        if row is None:
            raise Broken(check.height + 1, "unreadable")
        height, *clear, sealed, leaf, link = row
        seq = check.entry(height, (authority, *clear), sealed, leaf, link)
        if seq is not None:
            covering.add(seq)
            for access in rows_of(register, authority, seq):
                check.row(*access)
    check.settle()
    roots = register.execute("SELECT DISTINCT root FROM access WHERE authority = ? AND root IS NOT NULL", (authority,))
    check.stray = any(root not in covering for (root,) in roots)
    opened = "SELECT count(*) FROM access WHERE authority = ? AND root IS NULL"
    (check.open,) = register.execute(opened, (authority,)).fetchone()
    head = register.execute("SELECT height, link FROM head WHERE authority = ?", (authority,)).fetchone()
    return check.end(*(head or (0, bytes(32))))


def verify_register(directory, witnesses, keys):
    register = sqlite3.connect(f"file:{directory}/lykta.db?mode=ro", uri=True)
    everywhere = " UNION ".join(f"SELECT authority FROM {table}" for table in ("authority", "head", "entry"))
    sound = True
    for (authority,) in register.execute(f"{everywhere} ORDER BY authority").fetchall():
        own_witnesses = [noted for noted in witnesses if noted.authority == authority]
        own_keys = [key for whose, key in keys if whose == authority]
        try:
            print(f"authority={authority} {check_register(register, authority, own_witnesses, own_keys)}")
        except Broken as finding:
            sound = False
            print(f"authority={authority} {finding}")
    return sound


# An export


def named(text):
    return None if text is None else uuid.UUID(text).bytes


def from_base64(text):
    return None if text is None else decoded(text)


def lines_of(file):
    """Each line as its kind and fields; the sum at the end is held to."""
    summed = hashlib.sha256()
    with open(file, "rb") as opened:
        for line in opened:
            (kind, fields), = json.loads(line).items()
            if kind == "end" and decoded(fields["sum"]) != summed.digest():
                raise ValueError("something in the file was changed")
            summed.update(line)
            yield kind, fields
            if kind == "end":
                return
    raise ValueError("the file has been cut")


def verify_export(file, witnesses, keys):
    lines = lines_of(file)
    _, beginning = next(lines)
    authority, own, check = beginning["authority"], [], None
    try:
        for kind, it in lines:
            if kind == "checkpoint":
                own.append((Checkpoint.read(it["note"]), public_key(it["key"])[1]))
                continue
            if check is None:
                given = [key for whose, key in keys if whose == authority] or [key for _, key in own[:1]]
                noted = [one for one, _ in own] + [one for one in witnesses if one.authority == authority]
                check, covering = Check(authority, noted, given), None
            if kind == "entry":
                clear = (authority, named(it["stream"]), it["seq"], it["kind"], it["version"], it["at_us"],
                         named(it["actor"]), named(it["key"]), it["number"])
                sealed = from_base64(it["sealed"])
                covering = check.entry(it["height"], clear, sealed, decoded(it["leaf"]), decoded(it["link"]))
            elif kind == "access" and it["root"] is None:
                check.settle()
                check.open += 1
            elif kind == "access" and it["root"] == covering:
                check.row(authority, named(it["look"]), it["at_us"], named(it["actor"]), named(it["stream"]),
                          it["purpose"], it["part"], from_base64(it["listed"]))
            elif kind == "access":
                check.settle()
                check.stray = True
            elif kind == "end":
                check.settle()
                print(f"authority={authority} {check.end(it['height'], decoded(it['link']))}")
                return True
    except Broken as finding:
        print(f"authority={authority} {finding}")
        return False


# A proof


def split_header(content):
    """Takes the header from the beginning of an entry's bytes; returns its authority and kind."""
    if content[:1] != b"\1":
        raise ValueError("no entry")
    kind_at = 1 + 8 + 16 + 8
    length = int.from_bytes(content[kind_at:kind_at + 4], "big")
    return int.from_bytes(content[1:9], "big", signed=True), content[kind_at + 4:kind_at + 4 + length].decode()


def verify_proof(file, keys):
    with open(file, encoding="utf-8", newline="") as opened:
        head, note = opened.read().split("\n\n", 1)
    first, extra, index, *path = head.split("\n")
    if first != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not index.startswith("index "):
        raise ValueError("not a proof")
    content, index, noted = decoded(extra[6:]), int(index[6:]), Checkpoint.read(note)
    authority, kind = split_header(content)
    signed = any(whose == noted.authority and noted.signed(key) for whose, key in keys)
    path = [decoded(line) for line in path]
    if not signed or authority != noted.authority:
        print("not proved")
        return False
    if not included(leaf_hash(content), index, noted.height, path, noted.root):
        print("not proved")
        return False
    print(f"authority={authority} proved height={index + 1} of={noted.height} kind={kind}")
    return True


def main(arguments):
    directory, proof, export, witnesses, keys = None, None, None, [], []
    rest = iter(arguments)
    for word in rest:
        if word == "--witness":
            with open(next(rest), encoding="utf-8", newline="") as opened:
                witnesses.append(Checkpoint.read(opened.read()))
        elif word == "--public-key":
            keys.append(public_key(next(rest)))
        elif word == "--proof":
            proof = next(rest)
        elif word == "--export":
            export = next(rest)
        else:
            directory = word
    if proof:
        return verify_proof(proof, keys)
    if export:
        return verify_export(export, witnesses, keys)
    return verify_register(directory, witnesses, keys)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
