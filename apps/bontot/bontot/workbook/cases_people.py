"""Every kind of problem of the sheets of members and seats, with the very words the person reads (test_checking)."""

from datetime import date
from typing import Any

from bontot.workbook.testing import headed

PERSON = {"full_name": "Lý A Sử", "organization": "02.001.002", "birth_date": date(1980, 1, 1)}
SEAT = {
	"position": "Bí thư chi bộ",
	"organization": "02.001.002",
	"user": "dao@thu.example",
	"from_date": date(2025, 1, 1),
}


def folk(*rows: dict[str, Any]) -> dict:
	return headed("members", *({**PERSON, **row} for row in rows))


def held(*rows: dict[str, Any]) -> dict:
	return headed("seats", *({**SEAT, **row} for row in rows))


# (sheets, code, row, field marked, words): row 2 is the first below the headings.
CASES = (
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
		folk({"birth_date": date(2035, 1, 1)}),
		"in_future",
		2,
		"birth_date",
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
