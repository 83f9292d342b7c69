"""Ordinary acts at the desk, each done as a person does it. An act is done by a function that plays it and looks at what it came
to; where it is not offered, `absent` looks that it is not there. `docs/quyen.md`, part 2, is printed from this list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.bad_days.ground import rows
from tests.guard.player import Player

ROLES = ("secretary", "reviewer", "decider", "btc", "overseer", "administrator")
ORDINARY = ROLES[:-1]
PNG = bytes.fromhex(
	"89504e470d0a1a0a0000000d4948445200000001000000010806000000"
	"1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Act:
	words: str  # as the table calls it
	play: Callable[[Player], None]
	absent: Callable[[Player], bool] | None = None  # whether it is not there
	closed_to: frozenset[str] = frozenset()  # to whom it is not offered
	why: str = ""  # it is not, in the words of the table
	doors: tuple[str, ...] = ()  # the framework's names of what it calls, for the control
	looked_at: bool = False  # of those to whom it is offered it is only looked that it is


ACTS: list[Act] = []


def act(words: str, *doors: str) -> Callable[[Callable[[Player], None]], Callable[[Player], None]]:
	def add(play: Callable[[Player], None]) -> Callable[[Player], None]:
		ACTS.append(Act(words, play, doors=doors))
		return play

	return add


def absent(words: str, why: str, there: Callable[[Player], object], to: tuple[str, ...] = ROLES) -> None:
	"""An act that is offered to none of `to`; of others it is looked that it is."""
	closed = frozenset(to)

	def play(player: Player) -> None:
		player.require(there(player), f"{words}: not offered")

	ACTS.append(Act(words, play, lambda player: not there(player), closed, why, looked_at=True))


# Tasks of one's own


@act("Ghi việc của mình (biểu mẫu Việc cần làm)", "frappe.desk.form.save.savedocs")
def new_todo(player: Player) -> None:
	player.go("/app/todo/new")
	player.page.wait_for_function("window.cur_frm?.doc?.doctype === 'ToDo' && cur_frm.is_new()")
	write(player, f"{player.mark} một")
	player.page.locator(".primary-action:visible").first.click()
	player.page.wait_for_function("!cur_frm.is_new()")
	player.finds(
		f"SELECT name FROM tabToDo WHERE description LIKE '%{player.mark} một%' AND allocated_to = '{player.person.user}'"
		f" AND assigned_by = '{player.person.user}'"
	)


def write(player: Player, words: str) -> None:
	editor = player.page.locator("[data-fieldname=description] .ql-editor:visible").first
	editor.click()
	editor.press_sequentially(words)
	editor.blur()
	player.page.wait_for_function("words => (cur_frm.doc.description || '').includes(words)", arg=words)


@act("Bỏ dở rồi quay lại (nháp)")
def draft(player: Player) -> None:
	player.go("/app/todo/new")
	player.page.wait_for_function("window.cur_frm?.doc?.doctype === 'ToDo' && cur_frm.is_new()")
	write(player, f"{player.mark} nháp")
	begun = player.page.evaluate("cur_frm.docname")
	player.page.evaluate("frappe.set_route('List', 'Meeting', 'List')")
	player.settle()
	player.page.evaluate("name => frappe.set_route('Form', 'ToDo', name)", begun)
	player.page.wait_for_function("name => window.cur_frm?.docname === name", arg=begun)
	expect(player.page.locator("[data-fieldname=description] .ql-editor:visible").first).to_contain_text(
		"nháp"
	)


def many_todos(player: Player, words: str, count: int) -> None:
	player.page.evaluate(
		"""async ([mark, count]) => { for (let each = 0; each < count; each++)
			await frappe.db.insert({ doctype: "ToDo", description: `${mark} ${each}` }); }""",
		[f"{player.mark} {words}", count],
	)


def choose_own_todos(player: Player, words: str) -> int:
	player.go("/app/meeting")
	player.page.evaluate(
		"words => { frappe.route_options = { description: ['like', `%${words}%`] }; frappe.set_route('List', 'ToDo', 'List'); }",
		words,
	)
	player.page.wait_for_function(
		"words => cur_list.doctype === 'ToDo' && cur_list.data.length"
		" && cur_list.data.every(each => (each.description || '').includes(words))",
		arg=words,
	)
	player.settle()
	player.page.locator(".list-check-all:visible").first.click()
	player.settle()
	return player.rows().count()


@act("Sửa nhiều dòng một lúc", "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs")
def bulk_edit(player: Player) -> None:
	player.go("/app/todo")
	many_todos(player, "sửa", 2)
	player.require(choose_own_todos(player, f"{player.mark} sửa") == 2, "two rows to edit")
	player.menu("Sửa", ".actions-btn-group")
	dialog = player.dialog()
	dialog.locator("[data-fieldname=value] select").select_option(
		"Closed"
	)  # of the state, which it begins with
	player.agree()
	player.finds(
		f"SELECT count(*) FROM tabToDo WHERE description LIKE '%{player.mark} sửa%' AND status = 'Closed' HAVING count(*) = 2"
	)


@act("Xóa nhiều dòng (hơn 10)", "frappe.desk.reportview.delete_items")
def delete_many(player: Player) -> None:
	player.go("/app/todo")
	many_todos(player, "xóa", 12)
	player.require(choose_own_todos(player, f"{player.mark} xóa") >= 12, "twelve rows to delete")
	player.menu("Xóa", ".actions-btn-group")
	player.agree()
	player.gone(f"SELECT name FROM tabToDo WHERE description LIKE '%{player.mark} xóa%'")


# Lists


@act("Nhóm theo (cột bên danh sách)", "frappe.desk.listview.get_group_by_count")
def group_list(player: Player) -> None:
	player.load("/app/meeting")
	player.rows().first.wait_for()
	player.page.locator(".add-list-group-by a:visible").first.click()
	dialog = player.dialog()
	dialog.locator("input[data-unit=status]").check()
	player.agree()
	player.page.locator(".group-by-field a[data-fieldname=status]:visible").first.click()
	player.settle()
	player.page.locator(
		".group-by-field .group-by-item:visible a, .group-by-field .group-by-item:visible"
	).first.click()
	player.page.wait_for_function("cur_list.filter_area.get().some(each => each[1] === 'status')")
	player.settle()
	player.page.locator(".filter-x-button:visible").first.click()
	player.settle()


@act("Lọc danh sách", "frappe.desk.reportview.get")
def narrow_list(player: Player) -> None:
	player.go("/app/meeting")
	player.rows().first.wait_for()
	find_meeting(player)


def find_meeting(player: Player) -> None:
	"""By what one types over the list."""
	box = player.page.locator(".page-form input[data-fieldname=title]:visible").first
	box.fill(player.title)
	box.blur()
	player.page.wait_for_function("cur_list.data.length === 1")
	player.settle()


@act("Giữ bộ lọc", "frappe.client.insert")
def keep_filter(player: Player) -> None:
	box = player.page.locator(".list-filters .input-area input[type=text]:visible").first
	box.click()
	box.press_sequentially(f"{player.mark} lọc", delay=5)
	player.page.wait_for_timeout(500)
	box.press("Enter")
	player.finds(
		f"SELECT name FROM `tabList Filter` WHERE filter_name = '{player.mark} lọc' AND for_user = '{player.person.user}'"
	)


# The report builder


@act("Báo cáo: lưu thành, lưu lại", "frappe.desk.reportview.save_report")
def save_report(player: Player) -> None:
	player.report()
	title = f"Báo cáo {player.mark}"
	player.menu("Lưu thành")
	dialog = player.dialog()
	dialog.locator("input[type=text]:visible").first.fill(title)
	player.agree()
	player.page.wait_for_function("cur_list.report_name && cur_list.report_doc")
	expect(player.page.locator(".page-title:visible .title-text").first).to_contain_text(title)
	name = player.page.evaluate("cur_list.report_name")
	player.require(re.fullmatch(r"[0-9a-z]{20}", name), f"a name that tells nothing: {name}")
	player.finds(f"SELECT name FROM tabReport WHERE name = '{name}' AND owner = '{player.person.user}'")
	player.menu("Lưu")
	player.finds(f"SELECT name FROM tabReport WHERE name = '{name}' AND json LIKE '%{player.mark}%'")


@act("Báo cáo: mở lại bản đã lưu", "frappe.desk.form.load.getdoc")
def open_report(player: Player) -> None:
	player.load("/app/meeting/view/report")  # as on another day
	player.page.locator(".dt-row-0:visible").first.wait_for()
	player.page.locator(".views-section .list-sidebar-button:visible").first.click()
	player.page.locator(".views-dropdown.show a", has_text=player.mark).first.click()
	player.page.wait_for_function("cur_list.report_doc?.json?.title")
	player.settle()


@act("Báo cáo: xuất Excel", "frappe.desk.reportview.export_query")
def export_report(player: Player) -> None:
	player.report()
	player.menu("Xuất")
	dialog = player.dialog()
	with player.page.expect_download() as download:
		dialog.locator(".btn-primary:visible").last.click()
	player.require(download.value.suggested_filename.endswith(".xlsx"), "a workbook")
	player.settle()


@act("Báo cáo: chọn cột", "frappe.model.utils.user_settings.save")
def pick_columns(player: Player) -> None:
	player.report()
	player.menu("Chọn cột")
	dialog = player.dialog()
	dialog.locator("input[data-unit=votes_for]").check()
	player.agree()
	player.page.wait_for_function("cur_list.fields.some(each => each[0] === 'votes_for')")


@act("Báo cáo: biểu đồ")
def chart(player: Player) -> None:
	player.page.locator(".dt-row-0:visible").first.wait_for()
	player.menu("Ẩn / hiện biểu đồ")
	dialog = player.dialog()
	dialog.locator(".btn-primary:visible").last.click()  # nothing is chosen yet: it asks for what is lacking
	player.settle()
	player.page.locator(".modal.show .btn-modal-close:visible").last.click()
	dialog = player.page.locator(".modal.show", has=player.page.locator("[data-fieldname=x_axis]")).last
	dialog.locator("[data-fieldname=x_axis] select").select_option("meeting_date")
	dialog.locator("[data-fieldname=y_axes] input").first.click()
	dialog.locator("[data-fieldname=y_axes] .awesomplete li").first.click()
	dialog.locator(".btn-primary:visible").last.click()
	expect(
		player.page.locator(".charts-wrapper svg:visible, .charts-wrapper .chart-container:visible").first
	).to_be_visible()


@act("Báo cáo: in")
def print_report(player: Player) -> None:
	player.report()
	player.menu("In")
	with player.page.expect_popup() as popup:
		player.agree()
	popup.value.close()


@act("Báo cáo: xóa bản của mình", "frappe.desk.reportview.delete_report")
def delete_report(player: Player) -> None:
	name = player.finds(
		f"SELECT name FROM tabReport WHERE json LIKE '%{player.mark}%' AND owner = '{player.person.user}'"
	)
	player.go(f"/app/meeting/view/report/{name}")
	player.page.wait_for_function("window.cur_list?.report_doc")
	player.page.locator(".dt-row-0:visible").first.wait_for()
	player.menu("Xóa")
	player.agree()
	player.gone(f"SELECT name FROM tabReport WHERE name = '{name}'")


@act("Báo cáo: nhóm theo", "frappe.desk.reportview.get")
def group_report(player: Player) -> None:
	player.report()
	player.page.locator(".group-by-button:visible").click()
	player.page.locator(".group-by-popover select.group-by, .group-by-box select.group-by").locator(
		"visible=true"
	).first.select_option("meeting_kind")
	player.page.wait_for_function("cur_list.group_by === '`tabMeeting`.`meeting_kind`' || cur_list.group_by")
	player.settle()
	player.require(player.page.evaluate("cur_list.data.length"), "groups")


# On a document


@act("Bình luận", "frappe.desk.form.utils.add_comment")
def comment(player: Player) -> None:
	player.form("Meeting", player.meeting)
	player.page.locator(".comment-box .ql-editor:visible").first.fill(f"{player.mark} nói")
	player.page.locator(".comment-box .btn-comment:visible").first.click()
	player.finds(
		f"SELECT name FROM tabComment WHERE content LIKE '%{player.mark} nói%' AND owner = '{player.person.user}'"
	)
	player.settle()


@act("Xóa bình luận của mình", "frappe.client.delete")
def delete_comment(player: Player) -> None:
	item = player.page.locator(".timeline-item:visible", has_text=f"{player.mark} nói").first
	item.locator(".more-actions [data-toggle=dropdown], .custom-actions ~ .more-actions button").first.click()
	item.locator(".dropdown-item", has_text="Xóa").first.click()
	player.agree()
	player.gone(
		f"SELECT name FROM tabComment WHERE content LIKE '%{player.mark} nói%' AND comment_type = 'Comment'"
	)


@act("Gắn thẻ, kể cả thẻ có dấu phẩy", "frappe.desk.doctype.tag.tag.add_tag")
def tag(player: Player) -> None:
	player.form("Meeting", player.meeting)
	player.page.locator(
		".form-tags .tags-placeholder:visible, .form-tags .add-tags-btn:visible"
	).first.click()
	box = player.page.locator(".form-tags input.tags-input:visible").first
	box.fill(f"{player.mark} x, {player.mark} y")
	box.press("Enter")
	player.finds(f"SELECT count(*) FROM `tabTag Link` WHERE tag LIKE '{player.mark} _' HAVING count(*) = 2")
	player.settle()


@act("Giao việc cho mình", "frappe.desk.form.assign_to.add")
def assign(player: Player) -> None:
	player.form("Meeting", player.meeting)
	player.page.locator(".add-assignment-btn:visible").first.click()
	dialog = player.dialog()
	dialog.locator("input[data-fieldname=assign_to_me]").check()
	player.settle()
	player.agree()
	player.finds(
		f"SELECT name FROM tabToDo WHERE reference_name = '{player.meeting}' AND allocated_to = '{player.person.user}'"
	)


@act("Thích", "frappe.desk.like.toggle_like")
def like(player: Player) -> None:
	player.go("/app/meeting")
	player.rows().first.wait_for()
	find_meeting(player)
	player.rows().first.locator(".like-action").first.click()
	player.finds(
		f"SELECT name FROM tabMeeting WHERE name = '{player.meeting}' AND _liked_by LIKE '%{player.person.user}%'"
	)


@act("Nhắc tôi", "frappe.automation.doctype.reminder.reminder.create_new_reminder")
def remind(player: Player) -> None:
	player.form("Meeting", player.meeting)
	player.menu("Nhắc tôi")
	dialog = player.dialog()
	dialog.locator("[data-fieldname=description] textarea, [data-fieldname=description] input").first.fill(
		f"{player.mark} nhắc"
	)
	player.agree()
	player.finds(
		f"SELECT name FROM tabReminder WHERE description LIKE '%{player.mark} nhắc%' AND user = '{player.person.user}'"
	)


@act("Đính tệp (việc của mình)", "frappe.handler.upload_file")
def attach(player: Player) -> None:
	todo = player.finds(f"SELECT name FROM tabToDo WHERE description LIKE '%{player.mark} một%'")
	player.form("ToDo", todo)
	player.page.locator(".add-attachment-btn button:visible, .add-attachment-btn:visible").first.click()
	dialog = player.dialog()
	dialog.locator("input[type=file]").first.set_input_files(
		{"name": f"{player.person.label}.png", "mimeType": "image/png", "buffer": PNG}
	)
	player.settle()
	dialog.locator(".btn-primary:visible").last.click()
	player.finds(f"SELECT name FROM tabFile WHERE attached_to_name = '{todo}' AND is_private = 1")
	player.settle()


@act("Xem bản in", "frappe.www.printview.get_html_and_style")
def print_view(player: Player) -> None:
	player.go(f"/app/print/Meeting/{player.meeting}")
	player.page.locator(".print-format-container iframe, iframe.print-format-container").first.wait_for()
	player.settle()


@act("Tải bản PDF", "frappe.utils.print_format.download_pdf")
def pdf(player: Player) -> None:
	button = player.page.locator(".page-head:visible button:visible", has_text="PDF").first
	context = player.page.context
	with context.expect_event("response", lambda answer: "download_pdf" in answer.url) as answered:
		button.click()
	answer = answered.value
	player.require(answer.ok and "pdf" in answer.headers.get("content-type", ""), f"the PDF: {answer.status}")
	for page in context.pages[1:]:
		page.close()


# Views


@act("Lịch sinh hoạt", "bontot.meeting.calendar.get_events")
def calendar(player: Player) -> None:
	player.go("/app/meeting/view/calendar/default")
	expect(player.page.locator(".fc-view-container:visible, .fc-view:visible").first).to_be_visible()


@act("Lịch Việc phải làm", "frappe.desk.calendar.get_events")
def calendar_of_duties(player: Player) -> None:
	player.go("/app/obligation/view/calendar/default")
	expect(player.page.locator(".fc-view-container:visible, .fc-view:visible").first).to_be_visible()


@act("Lịch riêng (Sự kiện)", "frappe.desk.doctype.event.event.get_events")
def calendar_of_events(player: Player) -> None:
	player.go("/app/event/view/calendar/default")
	expect(player.page.locator(".fc-view-container:visible, .fc-view:visible").first).to_be_visible()


@act("Cây tổ chức", "frappe.desk.treeview.get_all_nodes")
def tree(player: Player) -> None:
	player.go("/app/party-organization/view/tree")
	expect(player.page.locator(".tree-node:visible, .tree:visible .tree-link:visible").first).to_be_visible()


@act("Con số trên trang (thẻ số liệu)", "frappe.desk.doctype.number_card.number_card.get_result")
def cards(player: Player) -> None:
	names = player.page.evaluate(
		"(frappe.boot.allowed_workspaces || []).filter(each => each.public).map(each => each.name)"
	)
	player.require(names, "a workspace")
	for name in names[:2]:
		player.page.evaluate("name => frappe.set_route('Workspaces', name)", name)
		player.settle()


# One's own


@act("Chuông: đánh dấu đã đọc", "frappe.desk.doctype.notification_log.notification_log.mark_all_as_read")
def notices(player: Player) -> None:
	player.go("/app/meeting")
	player.page.locator(".dropdown-notifications > .notifications-icon").first.click()
	player.settle()
	player.page.locator(".dropdown-notifications .mark-all-read:visible").first.click()
	player.settle()


@act("Thiết lập của tôi", "frappe.desk.form.save.savedocs")
def own_settings(player: Player) -> None:
	choose_of_oneself(player, "Thiết lập của tôi")
	player.page.wait_for_function(
		"user => window.cur_frm?.docname === user && cur_frm.doctype === 'User'", arg=player.person.user
	)
	player.settle()
	tab = player.page.evaluate("cur_frm.fields_dict.location.$wrapper.closest('.tab-pane').attr('id')")
	player.page.locator(f".form-tabs .nav-link[href='#{tab}']:visible").first.click()
	player.page.locator(f"#{tab}.active").first.wait_for()
	folded = player.page.locator(
		".form-section:has(input[data-fieldname=location]) .section-head.collapsed:visible"
	)
	if folded.count():  # newer frameworks fold it
		folded.first.click()
	box = player.page.locator("input[data-fieldname=location]:visible").first
	box.fill(player.mark)
	box.blur()
	player.settle()
	player.page.locator(".primary-action:visible").first.click()
	player.finds(
		f"SELECT name FROM tabUser WHERE name = '{player.person.user}' AND location = '{player.mark}'"
	)
	player.settle()


@act("Giao diện sáng, tối", "frappe.core.doctype.user.user.switch_theme")
def theme(player: Player) -> None:
	choose_of_oneself(player, "Đổi nền sáng, tối")
	player.page.locator(".modal.show .theme-grid [data-theme=dark]").first.click()
	player.finds(f"SELECT name FROM tabUser WHERE name = '{player.person.user}' AND desk_theme = 'Dark'")


def choose_of_oneself(player: Player, words: str) -> None:
	player.go("/app/meeting")
	player.page.locator(".dropdown-navbar-user > .nav-link").first.click()
	player.page.locator(".dropdown-navbar-user .dropdown-item:visible", has_text=words).first.click()
	player.settle()


@act("Ô tìm kiếm", "frappe.utils.global_search.search")
def search(player: Player) -> None:
	player.go("/app/meeting")
	box = player.page.locator("#navbar-search")
	box.fill("Buổi")
	player.settle()
	player.page.locator(".search-bar .awesomplete li:visible").first.wait_for()
	box.press("Escape")


def follow(player: Player) -> None:
	"""Offered to whoever has it on in their settings; what the browser knows of them it learns at the next load."""
	rows(f"UPDATE tabUser SET document_follow_notify = 1 WHERE name = '{player.person.user}'")
	player.load("/app/meeting")
	player.page.evaluate("frappe.boot.user.document_follow_notify = 1")
	player.form("Meeting", player.meeting)
	player.page.locator(".form-sidebar-stats .form-follow:visible").first.click()
	player.finds(
		f"SELECT name FROM `tabDocument Follow` WHERE ref_docname = '{player.meeting}' AND user = '{player.person.user}'"
	)
	player.settle()


ACTS.append(
	Act(
		"Theo dõi một hồ sơ",
		follow,
		lambda player: (
			on_form(player) and not player.page.locator(".form-sidebar-stats .form-follow:visible").count()
		),
		frozenset(("administrator",)),
		"framework không gửi cho tài khoản quản trị; người khác bật trong Thiết lập của tôi",
		("frappe.desk.form.document_follow.update_follow",),
	)
)

# Not offered

absent(
	"Bảng Kanban",
	"bảng của cả hệ thống, do quản trị lập",
	lambda player: on_list(player) and "Kanban" in player.views(),
	ORDINARY,
)
absent(
	"Trang biểu đồ, thẻ số của danh sách",
	"biểu đồ và thẻ số dùng chung, do quản trị lập; biểu đồ của riêng mình vẽ ngay trong báo cáo",
	lambda player: on_list(player) and "Dashboard" in player.views(),
	ORDINARY,
)
absent(
	"Cột của danh sách", "chung cho mọi người, do quản trị đặt; cột của riêng mình chọn trong báo cáo",
	lambda player: on_list(player) and "Cài đặt danh sách" in player.labels(), ORDINARY,
)  # fmt: skip
absent(
	"In nhiều hồ sơ một lúc", "không ai dùng được (docs/an-toan.md)",
	lambda player: on_list(player, choose=True) and "In" in player.labels(".actions-btn-group"),
)  # fmt: skip
absent(
	"Gửi báo cáo tự động qua thư", "do quản trị đặt",
	lambda player: [player.report(), "Cài đặt tự động Email" in player.labels()][1], ORDINARY,
)  # fmt: skip
absent(
	"Chia sẻ hồ sơ",
	"chia sẻ đã tắt",
	lambda player: on_form(player) and player.page.locator(".share-doc-btn").count(),
)
absent(
	"Thư mới, gửi thư", "chỉ quản trị, khi đã đặt hộp thư gửi đi",
	lambda player: on_form(player)
	and (player.page.locator(".timeline-actions .action-btn:visible", has_text="Thư").count() or "Email" in player.labels()),
)  # fmt: skip
absent(
	"Đổi tên, gộp hồ sơ",
	"mã hồ sơ không đổi; loại hồ sơ nào đổi tên được thì chỉ quản trị",
	lambda player: on_form(player) and "Đổi tên" in player.labels(),
)


absent(
	"Hồ sơ của tôi, bảng thành tích", "trang điểm thưởng của framework, không dùng; tên, ảnh, chữ ký ở Thiết lập của tôi",
	lambda player: on_list(player)
	and player.page.locator("a[href='/app/user-profile'], a[href*='/app/leaderboard']").count(),
)  # fmt: skip


def on_list(player: Player, choose: bool = False) -> bool:
	player.go("/app/meeting")
	player.rows().first.wait_for()
	if choose:
		player.page.locator(".list-check-all:visible").first.click()
		player.settle()
	return True


def on_form(player: Player) -> bool:
	player.form("Meeting", player.meeting)
	return True
