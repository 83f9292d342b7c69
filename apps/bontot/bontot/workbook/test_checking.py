"""Every kind of problem once, with the very words the person reads. No database."""

from datetime import date
from unittest import TestCase

from bontot.workbook import problems
from bontot.workbook.cases_organizations import CASES as OF_ORGANIZATIONS
from bontot.workbook.cases_organizations import cells
from bontot.workbook.cases_people import CASES as OF_PEOPLE
from bontot.workbook.cases_people import folk, held
from bontot.workbook.layout import SHEETS
from bontot.workbook.state import Member, SeatRow, same_key
from bontot.workbook.testing import STAMP, check_sheets, organization, row_of, said, small_state

# Asserted in test_reader, of files and headings rather than rows.
OF_FILES = {
	"not_a_workbook", "old_or_locked", "has_macros", "too_big", "broken", "no_sheet", "nothing_to_take", "two_sheets",
	"unknown_sheet", "sheet_by_headings", "no_heading_row", "missing_heading", "doubled_heading", "unknown_heading",
	"too_many_rows", "merged", "hidden_rows", "decomposed", "cleaned", "from_formula", "serial_date", "zero_restored",
	"formula_without_value", "excel_error",
}  # fmt: skip
# Asserted below, in states of their own; doubtful_choice in test_values, numbers of members in test_check_bounds.
OF_STATES = {
	"code_taken", "top_not_yours", "parent_outside", "taken_elsewhere", "doubtful_member", "personal_not_yours",
	"not_in_reach", "doubtful_choice", "few_members", "many_members", "no_members_yet",
}  # fmt: skip


class TestEachProblem(TestCase):
	def test_cell_and_words(self):
		for sheets, code, row, field, words in (*OF_ORGANIZATIONS, *OF_PEOPLE):
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
		tested = (
			{code for _sheets, code, *_rest in (*OF_ORGANIZATIONS, *OF_PEOPLE) if code} | OF_FILES | OF_STATES
		)
		self.assertEqual(tested, set(problems.TEXTS))


class TestManyAtOnce(TestCase):
	def test_every_fault_of_a_row_is_told(self):
		wrong = {"user": "ai@thu.example"}
		for sheets, codes in (
			(held({**wrong, "organization": "99"}), {"unknown_seat_organization", "unknown_user"}),
			(held({**wrong, "from_date": None}), {"missing", "unknown_user"}),
			(folk({**wrong, "organization": "99"}), {"unknown_cell", "unknown_user"}),
			(
				folk({**wrong, "birth_date": date(2035, 1, 1), "admission_date": date(2036, 1, 1)}),
				{"in_future", "unknown_user"},
			),
		):
			with self.subTest(codes=codes):
				book, _plan = check_sheets(sheets)
				self.assertEqual({one[0] for one in said(book)}, codes)


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
