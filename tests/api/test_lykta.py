"""Whether the example client does once what it sends again: `python3 -B -m unittest discover -s tests/api`."""

import json
import pathlib
import socket
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples"))

from lykta import Lykta, Refused  # noqa: E402

DONE = b'{"done": true}'


def answer(status, body, length=None):
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body) if length is None else length}\r\n"
    return head.encode() + b"ETag: \"7\"\r\nConnection: close\r\n\r\n" + body


#: What a server does to a request, one after the other.
SILENT, CLOSED, CUT, BUSY = "silent", "closed", answer("200 OK", DONE[:5], len(DONE)), answer("503 Busy", b'{"type": "busy"}')


class Server:
    """Answers each request with the next of its answers, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        for reply in self.answers:
            line, _ = self.door.accept()
            text = b""
            while b"\r\n\r\n" not in text:
                text += line.recv(65536)
            head, _, body = text.partition(b"\r\n\r\n")
            length = next((int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.lower().startswith(b"content-length")), 0)
            while len(body) < length:
                body += line.recv(65536)
            self.asked.append((head, body))
            if isinstance(reply, bytes):
                line.sendall(reply)
            if reply == SILENT:
                threading.Timer(5, line.close).start()
            else:
                line.close()


def keys(server):
    rows = [row for head, _ in server.asked for row in head.split(b"\r\n")]
    return {row.split(b": ")[1] for row in rows if row.lower().startswith(b"idempotency-key")}


class Again(unittest.TestCase):
    def setUp(self):
        self.sleep, time.sleep = time.sleep, lambda _: None

    def tearDown(self):
        time.sleep = self.sleep

    def test_whatever_happens_to_the_line_it_is_sent_again_with_the_same_key(self):
        for trouble in (SILENT, CLOSED, CUT, BUSY):
            with self.subTest(trouble=trouble):
                server = Server(trouble, trouble, answer("200 OK", DONE))
                done = Lykta(server.address, "secret", patience=0.5).post("/wishes", {"a": 1})
                self.assertEqual(done, {"done": True})
                self.assertEqual(len(server.asked), 3)
                self.assertEqual(len({body for _, body in server.asked}), 1)
                self.assertEqual(len(keys(server)), 1)

    def test_two_things_have_two_keys_and_a_put_has_one_too(self):
        server = Server(*[answer("200 OK", DONE)] * 3)
        lykta = Lykta(server.address, "secret")
        lykta.post("/wishes", {})
        lykta.post("/wishes", {})
        lykta.put("/drafts/1", {})
        self.assertEqual(len(keys(server)), 3)

    def test_a_no_is_not_asked_again(self):
        server = Server(answer("422 No", json.dumps({"type": "refused", "title": "Nej"}).encode()))
        with self.assertRaises(Refused) as refused:
            Lykta(server.address, "secret").post("/wishes", {})
        self.assertEqual(refused.exception.problem["type"], "refused")
        self.assertEqual(len(server.asked), 1)

    def test_it_gives_up_in_the_end(self):
        server = Server(*[CLOSED] * 5)
        with self.assertRaises(OSError):
            Lykta(server.address, "secret").get("/me")
        self.assertEqual(len(server.asked), 5)


if __name__ == "__main__":
    unittest.main()
