import io

from openpyxl import Workbook, load_workbook

from bontot.criteria import scales
from bontot.rating import sheet as rating_sheet
from bontot.tests.case import BontotTestCase

GRADES = [
	{"key": key, "label": label}
	for key, label in zip(
		scales.RATING_GRADES,
		(
			"Hoàn thành xuất sắc nhiệm vụ",
			"Hoàn thành tốt nhiệm vụ",
			"Hoàn thành nhiệm vụ",
			"Không hoàn thành nhiệm vụ",
		),
		strict=True,
	)
]
KNOWN = {"TC1": "TC1", "02.001": "TC1", "TC2": "TC2"}


def sheet(*lines: tuple) -> bytes:
	book = Workbook()
	book.active.append(["Mã", "Tên", "Đơn vị", "Mức xếp loại"])
	for line in lines:
		book.active.append(list(line))
	kept = io.BytesIO()
	book.save(kept)
	return kept.getvalue()


class TestReading(BontotTestCase):
	def test_rows_by_name_or_official_code_whatever_the_letters(self):
		content = sheet(("02.001", "", "", "hoàn thành TỐT nhiệm vụ"), ("TC2", "", "", "Hoàn thành nhiệm vụ"))
		rows, problems = rating_sheet.read(content, KNOWN, GRADES)
		wanted = [("TC1", "Well Completed"), ("TC2", "Duly Completed")]
		self.assertEqual(([(row["name"], row["grade"]) for row in rows], problems), (wanted, []))

	def test_each_problem_names_its_line_and_the_rest_still_counts(self):
		good = "Hoàn thành tốt nhiệm vụ"
		content = sheet(
			("TC9", "", "", good),
			("", "Chi bộ", "", good),
			("TC1", "", "", "Giỏi"),
			("TC1", "", "", good),
			("02.001", "", "", good),
			("TC2", "", "", None),
		)
		rows, problems = rating_sheet.read(content, KNOWN, GRADES)
		self.assertEqual(rows, [{"name": "TC1", "grade": "Well Completed"}])
		places = [(problem["line"], problem["column"]) for problem in problems]
		self.assertEqual(places, [(2, "A"), (3, "A"), (4, "D"), (6, "A")])

	def test_what_is_no_workbook_is_refused(self):
		for content in (b"", b"khong phai", b"PK\x03\x04 hong", b"0" * (rating_sheet.MOST_BYTES + 1)):
			with self.subTest(content[:12]), self.assertRefused(rating_sheet.SheetError):
				rating_sheet.read(content, KNOWN, GRADES)

	def test_the_sheet_to_fill_in_reads_back_and_holds_no_formula(self):
		rows = [
			{"name": "TC1", "label": "=1+1", "place": "", "grade": "Well Completed"},
			{"name": "TC2", "label": "Chi bộ B", "place": "", "grade": None},
		]
		content = rating_sheet.build(rows, GRADES)
		self.assertEqual(load_workbook(io.BytesIO(content)).active["B2"].data_type, "s")
		found, problems = rating_sheet.read(content, KNOWN, GRADES)
		self.assertEqual((found, problems), ([{"name": "TC1", "grade": "Well Completed"}], []))
