"""The main job through the real pages: the year's round from the opening to the figures, then a six-month round."""

from __future__ import annotations

import json
import re
import tempfile
import unittest
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser import looks, things
from tests.browser.chromium import DESK, PHONE, ROOT, Window
from tests.browser.pages import (
	AppraisalQueue,
	MeetingRecord,
	MyWork,
	Overview,
	ReviewPeriodForm,
	SelfAssessment,
)
from tests.browser.scene import FULL, Scene
from tests.main_job import files, year
from tests.main_job.client import Person
from tests.main_job.round import wait_until
from tests.main_job.trial import execute

RETURNED, RETURNED_TOO = "dk_1", "dk_2"
REASON, REASON_TOO = "Bổ sung dẫn chứng cụ thể.", "Ghi rõ biên bản tháng nào."
REMARK = "Chi bộ đoàn kết, không có đơn thư."
MENDED = "Không có đơn thư; biên bản kiểm điểm tháng trước ghi rõ."
MENDED_TOO = "Không có đảng viên vi phạm; công an xã xác nhận."
CELL, GRASSROOTS = "Chi bộ Kiểm Tra Một", "Đảng bộ Cơ sở Kiểm Tra"
REFUSAL = re.compile(
	r"không (?:có quyền|đủ quyền|được (?:phép|làm|xem)|xem được|tìm thấy|thuộc)", re.IGNORECASE
)


