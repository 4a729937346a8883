"""A server at an address of ours that can be taken down and brought back, whatever stands behind it."""

import socket
import threading
from contextlib import suppress

from config.embedded.servers import HOST


class Relay:
    """Passes what comes in on to the real server. While it is down, nobody answers, and all who were talking
    are cut off."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.listening = socket.create_server((HOST, 0))
        self.port = self.listening.getsockname()[1]
        self.talking: set[socket.socket] = set()
        self._serve()

    def down(self) -> None:
        # Shut down, not only closed: the thread that waits there would hold it open.
        for each in (self.listening, *self.talking):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.talking.clear()

    def up(self) -> None:
        self.listening = socket.create_server((HOST, self.port))
        self._serve()

    def _serve(self) -> None:
        threading.Thread(target=self._take, args=[self.listening], daemon=True).start()

    def _take(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._join(listening.accept()[0])

    def _join(self, asked: socket.socket) -> None:
        try:
            real = socket.create_connection((HOST, self.behind))
        except OSError:
            asked.close()
            return
        self.talking |= {asked, real}
        for pair in ((asked, real), (real, asked)):
            threading.Thread(target=_pass, args=pair, daemon=True).start()


def _pass(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
