"""Take the pictures of README and docs/huong-dan: `env/bin/python docs/hinh/chup.py [BENCH]`, the bench running.

What only reads is taken from the demo; what changes something is played in a throw-away province that is taken
away again. So the demo is left as it was, and the pictures can be taken anew after every change of the pages.
"""

from __future__ import annotations

import functools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from ops.bench import Bench, load  # noqa: E402

BENCH: Bench = load(sys.argv[1] if len(sys.argv) > 1 else "main")
os.environ |= {"BONTOT_URL": BENCH.url, "BONTOT_BENCH_ROOT": str(BENCH.root), "BONTOT_PICTURES": str(HERE)}

from bontot.organization.workbook.testing import headed, write_workbook  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Locator, Page, expect  # noqa: E402

from tests.browser import things  # noqa: E402
from tests.browser.chromium import DESK, PHONE, Window, chromium  # noqa: E402
from tests.browser.pages import AppraisalQueue, MeetingRecord, MyWork, Overview, SelfAssessment  # noqa: E402
from tests.browser.test_criteria import overlay  # noqa: E402
from tests.main_job import files, year  # noqa: E402
from tests.main_job.round import Round, wait_until  # noqa: E402
from tests.main_job.trial import province  # noqa: E402

SHARP = 2  # device pixels a CSS pixel while taking; phone pictures keep 1.5, the others 1
COLOURS = 64
LIMIT = 3 * 2**20  # bytes of all pictures together
RETURNED = "dk_1"
REASON = "Đề nghị ghi rõ biên bản kiểm điểm tháng nào, đính kèm bản chụp."
REMARK = "Chi bộ đoàn kết, không có đơn thư."
MENDED = "Không có đơn thư; biên bản kiểm điểm ngày 03/10 ghi rõ, có bản chụp kèm theo."
TAKEN: list[Path] = []


def keep(name: str, page: Page, clip: dict[str, float] | None = None) -> None:
	"""Take what the window shows, or the part `clip` of it (CSS pixels), and reduce it to a small palette."""
	path = HERE / f"{name}.png"
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(300)  # the desk draws its head a moment after the page
	page.screenshot(path=path, animations="disabled", **({"clip": clip} if clip else {}))
	picture = Image.open(path).convert("RGB")
	scale = (
		(0.75 if page.viewport_size["width"] < 768 else 0.5)
		if picture.width > page.viewport_size["width"]
		else 1
	)
	size = (round(picture.width * scale), round(picture.height * scale))
	reduced = picture.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE)
	reduced.save(path, optimize=True)
	TAKEN.append(path)
	print(f"{path.name}: {size[0]}x{size[1]}, {path.stat().st_size // 1024} KB", flush=True)


def to_top(page: Page, target: Locator, above: int = 70) -> None:
	"""Scroll until `target` stands `above` pixels under the window's upper edge, below the desk's own bar."""
	target.evaluate(f"(it) => window.scrollBy(0, it.getBoundingClientRect().top - {above})")


@contextmanager
def window(browser: Browser, size: tuple[int, int], user: str, password: str) -> Iterator[Window]:
	opened = Window(browser, size).sign_in(user, password)
	try:
		yield opened
	finally:
		opened.close()


def demo_accounts() -> dict[str, tuple[str, str]]:
	"""First word of the address → (user, password), of the demo's first account of each kind."""
	rows = (BENCH.sites / BENCH.site / "demo-accounts.txt").read_text().splitlines()
	found: dict[str, tuple[str, str]] = {}
	for user, password, *_ in (row.split("\t") for row in rows):
		found.setdefault(user.partition(".")[0], (user, password))
	return found


