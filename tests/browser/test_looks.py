"""Tests of how each page looks to each person, on a phone and at a desk: a picture of each, and what can be measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from playwright.sync_api import expect

from ops.bench import REPO
from tests.browser import looks, overlays
from tests.browser.chromium import DESK, PHONE, Window
from tests.browser.scene import FULL, Scene
from tests.main_job import files, year

SIZES = (PHONE, DESK)
ROLES = ("secretary", "reviewer", "btc")


@dataclass(frozen=True, slots=True)
class Sight:
	"""A page: its picture's name, its address (with {names} of `places`), what shows that it is there."""

	name: str
	address: str
	shows: str


OWN = (
	Sight("viec-cua-toi", "/app/my-work", ".bt-my-work"),
	Sight("toi", "/app/my-work/me", ".bt-account .bt-line"),
	Sight("so-sach", "/app/unit-records", ".bt-shelf"),
	Sight("so-sinh-hoat", "/app/unit-records/meetings", ".bt-book .bt-card"),
	Sight("so-dang-vien", "/app/unit-records/members", ".bt-book .bt-card"),
	Sight("so-danh-gia", "/app/unit-records/assessments", ".bt-book .bt-row"),
	Sight("toan-dang-bo", "/app/province-overview", ".bt-overview"),
	Sight("ai-giu-viec-gi", "/app/who-holds-what", ".bt-holders"),
)
OWN_OF = {
	"secretary": (
		Sight("tu-danh-gia-da-gui", "/app/self-assessment/{file}", ".bt-self"),
		Sight("xep-loai-nam", "/app/yearly-rating", ".bt-rating__rows"),
		Sight("xep-loai-cong-chuc", "/app/yearly-rating?subject=Official", ".bt-rating"),
		Sight("vi-sao-ket-qua-nay", "/app/explain-result/{file}", ".bt-why"),
		Sight("buoi-sinh-hoat-moi", "/app/meeting-record/new", ".bt-meeting form"),
		Sight("buoi-sinh-hoat", "/app/meeting-record/{meeting}", ".bt-meeting__parts"),
	),
	"neighbour": (
		Sight("tu-danh-gia-dang-lam", "/app/self-assessment/{draft}", ".bt-self"),
		Sight("vi-sao-dang-lam", "/app/explain-result/{draft}", ".bt-why"),
		Sight("buoi-sinh-hoat-dang-ghi", "/app/meeting-record/{begun}", ".bt-meeting__parts"),
	),
	"reviewer": (
		Sight("ho-so-cho-tham-dinh", "/app/appraisal-queue", ".bt-files__row"),
		Sight("ho-so-dang-xem", "/app/appraisal-queue/{file}", ".bt-file__title"),
		Sight("vi-sao-dang-xet", "/app/explain-result/{file}", ".bt-why"),
		Sight("xep-loai-nam", "/app/yearly-rating", ".bt-rating"),
		Sight("mo-con-so", "/app/province-overview/{grassroots}/eligible/Cell", ".bt-overview"),
	),
	"btc": (
		Sight("ho-so-cho-trong", "/app/appraisal-queue", ".bt-empty"),
		Sight("xep-loai-chua-co-ai", "/app/yearly-rating", ".bt-rating"),
	),
}
STOCK = (
	Sight("ds-ho-so", "/app/evaluation", ".frappe-list .list-row-container"),
	Sight("ds-buoi-sinh-hoat", "/app/meeting", ".frappe-list .list-row-container"),
	Sight("ds-ky-danh-gia", "/app/review-period", ".frappe-list .list-row-container"),
	Sight("ho-so", "/app/evaluation/{file}", ".form-page"),
	Sight("cuoc-hop", "/app/meeting/{meeting}", ".form-page"),
	Sight("ky-danh-gia", "/app/review-period/{period}", ".form-page"),
)
FORMS_OF_THE_COMMISSION = (
	Sight("bo-tieu-chi", "/app/criteria-framework/{framework}", ".form-page"),
	Sight("ban-cu-the-hoa", "/app/framework-overlay/{overlay}", ".form-page .bt-workbook"),
	Sight("quy-trinh-xet", "/app/approval-route/bontot-year-province", ".form-page"),
)
PRINTED = tuple(
	Sight(
		f"in-{name}",
		f"/printview?doctype={doctype}&name={{{of}}}&format={form}&no_letterhead=1&_lang=vi",
		".print-format",
	)
	for name, doctype, of, form in (
		("phieu-tu-danh-gia", "Evaluation", "file", "Self-Assessment Sheet"),
		("vi-sao-ket-qua", "Evaluation", "file", "Result Explained"),
		("bien-ban", "Meeting", "meeting", "Meeting Minutes"),
	)
)
PLANT = """(html) => {
	document.querySelector("#planted")?.remove();
	document.querySelector(".bt-my-work").insertAdjacentHTML("beforeend", `<div id="planted">${html}</div>`);
}"""
PLANTED = {
	"image-alt": "<img src='/assets/bontot/images/bontot.svg' width='20'>",
	"label": "<input type='text'>",
	"color-contrast": "<p style='color: #bbbbbb; background: #ffffff'>Chữ quá nhạt</p>",
}
WORKSPACE_OF = {
	"secretary": "Cell Secretary",
	"reviewer": "Appraisal",
	"btc": "Organization Commission",
}


