"""One open desk window as the realtime server sees it: socket.io spoken over plain requests."""

from __future__ import annotations

import json
import re
from threading import Thread

from tests.main_job.client import Person

BETWEEN = "\x1e"  # packets of one answer
PING, PONG = "2", b"3"
OPEN, EVENT = "40", "42"


class Listener:
	"""Keeps what comes in on `site`, in order, until `close`; asked for as the person who is signed in."""

	def __init__(self, person: Person, site: str) -> None:
		self.person, self.namespace = person, f"/{site},"
		self.address = "/socket.io/?EIO=4&transport=polling"
		opened = json.loads(person.page(self.address)[1:])
		self.address += f"&sid={opened['sid']}"
		self.said: list[str] = []
		self._say(f"{OPEN}{self.namespace}".encode())
		answer = person.page(self.address)
		assert answer.startswith(f'{OPEN}{self.namespace}{{"sid"'), answer
		self._reader = Thread(target=self._read, daemon=True)
		self._reader.start()

	def follow(self, doctype: str) -> None:
		"""Ask for the room of a list, as its page does."""
		self._say(f"{EVENT}{self.namespace}{json.dumps(['doctype_subscribe', doctype])}".encode())

	def heard(self, text: str) -> bool:
		return any(text in event for event in self.said)

	def close(self) -> None:
		self._say(f"41{self.namespace}\x1e1".encode())
		self._reader.join()

	def _say(self, packet: bytes) -> None:
		response, content = self.person.ask("POST", self.address, packet, {"Content-Type": "text/plain"})
		assert (response.status, content) == (200, b"ok"), (response.status, content)

	def _read(self) -> None:
		while True:
			response, content = self.person.ask("GET", self.address)
			packets = content.decode().split(BETWEEN)
			if response.status != 200 or not _events_or_pings(packets):
				return  # closed, by us or by the server: who waits for an event finds it missing
			if PING in packets:
				self._say(PONG)
			self.said += [packet for packet in packets if packet.startswith(EVENT)]


def _events_or_pings(packets: list[str]) -> bool:
	return all(packet == PING or re.match(EVENT, packet) for packet in packets)
