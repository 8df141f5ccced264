"""Connections that nobody means: `python3 tests/api/rude.py ADDRESS PID [TOKEN]`.

A body of a gigabyte, ten thousand headers, a body and a head that come a byte at a time, and a connection that is half
closed. With a token also what only somebody who is known can send: bodies to the doors that take the largest. Prints for each what was answered, how long it took, and how much memory the program has had at most. It fails
when one is not bounded.
"""

import socket
import sys
import time
from urllib.parse import urlsplit

GIGABYTE = 1 << 30
CHUNK = bytes(1 << 16)

#: How long any of them may last, and how much memory the program may grow by.
SECONDS = 45
MEGABYTES = 64


def connect(address):
    connection = socket.create_connection((address.hostname, address.port), timeout=SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def head(path, length, more=""):
    lines = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
    return (lines + f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n{more}\r\n").encode()


def answered(connection):
    """The status line, or that the connection was closed without one."""
    try:
        text = connection.recv(4096).decode("latin-1")
    except (ConnectionError, socket.timeout) as error:
        return type(error).__name__
    return text.split("\r\n")[0] if text else "closed"


def gigabyte(address):
    return poured(address, head("/api/v1/wishes", GIGABYTE), CHUNK)


def gigabyte_form(address):
    return poured(address, head("/logga-in", GIGABYTE), CHUNK)


def known(path, length, more=""):
    """The head of somebody who is let in."""
    return head(path, length, f"Authorization: Bearer {TOKEN}\r\nIdempotency-Key: rude\r\n{more}")


def gigabyte_of_a_report(address):
    return poured(address, known("/api/v1/reports", GIGABYTE), CHUNK)


def report_without_end(address):
    chunked = known("/api/v1/reports", 0, "Transfer-Encoding: chunked\r\n").replace(b"Content-Length: 0\r\n", b"")
    return poured(address, chunked, b"%x\r\n" % len(CHUNK) + CHUNK + b"\r\n")


def poured(address, opening, piece):
    """Sends one piece after the other, up to a gigabyte."""
    with connect(address) as connection:
        connection.sendall(opening)
        sent = 0
        try:
            while sent < GIGABYTE:
                connection.sendall(piece)
                sent += len(CHUNK)
        except (ConnectionError, socket.timeout):
            pass
        return f"{answered(connection)} after {sent >> 20} MB"


def slow_report(address):
    return trickled(address, known("/api/v1/reports", 1000))


def many_slow_reports(address):
    """Fifty at a time: what one may take, fifty may."""
    lines = [connect(address) for _ in range(50)]
    for line in lines:
        line.sendall(known("/api/v1/reports", 25_000_000) + CHUNK)
    answers = {answered(line) for line in lines}
    for line in lines:
        line.close()
    return ", ".join(sorted(answers))


def headers(address):
    with connect(address) as connection:
        try:
            connection.sendall(head("/logga-in", 0, "".join(f"X-{n}: a\r\n" for n in range(10_000))))
        except ConnectionError:
            pass
        return answered(connection)


def slow(address, text):
    """A byte every half second, until the program has had enough."""
    with connect(address) as connection:
        connection.settimeout(0.5)
        began = time.monotonic()
        try:
            for byte in text:
                connection.send(bytes([byte]))
                try:
                    answer = connection.recv(4096).decode("latin-1")
                    return answer.split("\r\n")[0] if answer else "closed"
                except socket.timeout:
                    pass
                if time.monotonic() - began > SECONDS:
                    return "still open"
        except ConnectionError as error:
            return type(error).__name__
    return "all taken"


def slow_head(address):
    return slow(address, head("/logga-in", 0, "X: " + "a" * 1000 + "\r\n"))


def slow_body(address):
    return trickled(address, head("/logga-in", 1000))


def trickled(address, opening):
    """A body that comes a byte every half second."""
    with connect(address) as connection:
        connection.sendall(opening)
        connection.settimeout(0.5)
        began = time.monotonic()
        while time.monotonic() - began < SECONDS:
            try:
                connection.send(b"a")
                answer = connection.recv(4096).decode("latin-1")
                return answer.split("\r\n")[0] if answer else "closed"
            except socket.timeout:
                pass
            except ConnectionError as error:
                return type(error).__name__
    return "still open"


def half_closed(address):
    with connect(address) as connection:
        connection.sendall(head("/logga-in", 1000) + b"login=mia")
        connection.shutdown(socket.SHUT_WR)
        return answered(connection)


def most_memory(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


ANYBODY = (gigabyte, gigabyte_form, headers, slow_body, slow_head, half_closed)
KNOWN = (gigabyte_of_a_report, report_without_end, slow_report, many_slow_reports)
TOKEN = sys.argv[3] if len(sys.argv) > 3 else None


def main():
    address, pid = urlsplit(sys.argv[1]), sys.argv[2]
    before, failed = most_memory(pid), False
    print("| what | answer | seconds | memory at most, MB |\n|---|---|---|---|")
    for what in ANYBODY + (KNOWN if TOKEN else ()):
        began = time.monotonic()
        answer = what(address)
        took, memory = time.monotonic() - began, most_memory(pid)
        failed |= took > SECONDS or memory > before + MEGABYTES or answer == "still open"
        print(f"| {what.__name__.replace('_', ' ')} | {answer} | {took:.1f} | {memory} |")
    sys.exit(failed)


if __name__ == "__main__":
    main()
