"""Every kind of problem once, with the very words the person reads. No database."""

from datetime import date
from typing import Any
from unittest import TestCase

from bontot.organization.workbook import problems
from bontot.organization.workbook.layout import SHEETS
from bontot.organization.workbook.state import Member, SeatRow, same_key
from bontot.organization.workbook.testing import (
	STAMP,
	check_sheets,
	headed,
	organization,
	row_of,
	said,
	small_state,
)

FOUNDED = date(2021, 1, 1)
CELL = {
	"code": "02.001.009",
	"parent": "02.001",
	"organization_name": "Chi bộ thôn Mới",
	"kind": "Chi bộ trực thuộc",
	"valid_from": FOUNDED,
}
PERSON = {"full_name": "Lý A Sử", "organization": "02.001.002", "birth_date": date(1980, 1, 1)}
SEAT = {
	"position": "Bí thư chi bộ",
	"organization": "02.001.002",
	"user": "dao@thu.example",
	"from_date": date(2025, 1, 1),
}


def cells(*rows: dict[str, Any]) -> dict:
	return headed("organizations", *({**CELL, **row} for row in rows))


def folk(*rows: dict[str, Any]) -> dict:
	return headed("members", *({**PERSON, **row} for row in rows))


def held(*rows: dict[str, Any]) -> dict:
	return headed("seats", *({**SEAT, **row} for row in rows))