class TestYear(Scene):
	"""One test, since each step stands on those before it; a failing one is named by its method."""

	def test_from_the_opening_to_the_figures(self) -> None:
		for step in (
			self.open_the_year,
			self.record_the_meeting,
			self.assess_and_send,
			self.return_two_by_keyboard,
			self.mend_and_resend,
			self.see_why,
			self.see_the_change_and_agree,
			self.agree_to_two_at_once,
			self.decide,
			self.read_the_figures,
			self.keep_the_neighbour_out,
		):
			try:
				step()
			except Exception as error:
				raise AssertionError(f"the job stops at {step.__name__}: {error}") from error

	def open_the_year(self) -> None:
		"""The officer's bar moves by realtime; the neighbour, whose socket is as alive, hears nothing of it."""
		number = self.round.today.year
		officer, neighbour = self.window("btc"), self.window("neighbour")
		neighbour.open("/app/meeting")  # at the desk, which listens
		neighbour.hears_realtime()
		form = ReviewPeriodForm(officer)
		period = form.make(
			{
				"title": f"Tổng kết năm {number} (kiểm tra)",
				"year": str(number),
				"period_kind": "Year",
				"organization": "Kiểm Tra",
				"framework": self.round.trial["framework"],
				"starts_on": f"01/01/{number}",
				"ends_on": f"31/12/{number}",
				"self_assessment_due_on": f"15/12/{number}",
				"report_due_on": f"29/12/{number}",
			}
		)
		officer.hears_realtime()
		bars = form.open_for_all()
		officer.picture("ky-danh-gia-da-mo")
		told = [frame for frame in officer.heard.socket if "bontot_progress" in frame and period in frame]
		self.assertTrue(told, f"no progress came by realtime: {officer.heard.socket}")
		self.assertTrue(bars, "the bar was never drawn")
		self.assertTrue(neighbour.heard.socket, "the neighbour's socket is not being listened to")
		neighbour.hears_realtime()  # and is still open: silence is no sign of a lost line
		leaked = [frame for frame in neighbour.heard.socket if "bontot_progress" in frame or period in frame]
		self.assertEqual([], leaked)
		self.round.notes |= {"period": period, "file": f"{self.round.organization('cell')}-{period}"}

	def record_the_meeting(self) -> None:
		"""From the first page in two taps; a roll that starts full; minutes made from the record; the criterion turns."""
		secretary, month = self.window("secretary"), self.round.today.month
		wait_until("the records have been read", lambda: year.computed(self.round))
		before = self.records_say()
		self.assertNotIn(f"{month}/{month} tháng", before)
		work = MyWork(secretary)
		work.open()
		secretary.picture("viec-cua-toi")
		work.follow(f"thường lệ tháng {month}")
		record = MeetingRecord(secretary)
		secretary.page.get_by_role("button", name="Ghi buổi sinh hoạt").wait_for()
		self.assertIn("meeting_kind=", secretary.page.url)  # of which kind of meeting the line was
		self.round.notes["meeting"] = record.begin()
		self.assertEqual("Có mặt", record.mark("Trần Thị Bình"))
		for _ in range(3):  # once round
			secretary.press(record.name_on_roll("Lê Văn Cường"))
		self.assertEqual("Có mặt", record.mark("Lê Văn Cường"))
		secretary.press(record.name_on_roll("Trần Thị Bình"))
		self.assertEqual("Vắng có lý do", record.mark("Trần Thị Bình"))
		expect(secretary.page.locator(".bt-meeting__total")).to_contain_text("4/5 (80")
		record.fill("Lý do vắng của Trần Thị Bình", "Ốm")
		record.fill("Bắt đầu", "19h30")
		record.fill("Kết thúc", "2105")
		secretary.page.locator("#part-proceedings").fill("Chi bộ thống nhất nhiệm vụ tháng tới.")
		secretary.press(record.button("Cả 4 người có mặt tán thành"))
		record.saved()
		secretary.press(record.button("Hoàn thành, lập biên bản"))
		expect(secretary.page.locator(".bt-head .bt-pill")).to_contain_text("Đã có biên bản")
		secretary.picture("buoi-sinh-hoat")
		after = self.records_say()
		self.assertIn(f"{month}/{month} tháng", after)
		self.assertRegex(self.records_say("sh_cb_2"), r"tháng \d\d/\d{4}: \d+ điểm")

	def records_say(self, key: str = "sh_cb_1") -> str:
		"""What "vì sao" of a criterion on meetings reads."""
		assessment = SelfAssessment(self.window("secretary"))
		assessment.open(str(self.round.notes["file"]))
		finding = assessment.card(key).locator(".bt-finding")
		self.window("secretary").press(assessment.button("Vì sao?", finding))
		return finding.inner_text()

	def assess_and_send(self) -> None:
		"""Answers that save themselves, a paper and a photo as evidence, then off to the level above."""
		secretary = self.window("secretary")
		assessment = SelfAssessment(secretary)
		assessment.open(str(self.round.notes["file"]))
		for key in assessment.unanswered():
			assessment.choose(key, "Đạt")
		self.assertEqual([], assessment.unanswered())
		assessment.remark(RETURNED, REMARK)
		with tempfile.TemporaryDirectory() as folder:
			assessment.attach(RETURNED, [things.paper(Path(folder))])
			assessment.attach(RETURNED, [things.photo(Path(folder))], photo=True)
		card = assessment.card(RETURNED)
		other = {"name": "so-lieu.csv", "mimeType": "text/csv", "buffer": b"a,b"}
		card.locator("input[type=file]:not([capture])").set_input_files(other)  # past what the chooser offers
		expect(card).to_contain_text(re.compile(r"so-lieu\.csv.*PDF, JPG"))
		assessment.saved()
		secretary.picture("tu-danh-gia")
		assessment.open(str(self.round.notes["file"]))  # what is shown now comes from the server
		self.assertEqual([], assessment.unanswered())
		expect(assessment.card(RETURNED).locator("textarea")).to_have_value(REMARK)
		expect(assessment.card(RETURNED).locator(".bt-evidence__piece")).to_have_count(2)
		pictures = assessment.card(RETURNED).locator(".bt-evidence__piece img")
		expect(pictures).to_have_count(1)
		pictures.scroll_into_view_if_needed()
		self.assertTrue(pictures.evaluate("(one) => one.decode().then(() => one.naturalWidth > 0)"))
		secretary.picture("tu-danh-gia-co-anh")
		assessment.send(GRASSROOTS)
		expect(assessment.state()).to_contain_text("Đang xét")
		self.assertEqual([], assessment.open_ones())

	def return_two_by_keyboard(self) -> None:
		self.give_back(self.window("reviewer"), str(self.round.notes["file"]))

	def give_back(self, reviewer: Window, name: str) -> None:
		"""From here to the end of the step the reviewer's mouse is not touched."""
		queue = AppraisalQueue(reviewer)
		queue.open()
		queue.walk_to(name)
		queue.page.keyboard.press("k")
		queue.walk_to(name)
		reviewer.picture("ho-so-cho-tham-dinh", whole=False)
		queue.open_by_key(name)
		self.see_what_to_look_at(reviewer)
		queue.page.keyboard.press("r")
		form = queue.page.locator(".bt-reason")
		expect(form.get_by_role("checkbox").first).to_be_focused()
		reasons = {self.short_text(RETURNED): REASON, self.short_text(RETURNED_TOO): REASON_TOO}
		if reviewer.width >= 1024:  # beside the file, over none of it
			[read, written] = (queue.page.locator(one).first for one in (".bt-reviewed", ".bt-acts"))
			file, beside = read.bounding_box(), written.bounding_box()
			self.assertLessEqual(file["x"] + file["width"], beside["x"])
			self.assertLessEqual(beside["y"] + beside["height"], reviewer.height)
		reviewer.picture("tra-lai-danh-dau-san", whole=False)
		# The doubtful ones stand first, and of those what is not met or contradicted is ticked.
		for label in form.locator("label.bt-check").all():
			words, ticked = label.inner_text(), label.get_by_role("checkbox").is_checked()
			reason = next((reasons[one] for one in reasons if one in words), "")
			if not reason and not ticked:
				continue
			at = f"it.type === 'checkbox' && it.closest('label').innerText === {json.dumps(words)}"
			if not queue.focused_is(at):
				queue.tab_until(at)
			if ticked != bool(reason):
				queue.page.keyboard.press("Space")
			if reason:
				queue.tab_until("it.tagName === 'TEXTAREA'")  # the box of its own opens right behind it
				queue.page.keyboard.type(reason)
		reviewer.picture("tra-lai-hai-tieu-chi", whole=False)
		self.assertEqual([], looks.inaccessible(queue.page))
		queue.tab_until("it.type === 'submit'")
		queue.page.keyboard.press("Enter")
		expect(queue.row(name)).to_have_count(0)

	def see_what_to_look_at(self, reviewer: Window) -> None:
		"""A first review opens on what is doubtful; the others are folded, and it is said how many they are."""
		file = reviewer.page.locator(".bt-queue__file")
		expect(file.get_by_role("heading", name="Cần xem trước")).to_be_visible()
		why = file.get_by_role("link", name="Vì sao kết quả này? (mở ở thẻ khác)")
		expect(why).to_have_attribute("target", "_blank")  # or the reviewer would lose the queue
		shown, folded = file.locator(".bt-reviewed"), file.locator("button", has_text="tiêu chí còn lại")
		expect(shown).to_have_count(file.locator(".bt-reviewed--doubtful").count())
		before, others = shown.count(), int(folded.inner_text().split()[0])
		folded.evaluate("it => it.click()")
		expect(shown).to_have_count(before + others)
		reviewer.picture("tham-dinh-lan-dau")

	def short_text(self, key: str) -> str:
		file = self.round.person("secretary").get(
			"bontot.evaluation.api.get_evaluation", name=self.round.notes["file"]
		)
		return next(item["short_text"] for item in file["items"] if item["criterion_key"] == key)

	def mend_and_resend(self) -> None:
		secretary, name = self.window("secretary"), str(self.round.notes["file"])
		work = MyWork(secretary)
		work.open()
		secretary.picture("viec-cua-toi-tra-lai")
		work.follow("Trả lại")
		assessment = SelfAssessment(secretary)
		expect(secretary.page.locator(".bt-self")).to_be_visible()
		self.assertEqual([RETURNED, RETURNED_TOO], assessment.open_ones())
		for key, reason in ((RETURNED, REASON), (RETURNED_TOO, REASON_TOO)):
			expect(assessment.card(key)).to_contain_text(reason)
		expect(secretary.page.locator(".bt-send")).to_contain_text("còn 2 mục chưa sửa, chưa trả lời")
		secretary.picture("tu-danh-gia-tra-lai", whole=False)
		assessment.remark(RETURNED, MENDED)
		assessment.remark(RETURNED_TOO, MENDED_TOO)
		assessment.saved()
		self.assertIn(quote(name), secretary.page.url)
		assessment.send(GRASSROOTS)
		expect(assessment.state()).to_contain_text("Đang xét")
		heading = secretary.page.get_by_role("heading", name="Trả lại: sửa các mục này trước")
		expect(heading).to_have_count(0)

	def see_why(self) -> None:
		"""From the file to its explanation: what was returned and mended stands there in plain words."""
		secretary = self.window("secretary")
		secretary.page.get_by_role("link", name="Vì sao kết quả này?").click()
		card = secretary.page.locator(f"#why-{RETURNED}")
		expect(card).to_contain_text(REASON)
		expect(card).to_contain_text(MENDED)
		expect(secretary.page.get_by_role("heading", name="Cần thay đổi gì để đạt")).to_be_visible()
		secretary.picture("vi-sao-ket-qua-nay")

	def see_the_change_and_agree(self) -> None:
		self.see_and_agree(self.window("reviewer"), str(self.round.notes["file"]), REMARK)

	def see_and_agree(self, reviewer: Window, name: str, before: str) -> None:
		"""By keys alone: the second review opens on what was mended, old and new side by side."""
		queue = AppraisalQueue(reviewer)
		queue.open()
		queue.open_by_key(name)
		changed = queue.page.locator(".bt-changed")
		expect(changed).to_have_count(2)
		expect(changed.first.locator(".bt-changed__old").first).to_contain_text(before)
		expect(changed.first.locator(".bt-changed__new").first).to_contain_text(MENDED)
		expect(changed.last.locator(".bt-changed__new").first).to_contain_text(MENDED_TOO)
		self.assertEqual(0, queue.page.locator(".bt-reviewed").count(), "what did not change is not folded")
		reviewer.picture("tham-dinh-lan-hai")
		self.assertEqual([], looks.inaccessible(queue.page))
		queue.page.keyboard.press("a")
		expect(queue.row(name)).to_have_count(0)
		if reviewer.width < 768:  # no next file comes under the finger that has just agreed
			expect(queue.page.locator(".bt-queue__list")).to_be_visible()
			expect(queue.page.locator(".bt-file__title")).to_have_count(0)

	def agree_to_two_at_once(self) -> None:
		"""The neighbour's file comes the same way, so that one act, by keys alone, has two rows to answer for."""
		own, other = str(self.round.notes["file"]), self.pass_the_neighbours_file_on()
		upper = self.window("upper")
		queue = AppraisalQueue(upper)
		queue.open()
		for name in (own, other):  # what was returned and changed is opened, and not agreed to with others
			expect(queue.row(name).get_by_role("checkbox")).to_be_disabled()
		execute(ROOT, "bontot.demo.crowd.clear_doubts")
		queue.open()
		for name in (own, other):
			queue.page.keyboard.press("k")
			queue.walk_to(name) if queue.focused() != f"file-{name}" else None
			queue.page.keyboard.press("x")
		upper.picture("chon-nhieu-ho-so", whole=False)
		queue.agree_by_key(2)
		expect(queue.drawn()).to_have_count(1)
		upper.picture("rut-ngau-nhien", whole=False)
		self.assertEqual(1, queue.open_drawn_by_key())
		upper.picture("da-mo-ho-so-rut", whole=False)
		queue.agree_by_key(2)
		for name in (own, other):
			expect(queue.row(name)).to_contain_text("Đã chuyển")
		upper.picture("ket-qua-tung-ho-so", whole=False)
		upper.press(queue.tab("Đã chuyển"))  # with the rows of the other tab still there
		expect(queue.row(name).locator(".bt-strip")).to_be_visible()

	def pass_the_neighbours_file_on(self) -> str:
		"""The neighbour writes and mends over HTTP; the reviewer returns, compares and agrees at the other width."""
		name = f"{self.round.organization('neighbour')}-{self.round.notes['period']}"
		neighbour, reviewer = self.round.person("neighbour"), self.window("reviewer")
		before = reviewer.width, reviewer.height
		reviewer.resize(DESK if reviewer.width < 768 else PHONE)
		[remark] = {item["remark"] for item in files.fill(neighbour, name)["items"] if item["remark"]}
		self.send(neighbour, name)
		self.give_back(reviewer, name)
		items = neighbour.get("bontot.evaluation.api.get_evaluation", name=name)["items"]
		mended = {RETURNED: MENDED, RETURNED_TOO: MENDED_TOO}
		for item in (item for item in items if item["criterion_key"] in mended):
			files.save(neighbour, name, item, "Met", mended[item["criterion_key"]])
		self.send(neighbour, name)
		self.see_and_agree(reviewer, name, remark)
		reviewer.resize(before)
		return name

	@staticmethod
	def send(author: Person, name: str) -> None:
		shown = files.sequence(author, name)
		author.post(
			"bontot.approval.acts.api.send",
			doctype="Evaluation",
			name=name,
			expected_sequence=shown,
			votes_for=5,
		)

	def decide(self) -> None:
		officer, name = self.window("btc"), str(self.round.notes["file"])
		files.rate(self.round, "secretary", self.round.organization("cell"))
		queue = AppraisalQueue(officer)
		queue.open()
		self.assertTrue(queue.printed("In danh sách trình hội nghị").startswith(b"%PDF"))
		officer.picture("danh-sach-trinh-hoi-nghi", whole=False)
		queue.open_by_key(name)
		queue.button("Lập quyết định").click()
		for field, value in (
			("number", files.unique_number("QD/TU")),
			("members_total", "15"),
			("votes_for", "14"),
			("signer", "Nguyễn Văn Ký"),
			("signer_position", "Phó Bí thư Tỉnh ủy"),
		):
			queue.page.locator(f"#bt-res-{field}").fill(value)
		officer.picture("lap-quyet-dinh", whole=False)
		self.assertIn(": công nhận 1 tổ chức.", queue.issue(1))
		expect(queue.page.locator(".bt-resolution .bt-tone-good")).to_be_visible()
		officer.picture("quyet-dinh-da-ap-dung", whole=False)
		queue.button("Về danh sách").click()
		expect(queue.row(name)).to_have_count(0)

	def read_the_figures(self) -> None:
		"""One of two cells is recognised; the number opens that very row, the row opens the file."""
		officer = self.window("btc")
		overview = Overview(officer)
		overview.open(self.round.organization("province"), str(self.round.notes["period"]))
		cells = overview.kind("Chi bộ")
		expect(cells.locator(".bt-kind__share")).to_have_text(
			re.compile(r"được công nhận\s*1\s*/\s*2\s*= 50\s%")
		)
		officer.picture("toan-dang-bo-tinh")
		cells.locator(".bt-kind__share a").first.click()
		rows = officer.page.locator("li.bt-line .bt-line__title")
		expect(rows).to_have_text([CELL])
		officer.picture("mo-con-so", whole=False)
		rows.click()
		officer.page.wait_for_url(re.compile(re.escape(quote(str(self.round.notes["file"])))))
		self.assertNoTrouble()

	def keep_the_neighbour_out(self) -> None:
		"""Every address of the file, typed into the neighbour's browser, ends in Vietnamese and tells nothing of it."""
		neighbour = self.window("neighbour")
		file, meeting = str(self.round.notes["file"]), str(self.round.notes["meeting"])
		evidence = self.round.person("secretary").get(
			"frappe.client.get_list", doctype="Evidence", filters={"evaluation": file}, fields=["file"]
		)
		stock_forms = (f"/app/evaluation/{file}", f"/app/meeting/{meeting}")
		addresses = [
			*stock_forms,
			f"/app/self-assessment/{file}",
			f"/app/explain-result/{file}",
			f"/app/appraisal-queue/{file}",
			f"/app/meeting-record/{meeting}",
			f"/printview?doctype=Evaluation&name={file}",
			*(row["file"] for row in evidence),
		]
		self.assertEqual(9, len(addresses), addresses)
		for address in addresses:
			with self.subTest(address):
				neighbour.open(address)
				expect(neighbour.page.locator("body")).to_contain_text(REFUSAL)
				if (
					address not in stock_forms
				):  # the framework heads its own refusal with the doctype as stored
					self.assertEqual([], looks.english(neighbour.page))
				shown = neighbour.page.locator("body").inner_text()
				for secret in (CELL, REMARK, MENDED, "Trần Thị Bình"):
					self.assertNotIn(secret, shown)
		neighbour.picture("ben-canh-bi-tu-choi", whole=False)
		neighbour.open("/app/evaluation")
		expect(neighbour.page.locator(".list-row-container, .no-result").first).to_be_visible()
		self.assertNotIn(CELL, neighbour.page.locator(".frappe-list").inner_text())


