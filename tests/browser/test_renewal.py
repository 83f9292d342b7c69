"""The province issues the next framework: who writes it chooses by words, who opens on it is told of the overlays it leaves behind,
and the body that has one makes it anew."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import looks
from tests.browser.chromium import DESK, PHONE
from tests.browser.overlays import TITLE, draft
from tests.browser.pages import Form
from tests.browser.scene import Scene
from tests.main_job import files

OVERLAY = "Framework Overlay"
DOORS = "bontot.approval.acts.api"


class TestRenewal(Scene):
	def test_an_overlay_is_made_anew_on_the_next_framework(self) -> None:
		overlay = draft(self.round, "2")
		old = self.round.trial["framework"]
		document = {"doctype": OVERLAY, "name": overlay}
		self.round.person("office").post(f"{DOORS}.send", **document, expected_sequence=0)
		self.round.person("btc").post(f"{DOORS}.agree", **document, expected_sequence=1)
		self.issue_next(old)
		self.tell_who_opens()
		self.make_anew(overlay)
		self.assertNoTrouble()

	def issue_next(self, old: str) -> None:
		officer = self.round.person("btc")
		name = officer.post("bontot.criteria.api.start_new_version", framework=old)
		self.choose_by_words(name)
		doc = officer.get("frappe.client.get", doctype="Criteria Framework", name=name)
		doc["settings"] = [row for row in doc["settings"] if row["setting_key"] != "thematic_per_quarter"]
		doc["valid_from"] = f"{self.round.today.year}-01-01"
		officer.post("frappe.client.submit", doc=officer.post("frappe.client.save", doc=doc))
		self.round.trial["framework"] = name

	def choose_by_words(self, name: str) -> None:
		"""A calculator that is none stays as it was typed, and is refused with those that there are."""
		officer = self.window("btc", DESK)
		page = officer.open(f"/app/criteria-framework/{name}")
		page.wait_for_function("cur_frm?.doc.docstatus === 0")
		row = page.locator("[data-fieldname='criteria'] .grid-body .grid-row[data-idx='1']")
		row.locator(".btn-open-row").click()
		form = page.locator(".grid-row-open .form-in-grid")
		box = form.locator("input[data-fieldname='calculator']")
		box.click()
		box.fill("chất lượng")
		box.fill("")
		box.press_sequentially("tốt")
		expect(form.locator(".awesomplete li:visible").first).to_contain_text("tốt")
		officer.picture("khung-chon-cach-tinh", whole=False)
		box.fill("hop_deu")
		box.blur()
		page.locator(".grid-row-open .grid-collapse-row:visible").first.click()
		page.locator(".primary-action:visible").first.click()
		dialog = page.locator(".modal.show")
		for said in ("hop_deu", "Hiện có", "meeting_quality"):
			expect(dialog).to_contain_text(said)
		officer.picture("khung-khong-co-cach-tinh", whole=False)
		page.keyboard.press("Escape")
		officer.heard.forget()  # the refusal that was asked for
		page.evaluate("cur_frm.reload_doc()")
		page.wait_for_function("!cur_frm.is_dirty()")

	def tell_who_opens(self) -> None:
		period = files.make_period(self.round, "Year")
		officer = self.window("btc", DESK)
		page = officer.open(f"/app/review-period/{period}")
		expect(page.locator(".form-message.orange")).to_contain_text(TITLE)
		officer.settle()
		officer.picture("ky-con-ban-chua-lap-lai")
		Form(officer).act("Mở kỳ cho mọi tổ chức")
		expect(page.locator(".modal.show")).to_contain_text("1 bản cụ thể hóa đang áp dụng")
		officer.picture("hoi-truoc-khi-mo-ky", whole=False)
		page.keyboard.press("Escape")

	def make_anew(self, overlay: str) -> None:
		secretary = self.window("office", PHONE)
		page = secretary.open(f"/app/framework-overlay/{overlay}")
		expect(page.locator(".form-message.orange")).to_contain_text("lập lại trên khung mới")
		secretary.settle()
		secretary.picture("ban-con-tren-khung-cu")
		self.assertEqual([], looks.inaccessible(page, ".form-message"))
		Form(secretary).act("Lập lại trên khung mới")
		page.wait_for_function(f"cur_frm?.doc.doctype === '{OVERLAY}' && cur_frm.doc.docstatus === 0")
		expect(page.locator(".modal.show")).to_contain_text("Số buổi sinh hoạt chuyên đề mỗi quý")
		secretary.picture("dong-da-bo", whole=False)
		page.keyboard.press("Escape")
		kept = page.evaluate("cur_frm.doc.changes.map((row) => row.criterion_key)")
		self.assertEqual(
			(["khoi_1"], self.round.trial["framework"]), (kept, page.evaluate("cur_frm.doc.framework"))
		)
		page = secretary.open(f"/app/framework-overlay/{overlay}")
		expect(page.locator(".form-message.orange a")).to_contain_text("một bản nháp")
		secretary.settle()
