"""Tests of what people do every day, done by everybody in a browser: each act works, or is not offered; none ends in a refusal.

The outcome is printed as the second part of docs/quyen.md; a committed text that says something else fails. The short profile
plays three of the six.
"""

from __future__ import annotations

import os
import unittest
from datetime import timedelta
from typing import ClassVar

from playwright.sync_api import Error

from ops.bench import REPO
from tests.bad_days.ground import rows
from tests.browser.chromium import DESK, Window
from tests.browser.scene import Scene
from tests.guard.acts import ACTS, ROLES, Act
from tests.guard.ground import SHORT
from tests.guard.player import Person, Player

PAGE = REPO / "docs" / "quyen.md"
HEAD = "## Phần 2: việc thường ngày"
WORKS, OFFERED, ABSENT = "✓", "○", "–"
ROLE_WORDS = {
	"secretary": "Bí thư chi bộ",
	"reviewer": "Cán bộ thẩm định",
	"decider": "Người ghi quyết định",
	"btc": "Ban Tổ chức",
	"overseer": "Người theo dõi",
	"administrator": "Quản trị",
}
SHUT = "frappe.desk.form.utils.add_comment"  # by the control, which must be told of it by the act's words
REFUSED = {
	"exc_type": "DoorClosedError",
	"_server_messages": '["{\\"message\\": \\"x\\", \\"indicator\\": \\"red\\"}"]',
}
PLAYED_SHORT = ("secretary", "decider", "btc")
FORGET = "frappe.xcall('frappe.model.utils.user_settings.save', { doctype: 'Meeting', user_settings: '{}' })"
ONLY = os.environ.get("BONTOT_ACTS", "")  # for developers: only acts whose words hold this


class TestActs(Scene):
	outcomes: ClassVar[dict[tuple[str, str], str]] = {}

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.people = make_people(cls)
		cell = cls.round.organization("cell")
		asked = (
			f"SELECT name, title FROM tabMeeting WHERE organization = '{cell}' ORDER BY meeting_date LIMIT 1"
		)
		cls.meeting = rows(asked)[0]

	def play(self, label: str) -> Player:
		if SHORT and label not in PLAYED_SHORT:
			self.skipTest("the whole profile plays everybody")
		person = self.people[label]
		window = Window(self.browser, DESK)
		self.addCleanup(window.close)
		self.windows[label] = window.sign_in(person.user, person.password).at_the_desk()
		player = Player(window, person, *self.meeting)
		player.settle()
		player.page.evaluate(FORGET)  # columns and groups of an earlier run
		player.load("/app")
		player.trouble()
		for act in ACTS:
			if ONLY not in act.words:
				continue
			with self.subTest(act=act.words, person=label):
				self.outcomes[act.words, label] = played(act, player)
		return player

	def test_secretary(self) -> None:
		player = self.play("secretary")
		closed = next(act for act in ACTS if SHUT in act.doors)
		player.page.route(f"**/api/method/{SHUT}", lambda route: route.fulfill(status=403, json=REFUSED))
		with (
			self.subTest("control: a door that is closed"),
			self.assertRaisesRegex(AssertionError, closed.words),
		):
			played(closed, player)
		player.page.unroute(f"**/api/method/{SHUT}")

	def test_reviewer(self) -> None:
		self.play("reviewer")

	def test_decider(self) -> None:
		self.play("decider")

	def test_commission(self) -> None:
		self.play("btc")

	def test_overseer(self) -> None:
		self.play("overseer")

	def test_administrator(self) -> None:
		self.play("administrator")

	def test_written_down(self) -> None:
		"""Played last: the names of the others come before. `BONTOT_WRITE_ACTS=1` writes the page."""
		done = {label for _act, label in self.outcomes}
		if ONLY or done != set(ROLES):
			self.skipTest("not everybody has played")
		text = table(self.outcomes)
		print(f"\n{counted(self.outcomes)}")
		if os.environ.get("BONTOT_WRITE_ACTS"):
			PAGE.write_text(PAGE.read_text().partition(HEAD)[0].rstrip() + "\n\n" + text)
		self.assertEqual(HEAD + PAGE.read_text().partition(HEAD)[2], text)