@unittest.skipUnless(FULL, "long: bin/test browser-full")
class TestYearTurned(TestYear):
	"""The same year at the other width of each: the secretary at a desk, the committees on phones with keys."""

	sizes: ClassVar[dict] = {label: PHONE for label in ("reviewer", "upper", "btc")} | {"secretary": DESK}


class TestSixMonth(Scene):
	def test_it_ends_concluded_without_a_title(self) -> None:
		period = files.open_period(self.round, "Six-Month")
		name = f"{self.round.organization('cell')}-{period}"
		files.fill(self.round.person("secretary"), name)
		secretary = self.window("secretary")
		assessment = SelfAssessment(secretary)
		assessment.open(name)
		assessment.send(GRASSROOTS)
		acted = [label for label in ("reviewer", "upper", "btc") if self.agree(label, name)]
		self.assertIn("reviewer", acted)
		assessment.open(name)
		expect(assessment.state()).to_contain_text("Đã sơ kết")
		secretary.picture("da-so-ket")
		self.assertNotIn("công nhận danh hiệu", secretary.page.locator(".bt-self").inner_text().lower())
		self.assertNoTrouble()

	def agree(self, label: str, name: str) -> bool:
		"""Agree with the A key when the file waits for this person; whether it did."""
		queue = AppraisalQueue(self.window(label))
		queue.open()
		if not queue.holds(name):
			return False
		queue.open_by_key(name)
		queue.page.keyboard.press("a")
		expect(queue.row(name)).to_have_count(0)
		return True


if __name__ == "__main__":
	unittest.main()