def the_demo(browser: Browser) -> None:
	"""Pages that are only looked at, signed in as people of the demo."""
	accounts = demo_accounts()
	with window(browser, PHONE, *accounts["bithu"]) as secretary:
		MyWork(secretary).open()
		keep("viec-cua-toi", secretary.page)
	with window(browser, DESK, *accounts["btc"]) as officer:
		officer.open("/app/province-overview")
		expect(officer.page.locator(".bt-kind").first).to_be_visible()
		keep("toan-dang-bo-tinh", officer.page)
		officer.page.locator(".bt-kind__share a").first.click()
		expect(officer.page.locator("li.bt-line").first).to_be_visible()
		keep("mo-con-so", officer.page)
		officer.open("/app/query-report/Four Goods by Body")
		expect(officer.page.locator(".dt-row").nth(2)).to_be_visible()
		keep("bao-cao-theo-dang-bo", officer.page)
		officer.open("/app/party-organization/view/tree")
		expect(officer.page.locator(".bt-tree__size").nth(3)).to_be_visible()
		officer.page.locator(".tree-label").nth(1).click()
		expect(officer.page.locator(".tree-node .tree-node").first).to_be_visible()
		keep("cay-to-chuc", officer.page)
		officer.open("/app/evaluation/view/report")
		expect(officer.page.locator(".dt-row").nth(2)).to_be_visible()
		keep("trinh-lap-bao-cao", officer.page)
		officer.page.locator(".menu-btn-group:visible button").first.click()
		officer.page.locator(".menu-btn-group .dropdown-menu.show").get_by_text(
			"Xuất", exact=False
		).first.click()
		expect(officer.page.locator(".modal.show .btn-modal-primary")).to_be_visible()
		keep("xuat-excel", officer.page)


