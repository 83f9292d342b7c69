"""Scripts in every text field, opened as people open them: none runs, in no list, form, report, tree, print or own page.

The windows leave out the content policy, which would keep them from running by itself (test_content_policy).

In the short run the own pages of a secretary; everything that people can open is walked through in guard-full.
"""

from __future__ import annotations

import json
import unittest
import uuid
from contextlib import ExitStack
from hashlib import sha256
from urllib.parse import quote

from tests.access import ground as matrix_ground
from tests.bad_days.ground import BENCH, number, rows
from tests.browser.chromium import DESK, Window
from tests.browser.scene import Scene
from tests.guard import planting
from tests.guard.ground import SHORT, ask
from tests.guard.walking import Opener, Seen, Shared
from tests.main_job import files
from tests.main_job.round import wait_until

MARK = "onanimationstart=ran("

# What the own pages of a secretary are made of: planted in the short run, where each further table costs a second.
OF_OWN_PAGES = (
	"Party Organization", "Organization Kind", "Party Member", "Seat", "User", "Meeting", "Agenda Item", "Meeting Attendance",
	"Review Period", "Criteria Framework", "Criterion Group", "Criterion", "Evaluation", "Evaluation Item", "Annual Rating",
	"Obligation", "Yearly Target",
)  # fmt: skip

# The same text where nothing keeps it from running: the control.
CARELESS = "text => { document.body.insertAdjacentHTML('beforeend', text); }"
ANIMATED = """document.addEventListener("DOMContentLoaded", () => {
	document.head.insertAdjacentHTML("beforeend", "<style>@keyframes planted { from { opacity: 1 } }</style>");
});"""
WALK = unittest.skipIf(SHORT, "in guard-full")