# (sheets, code, row, field marked, words): row 2 is the first below the headings.
CASES = (
	(cells({"code": None}), "missing", 2, "code", "Thiếu “Mã tổ chức đảng”. Điền vào ô này."),
	(
		cells({}, {}),
		"doubled_code",
		3,
		"code",
		"Mã này đã ghi ở dòng 2 cùng trang. Mỗi tổ chức một mã, một dòng.",
	),
	(
		cells({}, {"code": "02.001.009 "}),
		"doubled_code",
		3,
		"code",
		"Mã này đã ghi ở dòng 2 cùng trang. Mỗi tổ chức một mã, một dòng.",
	),
	(
		cells({"code": "TC0000999"}),
		"code_like_system",
		2,
		"code",
		"Mã kiểu này là của máy, không có tổ chức nào mang mã ấy. Ghi mã của tổ chức, hoặc mã có trong tệp xuất ra.",
	),
	(
		cells({"code": "02.001.001", "organization_name": "(xóa)"}),
		"cannot_clear",
		2,
		"organization_name",
		"“Tên tổ chức đảng” là bắt buộc nên không xóa được. Ghi giá trị đúng, hoặc để trống để giữ nguyên.",
	),
	(
		cells({"parent": "99"}),
		"unknown_parent",
		2,
		"parent",
		"Không có tổ chức cấp trên nào mang mã này, cả trong tệp lẫn trong phạm vi của đồng chí. "
		"Sửa mã cấp trên, hoặc thêm tổ chức ấy vào trang Tổ chức đảng.",
	),
	(
		cells({"parent": "02.01"}),
		"unknown_parent_near",
		2,
		"parent",
		"Không có tổ chức cấp trên nào mang mã này. Gần nhất là 02.001 (Tổ chức 02.001). "
		"Sửa mã cấp trên, hoặc thêm tổ chức ấy vào trang Tổ chức đảng.",
	),
	(
		cells({"parent": None}, {"code": "x", "parent": "02.001"}),
		"missing_parent",
		2,
		"parent",
		"Chi bộ trực thuộc phải trực thuộc một tổ chức khác. Ghi mã tổ chức cấp trên.",
	),
	(
		cells({"parent": "02"}),
		"wrong_parent",
		2,
		"parent",
		"Chi bộ trực thuộc không trực thuộc Đảng bộ tỉnh được. Sửa mã cấp trên hoặc sửa loại tổ chức.",
	),
	(
		cells({"code": "A", "parent": "B"}, {"code": "B", "parent": "A"}),
		"cycle",
		2,
		"parent",
		"Các tổ chức này trực thuộc lẫn nhau thành vòng: A → B → A. Sửa mã cấp trên để có một tổ chức đứng đầu.",
	),
	(
		cells({"code": "02.001.001", "parent": "02"}),
		"parent_moved",
		2,
		"parent",
		"Tổ chức này đang trực thuộc 02.001 (Tổ chức 02.001); bảng ghi khác. "
		"Đổi cấp trên làm bằng sắp xếp tổ chức. Ở đây ghi 02.001 (Tổ chức 02.001) hoặc để trống.",
	),
	(
		cells({"code": "02.001.001", "kind": "Đảng bộ cơ sở"}),
		"kind_changed",
		2,
		"kind",
		"Tổ chức này đang là Chi bộ trực thuộc; bảng ghi khác. "
		"Đổi loại làm bằng sắp xếp tổ chức. Ở đây ghi Chi bộ trực thuộc hoặc để trống.",
	),
	(
		cells({"level": "Tỉnh"}),
		"level_differs",
		2,
		"level",
		"Loại tổ chức này thuộc cấp Chi bộ. Ghi Chi bộ hoặc để trống.",
	),
	(
		cells({"valid_to": date(2020, 12, 31)}),
		"ends_before_start",
		2,
		"valid_to",
		"Ngày kết thúc đứng trước ngày bắt đầu (01/01/2021). Sửa một trong hai ngày.",
	),
	(
		cells({"valid_from": date(2019, 1, 1)}),
		"outside_parent_life",
		2,
		"valid_from",
		"Tổ chức cấp trên chỉ hoạt động từ 01/01/2020. Sửa ngày cho nằm trong thời gian ấy, hoặc sửa cấp trên.",
	),
	(
		cells(
			{
				"code": "02.001",
				"parent": "02",
				"kind": None,
				"organization_name": None,
				"valid_from": None,
				"valid_to": date(2025, 6, 30),
			}
		),
		"children_outlive",
		2,
		"valid_to",
		"Tổ chức bên dưới vẫn hoạt động ngoài thời gian này: Tổ chức 02.001.001, Tổ chức 02.001.002. "
		"Kết thúc hoặc chuyển các tổ chức ấy trước.",
	),
	(
		cells({"organization_name": "Tổ chức 02.001.001"}),
		"same_name",
		2,
		"organization_name",
		"Cùng cấp trên đã có tổ chức tên này, mã 02.001.001. Xem có phải cùng một tổ chức ghi hai mã không.",
	),
	(
		cells(
			{"organization_name": "Chi bộ thôn Hoà"}, {"code": "x", "organization_name": "Chi bộ thôn Hòa"}
		),
		"other_unicode_form",
		3,
		"organization_name",
		"Cùng cấp trên có tổ chức mã 02.001.009 tên “Chi bộ thôn Hoà”, chỉ khác cách bỏ dấu hoặc chữ hoa. "
		"Xem có phải cùng một tổ chức ghi hai mã không.",
	),
	(
		cells({"organization_name": "A <b>"}),
		"angle",
		2,
		"organization_name",
		"Có dấu < hoặc >. Bỏ các dấu ấy.",
	),
	(
		cells({"kind": "Chi bộ trực thuôc"}),
		None,
		None,
		None,
		None,
	),
	(
		cells({"kind": "Chi bộ trực"}),
		"unknown_choice_near",
		2,
		"kind",
		"Không có “Chi bộ trực” trong danh mục loại tổ chức đảng. Gần nhất là “Chi bộ trực thuộc”. "
		"Chọn “Chi bộ trực thuộc” nếu đúng, hoặc chọn lại trong danh sách của ô.",
	),
	(
		cells({"kind": "Hội"}),
		"unknown_choice",
		2,
		"kind",
		"Không có “Hội” trong danh mục loại tổ chức đảng. Chọn lại trong danh sách của ô.",
	),
	(
		cells({"is_pilot": "chắc vậy"}),
		"bad_yesno",
		2,
		"is_pilot",
		"Chỉ ghi Có hoặc Không. Ghi Có hoặc Không.",
	),
	(
		cells({"valid_from": "2021"}),
		"year_only",
		2,
		"valid_from",
		"Chỉ có năm 2021. Ghi đủ ngày/tháng/năm; không rõ ngày thì để trống.",
	),
	(
		cells({"valid_from": "07/2021"}),
		"month_only",
		2,
		"valid_from",
		"Chỉ có tháng và năm. Ghi đủ ngày/tháng/năm; không rõ ngày thì để trống.",
	),
	(
		cells({"valid_from": "01/07/21"}),
		"short_year",
		2,
		"valid_from",
		"Năm chỉ có hai chữ số. Ghi đủ bốn chữ số của năm.",
	),
	(
		cells({"valid_from": "hè 2021"}),
		"not_a_date",
		2,
		"valid_from",
		"Không phải là ngày. Ghi theo ngày/tháng/năm, ví dụ 03/02/2010.",
	),
	(
		cells({"valid_from": "30/02/2021"}),
		"no_such_day",
		2,
		"valid_from",
		"Không có ngày này trong lịch. Ghi theo ngày/tháng/năm, ví dụ 03/02/2010.",
	),
	(cells({"valid_from": 44197.5}), "with_time", 2, "valid_from", "Ô có cả giờ. Chỉ ghi ngày/tháng/năm."),
	(cells({"short_name": "x" * 141}), "too_long", 2, "short_name", "Dài quá 140 ký tự. Rút gọn lại."),
	(
		cells({"short_name": FOUNDED}),
		"wrong_kind",
		2,
		"short_name",
		"Ô không ghi chữ như cột này cần. Ghi lại bằng chữ.",
	),
	(
		folk({"organization": "99"}),
		"unknown_cell",
		2,
		"organization",
		"Không có chi bộ nào mang mã này, cả trong tệp lẫn trong phạm vi của đồng chí. "
		"Sửa mã chi bộ, hoặc thêm chi bộ vào trang Tổ chức đảng.",
	),
	(
		folk({"organization": "02.001.02"}),
		"unknown_cell_near",
		2,
		"organization",
		"Không có chi bộ nào mang mã này. Gần nhất là 02.001.002 (Tổ chức 02.001.002). "
		"Sửa mã chi bộ, hoặc thêm chi bộ vào trang Tổ chức đảng.",
	),
	(
		folk({"organization": "02.001"}),
		"not_a_cell",
		2,
		"organization",
		"Tổ chức này là Đảng bộ cơ sở, không phải chi bộ. Xem lại mã chi bộ.",
	),
	(
		folk({"id": "m9"}),
		"unknown_member",
		2,
		"id",
		"Không có đảng viên nào mang mã này trong phạm vi của đồng chí. "
		"Thêm mới thì để trống ô mã; sửa thì giữ mã có trong tệp xuất ra.",
	),
	(
		folk({}, {"full_name": "Ly\u0301 A Sử"}),
		"doubled_member",
		3,
		"full_name",
		"Đảng viên này đã ghi ở dòng 2 cùng trang. "
		"Mỗi đảng viên một dòng; nếu là hai người thì ghi thêm ngày sinh hoặc số thẻ.",
	),
	(
		folk({"card_number": "12345678"}),
		"in_two_cells",
		2,
		"card_number",
		"Người này (cùng số thẻ đảng viên) đang ở chi bộ 02.001.001 (đang có trong hệ thống). "
		"Một người chỉ ở một chi bộ. Chuyển chi bộ làm bằng chuyển sinh hoạt; ghi nhầm thì sửa.",
	),
	(
		folk({"citizen_id": "002085001234"}, {"organization": "02.001.001", "citizen_id": "002085001234"}),
		"in_two_cells",
		3,
		"citizen_id",
		"Người này (cùng số căn cước) đang ở chi bộ 02.001.002 (dòng 2). "
		"Một người chỉ ở một chi bộ. Chuyển chi bộ làm bằng chuyển sinh hoạt; ghi nhầm thì sửa.",
	),
	(
		folk({"id": "m1"}),
		"member_moved",
		2,
		"organization",
		"Đảng viên này đang ở chi bộ 02.001.001; bảng ghi khác. "
		"Chuyển chi bộ làm bằng chuyển sinh hoạt, không làm bằng bảng nhập.",
	),
	(
		folk({"admission_date": date(2030, 1, 1)}),
		"in_future",
		2,
		"admission_date",
		"Ngày này còn ở phía trước. Sửa lại ngày.",
	),
	(
		folk({"admission_date": date(2010, 1, 1), "official_date": date(2009, 1, 1)}),
		"official_before_admission",
		2,
		"official_date",
		"Ngày chính thức đứng trước ngày vào Đảng. Sửa một trong hai ngày.",
	),
	(
		folk({"state": "Dự bị", "official_date": date(2009, 1, 1)}),
		"probationary_with_official_date",
		2,
		"official_date",
		"Đảng viên dự bị chưa có ngày chính thức. Xóa ngày chính thức hoặc sửa trạng thái.",
	),
	(
		folk({"state": "Không còn sinh hoạt"}),
		"left_without_date",
		2,
		"left_on",
		"Đảng viên không còn sinh hoạt phải có ngày thôi sinh hoạt. Ghi ngày thôi sinh hoạt.",
	),
	(
		folk({"left_on": date(2020, 1, 1)}),
		"date_without_leaving",
		2,
		"left_on",
		"Chỉ đảng viên không còn sinh hoạt mới có ngày thôi sinh hoạt. Xóa ngày ấy hoặc sửa trạng thái.",
	),
	(
		folk(
			{"state": "Không còn sinh hoạt", "admission_date": date(2010, 1, 1), "left_on": date(2009, 1, 1)}
		),
		"left_before_admission",
		2,
		"left_on",
		"Ngày thôi sinh hoạt đứng trước ngày vào Đảng. Sửa một trong hai ngày.",
	),
	(
		folk({"user": "ai@thu.example"}),
		"unknown_user",
		2,
		"user",
		"Không có tài khoản này trong hệ thống. Kiểm tra lại thư điện tử, hoặc lập tài khoản trước.",
	),
	(
		folk({"phone": "không có"}),
		"not_digits",
		2,
		"phone",
		"Số điện thoại có ký tự không phải chữ số. Chỉ ghi chữ số, dấu cách, dấu chấm hoặc dấu + ở đầu.",
	),
	(
		folk({"card_number": 1234567}),
		"number_not_text",
		2,
		"card_number",
		"Ô đang là con số nên có thể đã mất số 0 ở đầu hoặc cuối. Đổi ô sang dạng chữ (Text) rồi ghi lại cho đủ.",
	),
	(
		held({"organization": "99"}),
		"unknown_seat_organization",
		2,
		"organization",
		"Không có tổ chức nào mang mã này, cả trong tệp lẫn trong phạm vi của đồng chí. "
		"Sửa mã tổ chức, hoặc thêm tổ chức vào trang Tổ chức đảng.",
	),
	(
		held({"organization": "02.001.02"}),
		"unknown_seat_organization_near",
		2,
		"organization",
		"Không có tổ chức nào mang mã này. Gần nhất là 02.001.002 (Tổ chức 02.001.002). "
		"Sửa mã tổ chức, hoặc thêm tổ chức vào trang Tổ chức đảng.",
	),
	(
		held({"user": "ai@thu.example"}),
		"unknown_user",
		2,
		"user",
		"Không có tài khoản này trong hệ thống. Kiểm tra lại thư điện tử, hoặc lập tài khoản trước.",
	),
	(
		held(
			{"user": None, "term": "2025-2030"}, {"organization": "02.001.001", "from_date": date(2010, 1, 1)}
		),
		"no_holder",
		2,
		"user",
		"Chưa ghi ai giữ chức vụ. Ghi tài khoản; người chưa có tài khoản thì ghi mã đảng viên.",
	),
	(
		held({"user": "Administrator"}),
		"kept_user",
		2,
		"user",
		"Tài khoản này không phải của một người. Chọn tài khoản cá nhân.",
	),
	(
		held({}, {}),
		"doubled_seat",
		3,
		"position",
		"Vị trí công tác này đã ghi ở dòng 2 cùng trang. Giữ một dòng.",
	),
	(
		held({}, {"from_date": date(2025, 6, 1)}),
		"seat_overlap",
		3,
		"from_date",
		"Người này đã giữ chức vụ ấy ở đây từ 01/01/2025 (dòng 2). Sửa ngày của vị trí đã có thay vì thêm mới.",
	),
	(
		held({"organization": "02.001.001"}),
		"seat_overlap",
		2,
		"from_date",
		"Người này đã giữ chức vụ ấy ở đây từ 01/01/2024. Sửa ngày của vị trí đã có thay vì thêm mới.",
	),
	(
		held({"from_date": date(2019, 1, 1)}),
		"seat_outside_life",
		2,
		"from_date",
		"Tổ chức chỉ hoạt động từ 01/01/2020. Xem lại ngày giữ chức vụ.",
	),
	(
		held({"member": "m9"}),
		"unknown_member",
		2,
		"member",
		"Không có đảng viên nào mang mã này trong phạm vi của đồng chí. "
		"Thêm mới thì để trống ô mã; sửa thì giữ mã có trong tệp xuất ra.",
	),
)
# Asserted in test_reader, of files and headings rather than rows.
OF_FILES = {
	"not_a_workbook", "old_or_locked", "has_macros", "too_big", "broken", "no_sheet", "nothing_to_take", "two_sheets",
	"unknown_sheet", "sheet_by_headings", "no_heading_row", "missing_heading", "doubled_heading", "unknown_heading",
	"too_many_rows", "merged", "hidden_rows", "decomposed", "cleaned", "from_formula", "serial_date", "zero_restored",
	"formula_without_value", "excel_error",
}  # fmt: skip
# Asserted below, in states of their own; doubtful_choice in test_values.
OF_STATES = {
	"code_taken", "top_not_yours", "parent_outside", "taken_elsewhere", "doubtful_member", "personal_not_yours",
	"not_in_reach", "doubtful_choice",
}  # fmt: skip