class Trial:
	"""The round of a year in the throw-away province, told by its pictures."""

	def __init__(self, browser: Browser, round_: Round) -> None:
		self.browser, self.round = browser, round_
		self.windows: dict[str, Window] = {}

	def window(self, label: str) -> Window:
		if label not in self.windows:
			account = self.round.trial["accounts"][label]
			size = PHONE if label == "secretary" else DESK
			opened = Window(self.browser, size)
			if label == "secretary":
				opened.open("/login")
				opened.page.locator("#login_email").fill("bithu.chibo@tinh.vn")
				opened.page.locator("#login_password").fill("matkhauthu")
				keep("dang-nhap", opened.page)
			self.windows[label] = opened.sign_in(account["user"], account["password"])
		return self.windows[label]

	@property
	def file(self) -> str:
		return str(self.round.notes["file"])

	def play(self) -> None:
		acts: tuple[Callable[[], None], ...] = (
			self.open_the_year,
			self.make_it_concrete,
			self.try_a_new_version,
			self.record_the_meeting,
			self.assess,
			self.send,
			self.return_one,
			self.mend,
			self.agree,
			self.agree_to_many,
			self.decide,
			self.plan_a_reorganization,
			self.check_a_workbook,
		)
		for act in acts:
			print(f"— {act.__name__}", flush=True)
			act()

	def open_the_year(self) -> None:
		year.open_the_year(self.round)
		officer = self.window("btc")
		officer.open(f"/app/review-period/{self.round.notes['period']}")
		officer.page.wait_for_function("window.cur_frm?.doc?.doctype === 'Review Period'")
		keep("ky-danh-gia", officer.page)
		wait_until("the records have been read", lambda: year.computed(self.round))

	def make_it_concrete(self) -> None:
		"""An overlay of the body with a threshold that is too low, then mended; a draft, gone with the province."""
		officer = self.window("btc")
		page = officer.page
		name = overlay(self.round, "0")
		officer.open(f"/app/framework-overlay/{name}")
		expect(page.locator(".bt-workbook__row--error")).to_be_visible()
		to_top(page, page.locator('[data-fieldname="changes"]').first)
		keep("cu-the-hoa-con-loi", page)
		page.evaluate(MEND)
		expect(page.locator(".bt-workbook .bt-tone-good")).to_be_visible()
		expect(page.locator(".desk-alert")).to_have_count(0)
		to_top(page, page.locator('[data-fieldname="changes"]').first)
		keep("cu-the-hoa-da-sua", page)
		document = {"kind": "Framework Overlay", "name": name, "expected_sequence": 0}
		self.round.person("office").post("bontot.approval.documents_api.send", **document)
		officer.open(f"/app/framework-overlay/{name}")
		expect(page.locator(".bt-climb").get_by_role("button", name="Trả lại")).to_be_visible()
		page.evaluate("window.scrollTo(0, 0)")
		keep("cu-the-hoa-cho-xet", page)

	def try_a_new_version(self) -> None:
		officer = self.window("btc")
		page = officer.page
		officer.open(f"/app/criteria-framework/{self.round.trial['framework']}")
		page.get_by_role("button", name="Lập phiên bản mới").click()
		page.wait_for_function("cur_frm?.doc.docstatus === 0 && cur_frm.doc.previous_version")
		page.evaluate(NEXT_YEAR)
		expect(page.locator(".bt-workbook__row")).to_have_count(2)
		expect(page.locator(".desk-alert")).to_have_count(0)
		page.evaluate("window.scrollTo(0, 0)")
		keep("phien-ban-moi", page)
		page.get_by_role("button", name="Thử trên năm trước").click()
		page.locator(".modal.show").get_by_role("button", name="Thử", exact=True).click()
		expect(page.locator(".modal.show .bt-workbook__table")).to_have_count(2)
		keep("thu-tren-nam", page)

	def record_the_meeting(self) -> None:
		secretary = self.window("secretary")
		page = secretary.page
		work = MyWork(secretary)
		work.open()
		keep("viec-can-lam", page)
		work.follow(f"thường lệ tháng {self.round.today.month}")
		page.get_by_role("button", name="Ghi buổi sinh hoạt").wait_for()
		keep("buoi-sinh-hoat-moi", page)
		record = MeetingRecord(secretary)
		self.round.notes["meeting"] = record.begin()
		record.name_on_roll("Trần Thị Bình").tap()
		record.fill("Lý do vắng của Trần Thị Bình", "Ốm")
		to_top(page, record.part("Điểm danh"))
		keep("diem-danh", page)
		record.fill("Bắt đầu", "19h30")
		record.fill("Kết thúc", "2105")
		page.locator("#part-proceedings").fill(
			"Chi bộ thống nhất nhiệm vụ tháng tới: vận động thu gom rác, thăm gia đình chính sách."
		)
		to_top(page, page.locator("#part-proceedings"), 140)
		keep("dien-bien", page)
		record.button("Cả 4 người có mặt tán thành").tap()
		record.saved()
		to_top(page, record.part("Biểu quyết"))
		keep("bieu-quyet", page)
		record.button("Hoàn thành, lập biên bản").tap()
		expect(page.locator(".bt-head .bt-pill")).to_contain_text("Đã có biên bản")
		page.evaluate("window.scrollTo(0, 0)")
		keep("da-co-bien-ban", page)

	def assess(self) -> None:
		secretary = self.window("secretary")
		page = secretary.page
		assessment = SelfAssessment(secretary)
		assessment.open(self.file)
		keep("tu-danh-gia", page)
		card = assessment.card("sh_cb_1")
		assessment.button("Vì sao?", card.locator(".bt-finding")).tap()
		to_top(page, card)
		keep("vi-sao", page)
		for key in assessment.unanswered():
			assessment.choose(key, "Đạt")
		assessment.remark(RETURNED, REMARK)
		with tempfile.TemporaryDirectory() as folder:
			assessment.attach(RETURNED, [things.paper(Path(folder))])
		assessment.saved()
		to_top(page, assessment.card(RETURNED))
		keep("minh-chung", page)

	def send(self) -> None:
		page = self.window("secretary").page
		assessment = SelfAssessment(self.window("secretary"))
		foot = page.locator(".bt-send")
		foot.get_by_role("button").last.tap()
		expect(foot.locator(".bt-send-panel")).to_be_visible()
		keep("gui-cap-tren", page)
		assessment.open(self.file)
		assessment.send("Đảng bộ Cơ sở Kiểm Tra")
		expect(assessment.state()).to_contain_text("Đang xét")
		expect(page.locator(".desk-alert")).to_have_count(0)  # it lies over the foot for some seconds
		page.evaluate("window.scrollTo(0, 0)")
		keep("da-gui", page)

	def return_one(self) -> None:
		reviewer = self.window("reviewer")
		page, queue = reviewer.page, AppraisalQueue(reviewer)
		queue.open()
		queue.open_by_key(self.file)
		keep("ho-so-cho-tham-dinh", page)
		page.keyboard.press("r")
		expect(page.locator(".bt-reason textarea")).to_be_focused()
		words = self.short_text(RETURNED)
		page.locator(".bt-reason label", has_text=words).first.click()
		page.locator(".bt-reason textarea").fill(REASON)
		keep("tra-lai", page)
		page.locator(".bt-reason [type=submit]").click()
		expect(queue.row(self.file)).to_have_count(0)

	def short_text(self, key: str) -> str:
		told = self.round.person("secretary").get("bontot.evaluation.api.get_evaluation", name=self.file)
		return next(item["short_text"] for item in told["items"] if item["criterion_key"] == key)

	def mend(self) -> None:
		secretary = self.window("secretary")
		page, work, assessment = secretary.page, MyWork(secretary), SelfAssessment(secretary)
		work.open()
		keep("viec-bi-tra-lai", page)
		work.follow("Trả lại")
		expect(page.locator(".bt-self")).to_be_visible()
		to_top(page, assessment.card(RETURNED))
		keep("tieu-chi-bi-tra-lai", page)
		assessment.remark(RETURNED, MENDED)
		assessment.saved()
		assessment.send("Đảng bộ Cơ sở Kiểm Tra")
		page.get_by_role("link", name="Vì sao kết quả này?").click()
		expect(page.locator(f"#why-{RETURNED}")).to_be_visible()
		expect(page.locator(".desk-alert")).to_have_count(0)
		page.evaluate("window.scrollTo(0, 0)")
		keep("vi-sao-ket-qua", page)
		to_top(page, page.locator(f"#why-{RETURNED}"))
		keep("vi-sao-tieu-chi", page)

	def agree(self) -> None:
		reviewer = self.window("reviewer")
		queue = AppraisalQueue(reviewer)
		queue.open()
		queue.open_by_key(self.file)
		expect(reviewer.page.locator(".bt-changed")).to_have_count(1)
		keep("tham-dinh-lan-hai", reviewer.page)
		reviewer.page.keyboard.press("a")
		expect(queue.row(self.file)).to_have_count(0)

	def agree_to_many(self) -> None:
		"""The neighbour's file comes the same way over HTTP, so that one act has two rows."""
		other = f"{self.round.organization('neighbour')}-{self.round.notes['period']}"
		neighbour, reviewer = self.round.person("neighbour"), self.round.person("reviewer")
		files.fill(neighbour, other)
		send = {"evaluation": other, "expected_sequence": files.sequence(neighbour, other), "votes_for": 5}
		neighbour.post("bontot.approval.api.send", **send)
		agree = {"evaluation": other, "expected_sequence": files.sequence(reviewer, other)}
		reviewer.post("bontot.approval.api.agree", **agree)
		upper = self.window("upper")
		queue = AppraisalQueue(upper)
		queue.open()
		for name in (self.file, other):
			queue.page.keyboard.press("k")
			if queue.focused() != f"file-{name}":
				queue.walk_to(name)
			queue.page.keyboard.press("x")
		keep("chon-nhieu-ho-so", upper.page)
		queue.button("Nhất trí, trình 2 hồ sơ").click()
		expect(queue.drawn()).to_have_count(1)
		keep("rut-ngau-nhien", upper.page)
		queue.open_drawn()
		queue.button("Nhất trí, trình 2 hồ sơ").click()
		for name in (self.file, other):
			expect(queue.row(name)).to_contain_text("Đã chuyển")
		keep("ket-qua-tung-ho-so", upper.page)

	def decide(self) -> None:
		officer = self.window("btc")
		page, queue = officer.page, AppraisalQueue(officer)
		queue.open()
		queue.open_by_key(self.file)
		queue.button("Lập quyết định").click()
		for field, value in (
			("number", "125-QĐ/TU"),
			("members_total", "15"),
			("votes_for", "14"),
			("signer", "Nguyễn Văn Ký"),
			("signer_position", "Phó Bí thư Tỉnh ủy"),
		):
			page.locator(f"#bt-res-{field}").fill(value)
		keep("lap-quyet-dinh", page)
		queue.button("Ban hành quyết định cho 1 hồ sơ").click()
		expect(page.locator(".bt-resolution .bt-tone-good")).to_be_visible()
		Overview(officer).open(self.round.organization("province"), str(self.round.notes["period"]))

	def plan_a_reorganization(self) -> None:
		"""A draft of the throw-away province's officer: looked at, never entered, and gone with the province."""
		officer = self.window("btc")
		officer.open("/app/reorganization")
		name = officer.page.evaluate(DRAFT)
		officer.open(f"/app/reorganization/{name}")
		preview = officer.page.locator(".bt-reorganization__table").first
		expect(preview).to_be_visible()
		to_top(officer.page, officer.page.get_by_text("Kết quả sắp xếp").first)
		keep("sap-xep-to-chuc", officer.page)

	def check_a_workbook(self) -> None:
		"""An import of the throw-away province's officer that is only checked, with the mistakes people make."""
		person = self.round.person("btc")
		name = person.post("frappe.client.insert", doc={"doctype": "Organization Import"})["name"]
		to = {"doctype": "Organization Import", "docname": name, "fieldname": "workbook"}
		url = person.upload("to-chuc-dang.xlsx", faulty_workbook(), folder="Home/Attachments", **to)[
			"file_url"
		]
		person.post(
			"frappe.client.set_value", doctype=to["doctype"], name=name, fieldname="workbook", value=url
		)
		person.post("bontot.organization.workbook.api.check", name=name)
		officer = self.window("btc")
		wait_until(
			"the workbook is checked",
			lambda: (
				person.get("frappe.client.get", doctype=to["doctype"], name=name)["state"] == "Has Problems"
			),
		)
		officer.open(f"/app/organization-import/{name}")
		expect(officer.page.locator(".bt-workbook__row--error").first).to_be_visible()
		to_top(officer.page, officer.page.locator(".bt-workbook .bt-note").first, above=110)
		keep("nhap-kiem-tra", officer.page)