class TestLooks(Scene):
	maxDiff = None

	places: ClassVar[dict[str, str]]

	@classmethod
	def setUpClass(cls) -> None:
		"""A year in full swing, arranged over HTTP: one file under appraisal, one being written, a meeting begun."""
		super().setUpClass()
		round = cls.round
		for step in (year.open_the_year, year.record_the_meeting, year.assess_and_send):
			step(round)
		draft = f"{round.organization('neighbour')}-{round.notes['period']}"
		neighbour = round.person("neighbour")
		item = neighbour.get("bontot.evaluation.api.get_evaluation", name=draft)["items"][0]
		files.save(neighbour, draft, item, "Not Met", "Chưa hoàn thành chỉ tiêu thu quỹ.")
		begun = neighbour.post(
			"bontot.meeting.api.new_meeting",
			organization=round.organization("neighbour"),
			meeting_kind="Cell Regular",
			meeting_date=str(round.today),
		)["name"]
		cls.places = {key: str(round.notes[key]) for key in ("file", "meeting", "period")}
		cls.places |= {"draft": draft, "begun": begun, "grassroots": round.organization("grassroots")}
		cls.places |= {"framework": round.trial["framework"], "overlay": overlays.draft(round, "0")}

	def each(self, label: str, sights: tuple[Sight, ...], check, sizes=SIZES) -> None:
		"""Look at every sight at each of these widths as `label`."""
		account = self.round.trial["accounts"][label]
		for size in sizes:
			window = Window(self.browser, size)
			self.addCleanup(window.close)
			window.sign_in(account["user"], account["password"])
			for sight in sights:
				with self.subTest(sight.name, who=label, width=size[0]):
					window.heard.forget()
					window.open(sight.address.format(**self.places))
					expect(window.page.locator(sight.shows).first).to_be_visible()
					window.settle()
					window.picture(f"{label}-{sight.name}")
					complaints = self.common(window) | check(window)
					self.assertEqual({}, {name: found for name, found in complaints.items() if found})

	@staticmethod
	def common(window: Window) -> dict[str, list[str]]:
		return {
			"trouble": window.heard.trouble(),
			"dates": looks.foreign_dates(window.page),
			"English": looks.english(window.page),
			"no zoom": looks.no_zoom(window.page),
		}

	@staticmethod
	def own(window: Window) -> dict[str, list[str]]:
		"""What our own pages promise beyond the desk's."""
		page = window.page
		found = {"axe": looks.inaccessible(page)}
		if window.width < 768:
			found |= {
				"overflow": looks.overflow(page),
				"small text": looks.small_text(page),
				"small targets": looks.small_targets(page),
			}
		return found

	@staticmethod
	def workspace(window: Window) -> dict[str, list[str]]:
		found = {"axe": looks.inaccessible(window.page)}
		return found | ({"overflow": looks.overflow(window.page)} if window.width < 768 else {})

	@staticmethod
	def stock(window: Window) -> dict[str, list[str]]:
		"""Of the framework's forms and lists: every field has a name, nothing runs out of a phone, the title does not lie
		under the buttons."""
		page = window.page
		found = {"axe": looks.inaccessible(page)} if page.locator(".form-page:visible").count() else {}
		if window.width >= 768:
			return found
		return found | {"overflow": looks.overflow(page), "title": looks.hidden_title(page)}

	@staticmethod
	def printed(window: Window) -> dict[str, list[str]]:
		"""Of a paper before it is printed; a script of the framework's on that page looks for a foot that only its own formats
		have, and says so."""
		return {"axe": looks.inaccessible(window.page, ".print-format"), "trouble": []}

	def test_own_pages_of_the_secretary(self) -> None:
		self.each("secretary", OWN + OWN_OF["secretary"], self.own)

	def test_own_pages_of_one_who_is_writing(self) -> None:
		self.each("neighbour", OWN_OF["neighbour"], self.own)

	def test_own_pages_of_the_reviewer(self) -> None:
		self.each("reviewer", OWN + OWN_OF["reviewer"], self.own)

	def test_own_pages_of_the_commission(self) -> None:
		self.each("btc", OWN + OWN_OF["btc"], self.own)

	def test_workspaces(self) -> None:
		for label in ROLES:
			workspace = WORKSPACE_OF[label].lower().replace(" ", "-")
			home = Sight("ban-lam-viec", f"/app/{workspace}", ".layout-main-section .codex-editor .widget")
			self.each(label, (home,), self.workspace)

	def test_lists_and_forms(self) -> None:
		"""Every list and form looks alike for all who may open it: the secretary's in each run, all in the long one."""
		for label in ROLES if FULL else ROLES[:1]:
			self.each(label, STOCK, self.stock)

	def test_forms_of_the_commission(self) -> None:
		self.each("btc", FORMS_OF_THE_COMMISSION, self.stock)

	def test_every_page_of_ours_is_looked_at(self) -> None:
		"""A page that is made later is named here before it is looked at."""
		ours = {path.parent.name for path in (REPO / "apps" / "bontot" / "bontot").glob("*/page/*/*.json")}
		seen = {
			sight.address.split("/")[2].split("?")[0] for some in (OWN, *OWN_OF.values()) for sight in some
		}
		self.assertEqual({name.replace("_", "-") for name in ours}, seen)

	def test_papers(self) -> None:
		self.each("secretary", PRINTED, self.printed, (DESK,))

	def test_control_axe_finds_what_is_planted(self) -> None:
		"""A picture without words, a field without label and pale words, each on a page that is clean without it."""
		window = self.window("secretary", DESK)
		window.open("/app/my-work")
		expect(window.page.locator(".bt-my-work")).to_be_visible()
		window.settle()
		self.assertEqual([], looks.inaccessible(window.page))
		for rule, planted in PLANTED.items():
			with self.subTest(rule):
				window.page.evaluate(PLANT, planted)
				self.assertEqual([rule], [found.split()[0] for found in looks.inaccessible(window.page)])

	def test_signing_in(self) -> None:
		for size in SIZES:
			with self.subTest(width=size[0]):
				window = Window(self.browser, size)
				self.addCleanup(window.close)
				window.open("/login")
				expect(window.page.locator("#login_password")).to_be_visible()
				window.settle()
				window.picture("dang-nhap")
				complaints = self.common(window) | {"overflow": looks.overflow(window.page)}
				complaints["axe"] = looks.inaccessible(window.page)
				self.assertEqual({}, {name: found for name, found in complaints.items() if found})

	def test_a_page_that_is_not_there_or_not_for_one_looks_like_ours(self) -> None:
		window = Window(self.browser, PHONE)
		self.addCleanup(window.close)
		for address in ("/khong-co-trang-nay", "/me"):
			with self.subTest(address):
				page = window.open(address)
				window.settle()
				window.picture(f"khong-co{address.replace('/', '-')}")
				way = page.get_by_role("link", name="Về trang đầu")
				expect(way).to_have_css("background-color", "rgb(11, 92, 173)")
				self.assertEqual([], looks.inaccessible(page) + looks.english(page) + looks.overflow(page))

	def test_what_goes_wrong_in_signing_in_is_said_above_the_fields(self) -> None:
		window = Window(self.browser, PHONE)
		self.addCleanup(window.close)
		page, button = window.open("/login"), window.page.locator(".btn-login")
		said, name, password = (page.locator(one) for one in ("#said", "#login_email", "#login_password"))
		window.press(button)
		expect(said).to_have_text("Nhập đủ tên đăng nhập và mật khẩu.")
		window.press(page.locator(".btn-forgot"))
		expect(said).to_have_text("Đồng chí ghi tên đăng nhập vào ô trên trước đã.")
		name.fill("khong.co.ai")
		password.fill("khong-phai-mat-khau")
		window.press(button)
		expect(said).to_have_text("Tên đăng nhập hoặc mật khẩu chưa đúng. Đồng chí gõ lại.")
		expect(button).to_have_text("Đăng nhập")
		expect(name).to_have_value("khong.co.ai")
		expect(password).to_be_focused()
		window.settle()
		window.picture("dang-nhap-sai")
		self.assertEqual([], looks.inaccessible(page))
		window.press(page.locator(".btn-forgot"))
		expect(said).to_contain_text("đề nghị cấp trên đặt lại")
		expect(button).to_have_text("Đăng nhập")
		window.picture("dang-nhap-quen-mat-khau")
		self.assertEqual([], looks.inaccessible(page) + looks.english(page) + looks.overflow(page))