class TestEachProblem(TestCase):
	def test_cell_and_words(self):
		for sheets, code, row, field, words in CASES:
			with self.subTest(code=code, sheets=sheets):
				book, plan = check_sheets(sheets)
				found = [one for one in said(book) if one[0] not in ("decomposed", "cleaned")]
				if code is None:
					self.assertEqual(found, [])
					continue
				self.assertIn((code, row, words), [(one[0], one[1], one[3]) for one in found])
				read = next(iter(book.sheets.values()))
				heading = read.headings.get(field)
				letters = [one[2] for one in found if one[0] == code and one[1] == row]
				self.assertEqual(letters, [heading.letter if heading else ""])
				if problems.TEXTS[code][0] == problems.ERROR:
					rows = [entry[0] for one in plan.sheets.values() for entry in one.new]
					self.assertNotIn(row, rows, "a row with a mistake is in the plan")

	def test_no_kind_of_problem_is_untested(self):
		tested = {code for _sheets, code, *_rest in CASES if code} | OF_FILES | OF_STATES
		self.assertEqual(tested, set(problems.TEXTS))


class TestStates(TestCase):
	def says(self, sheets, state, code: str, words: str):
		book, plan = check_sheets(sheets, state)
		self.assertIn((code, words), [(one[0], one[3]) for one in said(book)])
		return plan

	def test_what_lies_outside_the_branch(self):
		state = small_state()
		state.unrestricted, state.branch = False, "000001000002"
		state.organizations["TC0000001"].inside = False
		state.codes_elsewhere = {"07"}
		words = "Mã này đang là của một tổ chức ngoài phạm vi của đồng chí. Kiểm tra lại mã; nếu đúng, nhờ Ban Tổ chức cấp trên nhập."
		self.says(cells({"code": "07"}), state, "code_taken", words)
		words = "Tổ chức cấp trên nằm ngoài phạm vi của đồng chí. Nhờ Ban Tổ chức cấp trên nhập dòng này."
		self.says(cells({"parent": "07"}), state, "parent_outside", words)
		self.says(cells({"parent": "02", "kind": "Đảng bộ cơ sở"}), state, "parent_outside", words)
		words = "Chỉ quản trị hệ thống lập được tổ chức cao nhất. Ghi mã tổ chức cấp trên."
		self.says(cells({"parent": None, "kind": "Đảng bộ tỉnh", "x": 1}), state, "top_not_yours", words)
		words = "Dòng này nằm ngoài phạm vi của đồng chí. Bỏ dòng này, hoặc nhờ Ban Tổ chức cấp trên nhập."
		row = {
			"code": "02",
			"parent": None,
			"kind": None,
			"organization_name": "Tên khác",
			"valid_from": None,
		}
		self.says(cells(row), state, "not_in_reach", words)
		self.says(folk({"organization": "02"}), state, "not_in_reach", words)
		self.says(held({"organization": "02"}), state, "not_in_reach", words)

	def test_a_person_at_home_elsewhere(self):
		state = small_state()
		state.cards_elsewhere = {("card_number", "11111111")}
		words = (
			"Số thẻ đảng viên này đang là của một đảng viên ngoài phạm vi của đồng chí. "
			"Kiểm tra lại; chuyển chi bộ làm bằng chuyển sinh hoạt."
		)
		self.says(folk({"card_number": "11111111"}), state, "taken_elsewhere", words)
		guest = folk({"card_number": "11111111", "state": "Sinh hoạt tạm thời đến"})
		self.assertEqual(said(check_sheets(guest, state)[0]), [])

	def test_two_of_one_name(self):
		state = small_state()
		for name, born in (("m2", date(1970, 1, 1)), ("m3", date(1971, 1, 1))):
			row = row_of(
				"members",
				id=name,
				full_name="Lý A Sử",
				organization="TC0000004",
				state="Full",
				birth_date=born,
			)
			state.members[name] = Member(name, "TC0000004", row, STAMP)
		words = (
			"Chi bộ đang có 2 đảng viên cùng tên (và ngày sinh), máy không biết là ai. "
			"Ghi mã đảng viên lấy từ tệp xuất ra."
		)
		self.says(folk({"birth_date": None, "phone": "0912345678"}), state, "doubtful_member", words)
		plan = check_sheets(folk({"birth_date": date(1971, 1, 1), "phone": "0912345678"}), state)[1]
		self.assertEqual([change.name for change in plan.sheets["members"].changed], ["m3"])

	def test_personal_data_of_whoever_may_not_write_it(self):
		state = small_state()
		state.writes_personal = False
		words = "Đồng chí không được ghi số thẻ, căn cước, điện thoại. Xóa cột này khỏi bảng."
		self.says(folk({"phone": "0912345678"}), state, "personal_not_yours", words)
		self.assertEqual(said(check_sheets(folk({}), state)[0]), [])


