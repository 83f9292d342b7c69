"""Minutes that a level below has appraised go back to that level from their own page, at a desk and on a phone."""

from __future__ import annotations

import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.scene import FULL, Scene

API = "bontot.approval.api"
REASON = "Đề nghị xem lại phần kết luận."


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestMinutesReturned(Scene):
	def setUp(self) -> None:
		super().setUp()
		self.administrator = self.round.signed_in("Administrator", self.round.password("administrator"))
		steps = [
			{"level": level, "act": "Appraise", "days_allowed": 5, "may_skip_if_absent": 1}
			for level in ("co_so", "truc_thuoc_tinh")
		]
		route = {
			"doctype": "Approval Route",
			"title": "Biên bản, hai cấp thẩm định (kiểm tra)",
			"document_kind": "Meeting",
			"valid_from": "2026-01-01",
			"priority": 99,
			"steps": steps,
		}
		name = self.administrator.post("frappe.client.insert", doc=route)["name"]
		self.addCleanup(self.administrator.post, "frappe.client.delete", doctype="Approval Route", name=name)
		self.meeting = self.sent()

	def sent(self) -> str:
		"""Minutes of the cell that wait at the upper level."""
		[row] = self.round.person("secretary").get(
			"frappe.client.get_list",
			doctype="Meeting",
			filters={"organization": self.round.organization("cell"), "meeting_kind": "Cell Thematic"},
			fields=["name"],
			order_by="meeting_date desc",
			limit_page_length=1,
		)
		name = row["name"]
		for label, act in (("secretary", "send"), ("reviewer", "agree")):
			person = self.round.person(label)
			shown = person.get(f"{API}.get_document", doctype="Meeting", name=name)["step_sequence"]
			values = {"kind": "Meeting", "name": name, "expected_sequence": shown or 0}
			person.post(f"{API}.{act}", **values)
		return name

	def test_to_the_level_below(self) -> None:
		upper = self.window("upper", PHONE)
		page = upper.open(f"/app/meeting-record/{self.meeting}")
		upper.press(page.get_by_role("button", name="Trả lại", exact=True))
		form = page.locator(".bt-reason")
		form.get_by_role("radio", name="cấp dưới trực tiếp").check()
		form.locator("textarea").fill(REASON)
		upper.settle()
		upper.picture("bien-ban-tra-cap-duoi", whole=False)
		self.assertEqual([], looks.inaccessible(page, ".bt-reason"))
		self.assertEqual([], looks.english(page))
		self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), upper.width)
		form.locator("button[type=submit]").click()
		expect(form).to_have_count(0)

		reviewer = self.window("reviewer", DESK)
		page = reviewer.open(f"/app/meeting-record/{self.meeting}")
		expect(page.locator(".bt-meeting__way")).to_contain_text(REASON)
		reviewer.settle()
		reviewer.picture("bien-ban-duoc-tra-xem-lai", whole=False)
		view = self.round.person("upper").get(f"{API}.get_document", doctype="Meeting", name=self.meeting)
		self.assertEqual(view["state"], "Under Appraisal")
		self.assertNoTrouble()
