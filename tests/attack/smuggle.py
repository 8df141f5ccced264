"""Can a request hide in another? Heads that two servers in a row could read in two ways: each must be refused or read in one way only."""

import socket

HIDDEN = b"GET /assets/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n"


def post(lines, body):
    return b"POST /logga-in HTTP/1.1\r\nHost: localhost\r\n" + lines + b"\r\n" + body


WAYS = {
    "length and pieces": post(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + HIDDEN),
    "two lengths": post(b"Content-Length: 0\r\nContent-Length: 50\r\n", HIDDEN),
    "two lengths in one": post(b"Content-Length: 0, 50\r\n", HIDDEN),
    "a length with a sign": post(b"Content-Length: +0\r\n", HIDDEN),
    "pieces, and something unknown": post(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n" + HIDDEN),
    "pieces in another spelling": post(b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n", HIDDEN),
    "a space before the colon": post(b"Content-Length : 50\r\n", HIDDEN),
    "a folded line": post(b"X-A: b\r\n Content-Length: 50\r\n", HIDDEN),
    "a bare line feed": b"POST /logga-in HTTP/1.1\nHost: localhost\nContent-Length: 0\r\nX: \rContent-Length: 50\r\n\r\n" + HIDDEN,
    "a NUL in a head": post(b"X-A: \x00\r\nContent-Length: 0\r\n", HIDDEN),
    "a piece whose size runs over": post(b"Transfer-Encoding: chunked\r\n", b"ffffffffffffffff1\r\n" + HIDDEN),
    "an extension that ends early": post(b"Transfer-Encoding: chunked\r\n", b"0;a\nb\r\n\r\n" + HIDDEN),
    "two hosts": b"GET /logga-in HTTP/1.1\r\nHost: localhost\r\nHost: example.org\r\n\r\n",
    "an address with a host in it": b"GET http://example.org/logga-in HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "TRACE": b"TRACE /logga-in HTTP/1.1\r\nHost: localhost\r\nCookie: lykta=abc\r\n\r\n",
}


def told(demo, sent):
    """Everything that is answered until the line is closed or nothing more comes."""
    with socket.create_connection((demo.host, int(demo.port)), timeout=1) as line:
        line.sendall(sent)
        answer = b""
        try:
            while piece := line.recv(65536):
                answer += piece
        except (socket.timeout, ConnectionError):
            pass
    return answer


def run(demo):
    rows, whole = [], True
    for name, sent in WAYS.items():
        answer = told(demo, sent)
        answers = answer.count(b"HTTP/1.1 ")
        first = answer.split(b"\r\n")[0].decode("latin-1") or "closed"
        refused = first == "closed" or first.split()[1].startswith("4")
        # One that is read in one way only: the second request stands for itself, after a first that had no body.
        good = refused or (answers <= 2 and b"lykta=abc" not in answer and b"example.org" not in answer)
        whole &= good
        rows.append((f"smuggling: {name}", f"{answers} answers", first, good))
    return rows, whole
