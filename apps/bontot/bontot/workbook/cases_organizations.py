"""Every kind of problem of the sheet of organisations, with the very words the person reads (test_checking)."""

from datetime import date
from typing import Any

from bontot.workbook.testing import headed

FOUNDED = date(2021, 1, 1)
CELL = {
	"code": "02.001.009",
	"parent": "02.001",
	"organization_name": "Chi bộ thôn Mới",
	"kind": "Chi bộ trực thuộc",
	"valid_from": FOUNDED,
}


def cells(*rows: dict[str, Any]) -> dict:
	return headed("organizations", *({**CELL, **row} for row in rows))


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
)
