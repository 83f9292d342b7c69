"""A result against the records that still lacks its reason survives a reload: the secretary finds it as it was left."""

from __future__ import annotations

import re
import unittest

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.pages import SelfAssessment
from tests.browser.scene import FULL, Scene
from tests.main_job import files

CHOICES = {"Met": "Đạt", "Not Met": "Chưa đạt"}
REASON = "Biên bản tháng 3 chưa kịp đưa lên hệ thống."


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestDrafts(Scene):
	def test_it_waits_for_its_reason(self) -> None:
		period = files.open_period(self.round, "Six-Month")
		file = f"{self.round.organization('neighbour')}-{period}"
		item = next(one for one in self.items(file) if (one["computed"] or {}).get("result") in CHOICES)
		key, computed = item["criterion_key"], item["computed"]["result"]
		other = CHOICES["Not Met" if computed == "Met" else "Met"]

		window = self.window("neighbour")
		page = SelfAssessment(window)
		page.open(file)
		page.choose(key, other)
		expect(page.card(key).locator("textarea")).to_be_visible()
		window.page.reload()
		expect(self.pressed(page, key)).to_contain_text(other)
		expect(page.card(key).locator("textarea")).to_be_visible()
		self.assertEqual(self.standing(file, key), ("", ""))
		window.settle()
		window.picture("cho-ly-do-sau-khi-tai-lai")
		self.assertEqual([], looks.inaccessible(window.page, ".bt-self"))

		page.remark(key, REASON)
		expect(window.page.locator(".bt-save")).to_contain_text("Đã lưu")
		window.page.reload()
		expect(self.pressed(page, key)).to_contain_text(other)
		self.assertEqual(self.standing(file, key)[1], REASON)
		kept = window.page.evaluate(
			"Object.keys(localStorage).filter((key) => key.startsWith('bontot:draft:'))"
		)
		self.assertEqual(kept, [])
		self.assertNoTrouble()

	def items(self, file: str) -> list[dict]:
		return self.round.person("neighbour").get("bontot.evaluation.api.get_evaluation", name=file)["items"]

	def standing(self, file: str, key: str) -> tuple[str, str]:
		item = next(one for one in self.items(file) if one["criterion_key"] == key)
		return item["self_result"] or "", item["remark"] or ""

	def pressed(self, page: SelfAssessment, key: str):
		return page.card(key).get_by_role("radio", checked=True).filter(has_text=re.compile(r"[✓✕]"))
