"""Relays on loopback: a real one that keeps what it gets, and one that misbehaves on purpose."""

import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# What a scripted relay may do instead of replying.
CUT = b"cut"
SILENCE = b"silence"


@dataclass
class Inbox:
    """The handler of a real relay: keeps each mail, or refuses a recipient as told."""

    mails: list[bytes] = field(default_factory=list)
    peers: set[tuple[str, int]] = field(default_factory=set)
    refusals: dict[str, str] = field(default_factory=dict)
    refusal_of_data: str = ""

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list
    ) -> str:
        self.peers.add(session.peer)
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusal_of_data:
            return self.refusal_of_data
        self.mails.append(envelope.original_content)
        return "250 2.0.0 kept"


class RealRelay:
    """aiosmtpd on a port of its own."""

    def __init__(self) -> None:
        self.inbox = Inbox()
        self.port = free_port()
        self._controller = Controller(self.inbox, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


class ScriptedRelay:
    """Says to each command what the script holds for it, and yes to all others.

    The script's keys are `greeting`, the verbs, and `.` for the end of a mail.
    """

    def __init__(self, script: dict[str, bytes]) -> None:
        usual = {"greeting": b"220 relay", "DATA": b"354 go on", "QUIT": b"221 bye"}
        self.script = {**usual, **script}
        self.commands: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._peers: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        for peer in self._peers:
            with suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self._peers.append(peer)
            with peer, peer.makefile("rb") as lines:
                self._talk(peer, lines)

    def _talk(self, peer: socket.socket, lines) -> None:
        try:
            if not self._reply(peer, "greeting"):
                return
            for line in lines:
                verb = line.split()[0].decode().upper()
                self.commands.append(line.decode().strip())
                if not self._reply(peer, verb):
                    return
                if verb == "DATA" and self.script["DATA"].startswith(b"354"):
                    while next(lines, b".\r\n") != b".\r\n":
                        pass
                    if not self._reply(peer, "."):
                        return
        except OSError:
            return

    def _reply(self, peer: socket.socket, moment: str) -> bool:
        """False when the conversation ends here."""
        reply = self.script.get(moment, b"250 2.0.0 yes")
        if reply == SILENCE:
            return True
        if reply.endswith(CUT):
            peer.sendall(reply.removesuffix(CUT))
            # Closed with a reset, as a relay does that dies.
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        peer.sendall(reply + b"\r\n")
        return not reply.startswith(b"421")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