def faulty_workbook() -> bytes:
	founded, born, admitted = date(2021, 5, 6), date(1970, 5, 6), date(1995, 2, 3)
	above = "KIEM-TRA-grassroots"
	organizations = headed(
		"organizations",
		{
			"code": "KT-11",
			"parent": above,
			"organization_name": "Chi bộ thôn Đầu Cầu",
			"kind": "Chi bộ trực thuộc",
			"valid_from": founded,
		},
		{
			"code": "KT-12",
			"parent": "KIEM-TRA",
			"organization_name": "Chi bộ Trạm Y tế",
			"kind": "Chi bộ trực thuộc",
			"valid_from": "2021",
		},
	)
	members = headed(
		"members",
		{
			"full_name": "Vàng A Páo",
			"organization": "KT-11",
			"birth_date": born,
			"admission_date": admitted,
			"card_number": 1234567,
			"phone": 912345678,
		},
		{
			"full_name": "Giàng Thị Mai",
			"organization": "KIEM-TRA-cel",
			"birth_date": "1980",
			"admission_date": admitted,
			"card_number": "02345678",
			"phone": "0987654321",
		},
	)
	with tempfile.TemporaryDirectory() as folder:
		return write_workbook(Path(folder) / "book.xlsx", {**organizations, **members}).read_bytes()


