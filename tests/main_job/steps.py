"""The steps of the main job, in order. Each takes the Round, does one thing as one person and checks what follows.

A step fails by raising; what the next steps need it leaves in `round.notes`.
"""

from __future__ import annotations

import re

from tests.main_job import neighbour, six_month, year
from tests.main_job.round import Round, Step


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


STEPS: tuple[Step, ...] = (
	Step("Quản trị đăng nhập, mở bàn làm việc", open_desk),
	*year.STEPS,
	*six_month.STEPS,
	*neighbour.STEPS,
)