class TestScripts(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		stack = ExitStack()
		cls.addClassCleanup(stack.close)
		cls.period = files.open_period(cls.round, "Year")
		cls.meeting = cls.round.person("secretary").post(
			"bontot.meeting.api.new_meeting", organization=cls.round.organization("cell"), meeting_kind="Cell Regular",
			meeting_date=str(cls.round.today),
		)["name"]  # fmt: skip
		if not SHORT:  # a row of each kind of document, whatever the trial has none of
			stack.enter_context(matrix_ground.province(BENCH))
		# Whoever computes results meanwhile and what plants would lock each other's rows.
		of_period = f"reference_name = '{cls.period}' AND state IN ('Pending', 'Running')"
		wait_until(
			"the first results are computed",
			lambda: not number(f"SELECT count(*) FROM `tabOutbox Task` WHERE {of_period}"),
		)
		planted = planting.planted(OF_OWN_PAGES if SHORT else ())
		cls.plants = {plant.number: plant for plant in stack.enter_context(planted)}

	def opener(self, label: str) -> Opener:
		window = Window(self.browser, DESK, policy=False)
		self.addCleanup(window.close)
		opener = self.begin(window, label)
		account = self.round.trial["accounts"].get(label) or {
			"user": "Administrator",
			"password": self.round.password("administrator"),
		}
		window.sign_in(account["user"], account["password"]).at_the_desk()
		return opener

	def begin(self, window: Window, label: str) -> Opener:
		window.context.add_init_script(ANIMATED)
		return Opener(window, MARK, administrator=label == "administrator")

	def walk(self, label: str) -> None:
		"""All that this person can open, in several windows."""
		marks = sha256(repr(sorted(self.plants.items())).encode()).hexdigest()
		shared = Shared(label, self.opener(label), lambda window: self.begin(window, label), marks)
		self.judge(label, shared.walk())

	def judge(self, label: str, seen: Seen) -> None:
		ran = sorted({f"{self.plants[number]} at {route}" for number, route in seen.ran})
		print(f"\n{label}: {seen}", *ran, *seen.unsettled, *seen.fell, *seen.failed, sep="\n", flush=True)
		self.assertEqual(ran, [], "\n".join(ran))
		self.assertEqual([*seen.fell, *seen.failed], [], "\n".join([*seen.fell, *seen.failed]))
		self.assertGreater(
			len(set(seen.shown)), len(seen.visited) // 5, "the scripts were hardly to be seen anywhere"
		)

	def test_there_are_fields(self) -> None:
		self.assertGreater(len(self.plants), 50 if SHORT else 150)

	def test_control_where_nothing_keeps_it_from_running(self) -> None:
		"""Put into a page as it was typed, or into an attribute as it is stored, it runs, and is heard."""
		opener = self.opener("secretary")
		opener.route = "control"
		opener.page.evaluate(CARELESS, planting.SCRIPT.format(-1))
		member = self.round.person("secretary").get(
			"frappe.client.get_list", doctype="Party Member", fields=["full_name"]
		)[0]
		opener.page.evaluate(CARELESS, f'<p title="{member["full_name"]}">x</p>')
		opener.page.wait_for_function("[...document.images].every(one => one.complete)")
		opener.page.wait_for_timeout(500)
		heard = {number for number, _route in opener.ran}
		self.assertEqual(
			{str(self.plants.get(number, "typed")) for number in heard}, {"typed", "Party Member.full_name"}
		)

	def test_nothing_that_begins_a_tag_can_be_stored(self) -> None:
		"""By our own endpoints and by the framework's forms; what they keep of it is what the other tests open."""
		secretary, script = self.round.person("secretary"), planting.SCRIPT.format(-2)
		file = f"{self.round.organization('cell')}-{self.period}"
		item = secretary.get("bontot.evaluation.api.get_evaluation", name=file)["items"][0]
		secretary.post(
			"bontot.evaluation.api.save_item", evaluation=file, criterion_key=item["criterion_key"], result="Not Met", remark=script,
			revision=item["revision"], save_key=str(uuid.uuid4()),
		)  # fmt: skip
		values = {"doctype": "Meeting", "name": self.meeting, "fieldname": json.dumps({"place": script})}
		ask(secretary, "POST", "/api/method/frappe.client.set_value", form=values)
		stored = rows(
			f"SELECT remark FROM `tabEvaluation Item` WHERE parent = '{file}' AND remark LIKE '%ran(-2)%'"
		)
		stored += rows(f"SELECT place FROM tabMeeting WHERE name = '{self.meeting}'")
		self.assertEqual(len(stored), 2, stored)
		for (text,) in stored:
			self.assertNotRegex(text, r"<[a-z/!?][^>]*ran\(")

	def test_own_pages(self) -> None:
		file = f"{self.round.organization('cell')}-{self.period}"
		pages = {
			"secretary": ("my-work", "my-work/me", "unit-records", "unit-records/meetings", "unit-records/members", "unit-records/assessments", f"self-assessment/{file}", f"meeting-record/{self.meeting}", "meeting-record/new", "yearly-rating"),
			"reviewer": ("my-work", "appraisal-queue", f"appraisal-queue/{file}", "yearly-rating", "who-holds-what"),
			"btc": ("my-work", "province-overview", "who-holds-what", "appraisal-queue"),
		}  # fmt: skip
		for label, addresses in list(pages.items())[: 1 if SHORT else None]:
			with self.subTest(label):
				opener = self.opener(label)
				for address in addresses:
					opener.address(f"/app/{quote(address)}")
				self.judge(f"own pages of {label}", Seen(**opener.told()))

	@WALK
	def test_everything_that_a_secretary_can_open(self) -> None:
		self.walk("secretary")

	@WALK
	def test_everything_that_a_reviewer_can_open(self) -> None:
		self.walk("reviewer")

	@WALK
	def test_everything_that_the_commission_can_open(self) -> None:
		self.walk("btc")

	@WALK
	def test_lists_forms_reports_trees_and_prints_of_an_administrator(self) -> None:
		self.walk("administrator")


if __name__ == "__main__":
	unittest.main()
