"""Checks every chain of a Lykta register: a second implementation, written from the description alone.

It shares no code with the first. That the two agree shows that the format is described and not only programmed, and
that anybody can check a register without trusting the program that wrote it.

    python3 second_verify.py DIRECTORY

An entry's leaf is SHA-256(0, header, sealed bytes); its link is SHA-256(1, the link before, leaf); the first
link hangs on 32 zero bytes. The header is: tag 1, authority, stream, seq, kind, version, time, actor, key, number;
integers as 8 bytes big-endian, ids as 16 bytes, texts with their length in 4 bytes before them, the number
with a byte 0 for none or 1 before it.
"""

import hashlib
import sqlite3
import sys

ENTRIES = """SELECT height, sealed, leaf, link, stream, seq, kind, version, at_us, actor, key, number
             FROM entry WHERE authority = ? ORDER BY height"""
AUTHORITIES = """SELECT authority FROM authority UNION SELECT authority FROM head
                 UNION SELECT authority FROM entry ORDER BY authority"""


def integer(number):
    return number.to_bytes(8, "big", signed=True)


def text(words):
    return len(words.encode()).to_bytes(4, "big") + words.encode()


def encode(authority, stream, seq, kind, version, at_us, actor, key, number):
    clear = bytes([1]) + integer(authority) + stream + integer(seq) + text(kind) + integer(version)
    clear += integer(at_us) + actor + key
    return clear + (bytes([0]) if number is None else bytes([1]) + text(number))


def check(register, authority):
    """Returns the chain's height, or raises a ValueError that names the first broken height."""

    def broken(height, reason):
        raise ValueError(f"broken height={height} reason={reason}")

    height, previous, emptied = 0, bytes(32), {}
    for found, sealed, leaf, link, *clear in register.execute(ENTRIES, (authority,)):
        height += 1
        if found > height:
            broken(height, "missing")
        kind, key, number = clear[2], clear[6], clear[7]
        if not sealed:
            emptied.setdefault(key, height)
        elif hashlib.sha256(bytes([0]) + encode(authority, *clear) + sealed).digest() != leaf:
            broken(height, "altered")
        elif kind == "key-destroyed" and number:
            emptied.pop(bytes.fromhex(number), None)
        if hashlib.sha256(bytes([1]) + previous + leaf).digest() != link:
            broken(height, "unlinked")
        previous = link
    head = register.execute("SELECT height, link FROM head WHERE authority = ?", (authority,)).fetchone()
    end, last = head or (0, bytes(32))
    if end > height:
        broken(height + 1, "missing")
    if emptied:
        broken(min(emptied.values()), "emptied")
    if end < height:
        broken(end + 1, "beyond-head")
    if last != previous:
        broken(height, "head")
    return height


def main(directory):
    register = sqlite3.connect(f"file:{directory}/lykta.db?mode=ro", uri=True)
    sound = True
    for (authority,) in register.execute(AUTHORITIES).fetchall():
        try:
            print(f"authority={authority} ok height={check(register, authority)}")
        except ValueError as finding:
            sound = False
            print(f"authority={authority} {finding}")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
