"""Bad moments on a phone: the network goes while one writes, and two tabs write the same criterion."""

from __future__ import annotations

import re
from typing import ClassVar

from playwright.sync_api import Route, expect

from tests.browser.pages import SAVED, SelfAssessment
from tests.browser.scene import Scene
from tests.main_job import files

OFFLINE = re.compile("Chờ mạng")


class TestBadMoments(Scene):
	period: ClassVar[str]

	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.period = files.open_period(cls.round, "Year")

	def file(self, organization: str) -> str:
		return f"{self.round.organization(organization)}-{self.period}"

	def item(self, person: str, file: str, key: str) -> dict:
		"""The criterion as the server has it."""
		items = self.round.person(person).get("bontot.evaluation.api.get_evaluation", name=file)["items"]
		return next(item for item in items if item["criterion_key"] == key)

	def test_what_is_typed_without_a_network_is_kept_and_sent(self) -> None:
		secretary, file = self.window("secretary"), self.file("cell")
		assessment = SelfAssessment(secretary)
		assessment.open(file)
		assessment.choose("dk_1", "Đạt")
		assessment.remark("dk_1", "Trước khi mất mạng. ")
		assessment.saved()
		secretary.context.set_offline(True)
		box = assessment.card("dk_1").locator("textarea")
		box.press("End")
		box.press_sequentially("Viết khi mất mạng.")
		expect(secretary.page.locator(".bt-save")).to_have_text(OFFLINE)
		secretary.picture("mat-mang", whole=False)
		self.assertEqual("Trước khi mất mạng.", self.item("secretary", file, "dk_1")["remark"].strip())
		secretary.context.set_offline(False)
		assessment.saved()
		self.assertEqual(
			"Trước khi mất mạng. Viết khi mất mạng.", self.item("secretary", file, "dk_1")["remark"]
		)

	def test_what_a_closed_tab_could_not_send_is_there_again(self) -> None:
		secretary, file = self.window("secretary"), self.file("cell")
		assessment = SelfAssessment(secretary)
		assessment.open(file)
		secretary.context.set_offline(True)
		assessment.choose("dk_2", "Đạt")
		assessment.remark("dk_2", "Viết rồi máy hết pin.")
		expect(secretary.page.locator(".bt-save")).to_have_text(OFFLINE)
		secretary.page.close()
		secretary.context.set_offline(False)
		later = SelfAssessment(secretary, secretary.tab())
		later.open(file)
		expect(later.card("dk_2").locator("textarea")).to_have_value("Viết rồi máy hết pin.")
		later.saved()
		kept = self.item("secretary", file, "dk_2")
		self.assertEqual(("Met", "Viết rồi máy hết pin."), (kept["self_result"], kept["remark"]))
		secretary.page = later.page

	def test_what_one_file_could_not_send_goes_into_no_other(self) -> None:
		"""Two answers are cut off; by the list of files the person goes on to another one in the same window."""
		file = self.file("cell")
		other = f"{self.round.organization('cell')}-{files.open_period(self.round, 'Six-Month')}"
		secretary = self.window("secretary")
		assessment, page = SelfAssessment(secretary), secretary.page
		tried: list[str] = []

		def cut(route: Route) -> None:
			tried.append(route.request.post_data_json["evaluation"])
			route.abort()

		assessment.open(file)
		page.route("**/bontot.evaluation.api.save_item", cut)
		for key in ("dk_2", "dk_3"):
			assessment.choose(key, "Chưa đạt")
		expect(page.locator(".bt-save")).to_have_text(OFFLINE)
		page.evaluate("bontot.host.go('/app/self-assessment')")
		before = len(tried)
		page.locator(f"a[href$='{other}']").click()
		expect(page.locator(".bt-self .bt-muted", has_text="Sơ kết 6 tháng").first).to_be_visible()
		while len(tried) < before + 4:  # once before the other file is read, once when it takes the place
			page.wait_for_timeout(100)
		self.assertEqual({file}, set(tried))
		page.unroute("**/bontot.evaluation.api.save_item")
		assessment.open(file)
		assessment.saved()
		self.assertEqual("Not Met", self.item("secretary", file, "dk_3")["self_result"])

	def test_the_second_of_two_tabs_is_told_and_chooses(self) -> None:
		neighbour, file = self.window("neighbour"), self.file("neighbour")
		first, second = SelfAssessment(neighbour), SelfAssessment(neighbour, neighbour.tab())
		for tab in (first, second):
			tab.open(file)
		first.choose("dk_1", "Đạt")
		first.remark("dk_1", "Viết ở cửa sổ thứ nhất.")
		first.saved()
		second.choose("dk_1", "Chưa đạt")
		second.remark("dk_1", "Viết ở cửa sổ thứ hai.")
		note = second.card("dk_1").locator(".bt-note[role=alert]")
		expect(note).to_contain_text("Tiêu chí này vừa được lưu trong lúc đồng chí đang viết")
		expect(note).to_contain_text("Chính đồng chí đã lưu lúc")
		expect(note).to_contain_text("Viết ở cửa sổ thứ nhất.")
		expect(note).to_contain_text("Viết ở cửa sổ thứ hai.")
		neighbour.page = second.page
		neighbour.picture("hai-cua-so", whole=False)
		self.assertEqual("Viết ở cửa sổ thứ nhất.", self.item("neighbour", file, "dk_1")["remark"])
		second.button("Giữ bản của tôi", note).click()
		expect(second.page.locator(".bt-save")).to_have_text(SAVED)
		kept = self.item("neighbour", file, "dk_1")
		self.assertEqual(("Not Met", "Viết ở cửa sổ thứ hai."), (kept["self_result"], kept["remark"]))
