"""The steps of the main job, in order. Each takes the Round, does one thing as one person and checks what follows.

A step fails by raising; what the next steps need it leaves in `round.notes`. To add one, write a function and put
it into STEPS; `AHEAD` names those that are still to be written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.main_job.client import Person


@dataclass(slots=True)
class Round:
	"""One play of the job against a running bench."""

	url: str
	var: Path  # of the bench: secrets/ holds the passwords
	notes: dict[str, object] = field(default_factory=dict)

	def password(self, name: str) -> str:
		return (self.var / "secrets" / name).read_text().strip()

	def signed_in(self, user: str, password: str) -> Person:
		person = Person(self.url)
		person.sign_in(user, password)
		return person


@dataclass(frozen=True, slots=True)
class Step:
	title: str
	play: Callable[[Round], None]


def open_desk(round: Round) -> None:
	"""The layers below everything else: page, assets, realtime, sign-in."""
	person = round.signed_in("Administrator", round.password("administrator"))
	page = person.page("/app")
	bundles = sorted(set(re.findall(r"/assets/[^\"'?\s]+\.bundle\.[0-9A-Z]{8}\.(?:js|css)", page)))
	assert len(bundles) >= 3, f"the desk names only these bundles: {bundles}"
	sizes = {bundle: len(person.page(bundle)) for bundle in bundles}  # raises for one that cannot be reached
	assert max(sizes.values()) > 100_000, f"the desk's own scripts are not among {sizes}"
	handshake = person.page("/socket.io/?EIO=4&transport=polling")
	assert '"sid"' in handshake and "websocket" in handshake, f"socket.io answers {handshake[:200]!r}"
	assert person.get("frappe.auth.get_logged_user") == "Administrator"


STEPS: tuple[Step, ...] = (Step("Quản trị đăng nhập, mở bàn làm việc", open_desk),)
AHEAD = 13  # steps of the job that are not written yet