class TestPlans(TestCase):
	def test_new_changed_and_unchanged(self):
		_book, plan = check_sheets(
			{
				**cells(
					{"code": "02.001.010.1", "parent": "02.002", "kind": "Chi bộ trực thuộc"},
					{"code": "02.002", "parent": "02", "kind": "Đảng bộ cơ sở"},
					{"code": "02.001.001", "organization_name": "Chi bộ thôn Nà Mèo", "valid_from": None},
					{
						"code": "02.001.002",
						"organization_name": "Tổ chức 02.001.002",
						"valid_from": date(2020, 1, 1),
					},
				),
				**folk(
					{},
					{
						"full_name": "Hoàng Thị Đào",
						"organization": "02.001.001",
						"birth_date": None,
						"phone": "0912345678",
					},
				),
				**held({}),
			}
		)
		organizations = plan.sheets["organizations"]
		self.assertEqual(
			[row[1] for row in organizations.new], ["02.002", "02.001.010.1"]
		)  # the parent first
		self.assertEqual(organizations.counts, {"new": 2, "changed": 1, "unchanged": 1})
		change = organizations.changed[0]
		self.assertEqual(change.fields, {"organization_name": ("Tổ chức 02.001.001", "Chi bộ thôn Nà Mèo")})
		members = plan.sheets["members"]
		self.assertEqual(members.counts, {"new": 1, "changed": 1, "unchanged": 0})
		self.assertEqual(members.changed[0].fields, {"phone": (None, "0912345678")})
		self.assertEqual(plan.sheets["seats"].counts, {"new": 1, "changed": 0, "unchanged": 0})

	def test_an_empty_cell_keeps_and_the_word_takes_away(self):
		row = {
			"id": "m1",
			"full_name": "Hoàng Thị Đào",
			"organization": "02.001.001",
			"birth_date": "(xóa)",
			"card_number": None,
		}
		_book, plan = check_sheets(folk(row))
		self.assertEqual(plan.sheets["members"].changed[0].fields, {"birth_date": (date(1970, 5, 6), None)})

	def test_parent_and_children_change_their_lives_together(self):
		last = date(2026, 6, 30)
		silent = {
			"parent": None,
			"kind": None,
			"organization_name": None,
			"valid_from": None,
			"valid_to": last,
		}
		book, plan = check_sheets(
			cells(*({**silent, "code": code} for code in ("02.001", "02.001.001", "02.001.002")))
		)
		self.assertEqual(said(book), [])
		self.assertEqual(plan.sheets["organizations"].counts, {"new": 0, "changed": 3, "unchanged": 0})

	def test_rows_that_say_what_stands_are_never_wrong(self):
		"""Old rows may break rules that came later: exported and imported again they are no problem."""
		state = small_state()
		state.add(
			organization(
				"TC0000009",
				"odd",
				"TC0000001",
				"chi_bo_truc_thuoc",
				"000001000009",
				valid_from=date(1990, 1, 1),
			)
		)
		stored = state.organizations["TC0000009"].values
		row = dict(zip((column.field for column in SHEETS["organizations"].columns), stored, strict=True))
		row = {field: value for field, value in row.items() if field not in ("is_pilot", "level")}
		odd = row_of(
			"members",
			id="m7",
			full_name="<A>",
			organization="TC0000004",
			state="Left",
			card_number="12345678",
		)
		state.members["m7"] = Member("m7", "TC0000004", odd, STAMP)
		seat = row_of(
			"seats",
			position="theo_doi",
			organization="TC0000003",
			user="gone@thu.example",
			from_date=date(2000, 1, 1),
		)
		state.seats.append(
			SeatRow("s2", "theo_doi", "TC0000003", "gone@thu.example", None, date(2000, 1, 1), seat, STAMP)
		)
		book, plan = check_sheets(
			{
				**cells({**row, "parent": "02"}),
				**folk(
					{
						"id": "m7",
						"full_name": "<A>",
						"state": "Left",
						"card_number": "12345678",
						"birth_date": None,
					}
				),
				**held(
					{
						"position": "theo_doi",
						"organization": "02.001.001",
						"user": "gone@thu.example",
						"from_date": date(2000, 1, 1),
					}
				),
			},
			state,
		)
		self.assertEqual(said(book), [])
		self.assertTrue(plan.changes_nothing)

	def test_a_seat_without_an_account_gets_one(self):
		state = small_state()
		seat = row_of(
			"seats", position="theo_doi", organization="TC0000003", member="m1", from_date=date(2025, 1, 1)
		)
		state.seats.append(SeatRow("s9", "theo_doi", "TC0000003", None, "m1", date(2025, 1, 1), seat, STAMP))
		row = {"position": "Người theo dõi", "organization": "02.001.001", "member": "m1"}
		_book, plan = check_sheets(held({**row, "user": None}), state)
		self.assertEqual(plan.sheets["seats"].counts, {"new": 0, "changed": 0, "unchanged": 1})
		_book, plan = check_sheets(held(row), state)
		self.assertEqual(
			[(change.name, change.fields) for change in plan.sheets["seats"].changed],
			[("s9", {"user": (None, "dao@thu.example")})],
		)

	def test_names_that_differ_in_form_and_names_that_differ(self):
		self.assertEqual(same_key("Thôn Hoà"), same_key("thôn Hòa"))
		self.assertEqual(same_key("Quỳnh Thuỷ"), same_key("Quỳnh Thủy"))
		self.assertNotEqual(same_key("Bản Mé"), same_key("Bản Mẻ"))
		self.assertNotEqual(same_key("Đào"), same_key("Dào"))