def played(act: Act, player: Player) -> str:
	"""WORKS, OFFERED or ABSENT. Raises AssertionError with the act's words for anything else."""
	try:
		if player.person.label in act.closed_to:
			assert act.absent and act.absent(player), "offered"
			outcome = ABSENT
		else:
			act.play(player)
			outcome = OFFERED if act.looked_at else WORKS
	except (AssertionError, Error) as error:
		player.window.picture(f"act-{player.person.label}-{ACTS.index(act)}", whole=False)
		trouble = player.trouble()
		player.load("/app/meeting")  # what is left open is not the next act's
		raise AssertionError(f"{player.person.label}: {act.words}: {error}\n{trouble}") from None
	if trouble := player.trouble():
		player.window.picture(f"act-{player.person.label}-{ACTS.index(act)}", whole=False)
		raise AssertionError(f"{player.person.label}: {act.words}: {trouble}")
	return outcome


def make_people(case: type[Scene]) -> dict[str, Person]:
	"""Those of the trial, one who writes decisions, one who only watches, and the administrator."""
	trial = case.round.trial
	people = {
		label: Person(label, account["user"], account["password"])
		for label, account in trial["accounts"].items()
	}
	password = case.round.password("administrator")
	people["administrator"] = Person("administrator", "Administrator", password)
	administrator = case.round.signed_in("Administrator", password)
	day = case.round.today
	for label in ("decider", "overseer"):
		name = f"{label}.viec@kiemtra.example"
		secret = trial["accounts"]["btc"]["password"]
		insert = {
			"doctype": "User", "email": name, "first_name": f"Kiểm Tra {label}", "send_welcome_email": 0, "new_password": secret,
		}  # fmt: skip
		administrator.post("frappe.client.insert", doc=insert)
		people[label] = Person(label, name, secret)
	seat = {
		"doctype": "Seat", "organization": case.round.organization("grassroots"), "position": "bi_thu_dang_uy",
		"user": people["decider"].user, "from_date": str(day - timedelta(days=30)),
	}  # fmt: skip
	administrator.post("frappe.client.insert", doc=seat)
	assignment = {
		"doctype": "Oversight Assignment", "title": "Theo dõi", "assignment_kind": "Working Group",
		"organization": case.round.organization("body"), "from_date": str(day), "to_date": str(day + timedelta(days=30)),
		"people": [{"user": people["overseer"].user}], "branches": [{"organization": case.round.organization("grassroots")}],
	}  # fmt: skip
	administrator.post("frappe.client.insert", doc=assignment)
	return people


def counted(outcomes: dict[tuple[str, str], str]) -> str:
	told = []
	for label in ROLES:
		mine = [outcome for (_act, whose), outcome in outcomes.items() if whose == label]
		told.append(f"{ROLE_WORDS[label]} {mine.count(WORKS)}/{mine.count(ABSENT)}")
	return f"{len(ACTS)} việc; làm được/không có nút: " + ", ".join(told)


def table(outcomes: dict[tuple[str, str], str]) -> str:
	head = ["Việc", *(ROLE_WORDS[label] for label in ROLES)]
	lines = [
		HEAD,
		"",
		"Bảng này do bài thử `tests/guard/test_acts.py` in ra, sau khi làm từng việc trong trình duyệt: ✓ làm được, – không có nút, ○ có nút (chỉ xem là có, dành cho quản trị)."
		" Không việc nào có nút mà bấm vào bị từ chối.",
		"",
		f"{counted(outcomes)}.",
		"",
		"| " + " | ".join(head) + " |",
		"|" + "---|" * len(head),
	]
	for act in ACTS:
		lines.append(
			"| " + " | ".join([act.words, *(outcomes.get((act.words, label), "?") for label in ROLES)]) + " |"
		)
	lines += ["", "Vì sao không có nút:", ""]
	lines += [f"- **{act.words}**: {act.why}." for act in ACTS if act.why]
	return "\n".join(lines) + "\n"


if __name__ == "__main__":
	unittest.main()
