"""Connections that nobody means: `python3 tests/api/rude.py ADDRESS PID`.

A body of a gigabyte, ten thousand headers, a body and a head that come a byte at a time, and a connection that is half
closed. Prints for each what was answered, how long it took, and how much memory the program has had at most. It fails
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
    with connect(address) as connection:
        connection.sendall(head("/api/v1/wishes", GIGABYTE))
        sent = 0
        try:
            while sent < GIGABYTE:
                connection.sendall(CHUNK)
                sent += len(CHUNK)
        except (ConnectionError, socket.timeout):
            pass
        return f"{answered(connection)} after {sent >> 20} MB"


def gigabyte_form(address):
    with connect(address) as connection:
        connection.sendall(head("/logga-in", GIGABYTE))
        sent = 0
        try:
            while sent < GIGABYTE:
                connection.sendall(CHUNK)
                sent += len(CHUNK)
        except (ConnectionError, socket.timeout):
            pass
        return f"{answered(connection)} after {sent >> 20} MB"


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
    with connect(address) as connection:
        connection.sendall(head("/logga-in", 1000))
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


def main():
    address, pid = urlsplit(sys.argv[1]), sys.argv[2]
    before, failed = most_memory(pid), False
    print("| what | answer | seconds | memory at most, MB |\n|---|---|---|---|")
    for what in (gigabyte, gigabyte_form, headers, slow_body, slow_head, half_closed):
        began = time.monotonic()
        answer = what(address)
        took, memory = time.monotonic() - began, most_memory(pid)
        failed |= took > SECONDS or memory > before + MEGABYTES or answer == "still open"
        print(f"| {what.__name__.replace('_', ' ')} | {answer} | {took:.1f} | {memory} |")
    sys.exit(failed)


if __name__ == "__main__":
    main()
