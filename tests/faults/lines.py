"""Lines that misbehave: something in between that carries both ways, late, slowly, not at all, or hangs up."""

import contextlib
import socket
import threading
import time


class Line:
    """Listens, and carries to a target: an address, or the path of a socket. What it does can be changed while it carries."""

    def __init__(self, target, at=None):
        self.target, self.at = target, at
        self.held = {"there": False, "back": False}
        self.rate, self.late = 0, 0.0
        self.cut_answers = 0
        self.carried = []
        self.listener = socket.socket(socket.AF_UNIX if at else socket.AF_INET)
        self.listener.bind(str(at) if at else ("127.0.0.1", 0))
        self.listener.listen(200)
        self.port = None if at else self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.socket(socket.AF_UNIX if isinstance(self.target, str) else socket.AF_INET)
                try:
                    server.connect(self.target)
                except OSError:
                    client.close()
                    continue
                self.carried.append((client, server))
                for one, other, way in ((client, server, "there"), (server, client, "back")):
                    threading.Thread(target=self._carry, args=(one, other, way), daemon=True).start()

    def _carry(self, one, other, way):
        with contextlib.suppress(OSError):
            while piece := one.recv(self.rate // 10 or 65536):
                if way == "back" and self.cut_answers:
                    self.cut_answers -= 1
                    break
                if self.late:
                    time.sleep(self.late)
                if self.rate:
                    time.sleep(len(piece) / self.rate)
                while self.held[way]:
                    time.sleep(0.01)
                other.sendall(piece)
        hang_up(one, other)

    def hold(self, *ways):
        """Nothing gets through any more, and nobody is told."""
        for way in ways:
            self.held[way] = True

    def let_go(self):
        self.held = dict.fromkeys(self.held, False)

    def break_all(self):
        """Every connection is hung up."""
        for one, other in self.carried:
            hang_up(one, other)
        self.carried = []

    def close(self):
        self.listener.close()
        self.let_go()
        self.break_all()


def hang_up(*sockets):
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