MEND = """async () => {
	const [line] = cur_frm.doc.changes;
	await frappe.model.set_value(line.doctype, line.name, "setting_value", "2");
	await cur_frm.save();
}"""
NEXT_YEAR = """async () => {
	const set = (row, field, value) => frappe.model.set_value(row.doctype, row.name, field, value);
	await set(cur_frm.doc.criteria[0], "short_text", "Lãnh đạo thực hiện tốt nhiệm vụ chính trị");
	await set(cur_frm.doc.settings.find((row) => row.setting_key === "regular_per_month"), "setting_value", "2");
	await cur_frm.save();
}"""
DRAFT = """async () => {
	const fields = ["name", "kind"];
	const rows = await frappe.db.get_list("Party Organization", { fields, limit: 100 });
	const of = (kind) => rows.find((row) => row.kind === kind).name;
	const doc = await frappe.db.insert({
		doctype: "Reorganization",
		title: "Kết thúc đảng bộ trực thuộc Tỉnh ủy",
		organization: of("tinh"),
		effective_date: `${new Date().getFullYear() + 1}-07-01`,
		decision_number: "45-QĐ/TU",
		decision_date: frappe.datetime.get_today(),
		decision_issuer: "Ban Thường vụ Tỉnh ủy",
		acts: [
			{ act: "End Level", organization: of("tinh"), level: "truc_thuoc_tinh" },
			{ act: "Rename", organization: of("dang_bo_co_so"), new_name: "Đảng bộ cơ sở Thử Nghiệm" },
		],
	});
	return doc.name;
}"""


def main() -> int:
	with chromium() as browser:
		browser.new_context = functools.partial(browser.new_context, device_scale_factor=SHARP)  # type: ignore[method-assign]
		the_demo(browser)
		with province(BENCH.root) as trial:
			Trial(browser, Round(BENCH.url, BENCH.var, trial)).play()
	total = sum(path.stat().st_size for path in HERE.glob("*.png"))
	print(f"{len(TAKEN)} pictures, {total / 2**20:.2f} MB in all")
	return 0 if total <= LIMIT else 1


if __name__ == "__main__":
	sys.exit(main())
