"""A workbook all the way in and out again, against a database."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import frappe
from frappe.utils import add_days, nowdate
from openpyxl import load_workbook

from bontot.compat import connect_apart
from bontot.organization import tree
from bontot.organization.testing import (
	create_test_member,
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase
from bontot.workbook import applying, export, rights, service
from bontot.workbook.errors import ImportNotReadyError
from bontot.workbook.testing import headed, write_workbook

MOVING = ("modified", "modified_by", "creation", "owner")
COMMISSION = "can_bo_btc_tinh"


class ImportCase(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.officer = create_test_seat(self.tree.province, COMMISSION).user
		codes = {"province": "T", "grassroots": "T.1", "cell_a": "T.1.A", "cell_b": "T.1.B"}
		for place, code in codes.items():
			doc = frappe.get_doc(tree.DOCTYPE, getattr(self.tree, place))
			doc.code = code
			doc.save()

	def make(self, sheets: dict | bytes, user: str | None = None, organization: str | None = None) -> Any:
		"""An import with its workbook hung on it, by `user` (the officer)."""
		with self.set_user(user or self.officer):
			doc = frappe.get_doc({"doctype": rights.DOCTYPE, "organization": organization}).insert()
			content = sheets if isinstance(sheets, bytes) else packed(sheets)
			file = frappe.get_doc(
				{
					"doctype": "File",
					"file_name": f"{frappe.generate_hash(length=8)}.xlsx",
					"attached_to_doctype": rights.DOCTYPE,
					"attached_to_name": doc.name,
					"is_private": 1,
					"content": content,
				}
			).insert()
			self.addCleanup(Path(file.get_full_path()).unlink, missing_ok=True)
			doc.workbook = file.file_url
			doc.save()
		return doc

	def check(self, doc: Any) -> Any:
		with self.set_user(doc.owner):
			run_now(service.start_check(doc.name)["task"])
		doc.reload()
		return doc

	def bring_in(self, doc: Any) -> Any:
		self.check(doc)
		self.assertEqual((doc.state, problems(doc)), ("Ready", []), doc.outcome)
		with self.set_user(doc.owner):
			run_now(service.start_import(doc.name)["task"])
		doc.reload()
		return doc


def packed(sheets: dict) -> bytes:
	path = Path(frappe.get_site_path("private", f"{frappe.generate_hash(length=8)}.xlsx"))
	try:
		return write_workbook(path, sheets).read_bytes()
	finally:
		path.unlink(missing_ok=True)


def problems(doc: Any) -> list[str]:
	return [one["code"] for one in json.loads(doc.outcome)["problems"] if one["severity"] == "error"]


def exported(branch: str) -> bytes:
	made = BytesIO()
	export.fill(made, branch)
	return made.getvalue()


def cells(content: bytes) -> dict[str, list[tuple]]:
	"""Every cell's value and format, sheet by sheet; codes of new members are the system's."""
	book = load_workbook(BytesIO(content))
	return {
		page.title: [tuple((cell.value, cell.number_format) for cell in row) for row in page.iter_rows()]
		for page in book.worksheets
	}


def stored(doctype: str, name: str) -> dict[str, Any]:
	return {
		key: value
		for key, value in frappe.db.get_value(doctype, name, "*", as_dict=True).items()
		if key not in MOVING
	}


NEW = {
	**headed(
		"organizations",
		{
			"code": "T.2.1",
			"parent": "T.2",
			"organization_name": "Chi bộ thôn  Đầu Cầu",
			"kind": "Chi bộ trực thuộc",
			"sector": "Thôn, bản, tổ dân phố",
			"valid_from": date(2021, 5, 6),
			"place": "Bản Mẻ",
		},
		{
			"code": "T.2",
			"parent": "T",
			"organization_name": "Đảng bộ xã Bản Mẻ",
			"short_name": "Xã Bản Mẻ",
			"kind": "Đảng bộ cơ sở",
			"sector": "Xã",
			"valid_from": date(2021, 1, 1),
			"is_pilot": "Có",
			"founding_decision_number": "12-QĐ/TU",
			"founding_decision_date": date(2020, 12, 30),
		},
	),
	**headed(
		"members",
		{
			"full_name": "Hoàng  Thị Đào",
			"organization": "T.2.1",
			"state": "Chính thức",
			"sex": "Nữ",
			"birth_date": "06/05/1970",
			"admission_date": date(2000, 1, 2),
			"official_date": date(2001, 1, 2),
			"card_number": "01234567",
			"citizen_id": "002085001234",
			"phone": 912345678,
		},
		{"full_name": "Lý A Sử", "organization": "T.1.A", "birth_date": date(1980, 1, 2)},
	),
}


class TestImporting(ImportCase):
	def test_new_rows_stand_as_their_controllers_would_write_them(self):
		done = self.bring_in(self.make(NEW))
		self.assertEqual((done.state, done.imported_by), ("Imported", self.officer))
		cell, body = (frappe.db.get_value(tree.DOCTYPE, {"code": code}) for code in ("T.2.1", "T.2"))
		members = frappe.get_all(
			"Party Member", {"organization": ("in", (cell, self.tree.cell_a))}, pluck="name"
		)
		self.assertEqual(len(members), 2)
		for doctype, name in [
			(tree.DOCTYPE, cell),
			(tree.DOCTYPE, body),
			*(("Party Member", one) for one in members),
		]:
			before = stored(doctype, name)
			frappe.get_doc(doctype, name).save()
			self.assertEqual(stored(doctype, name), before)
			self.assertEqual(frappe.db.get_value(doctype, name, ("owner", "modified_by"))[0], self.officer)
		row = stored(tree.DOCTYPE, cell)
		self.assertEqual(row["path"], tree.path_of(body) + tree.segment(row["serial"]))
		self.assertEqual(
			(row["grassroots_organization"], row["upper_organization"], row["level"]), (body, body, "chi_bo")
		)
		self.assertEqual(
			(row["organization_name"], row["search_text"]),
			("Chi bộ thôn Đầu Cầu", "chi bo thon dau cau t.2.1"),
		)

	def test_a_row_written_here_is_the_row_a_form_writes(self):
		self.bring_in(self.make(NEW))
		ours = stored("Party Member", frappe.db.get_value("Party Member", {"card_number": "01234567"}))
		theirs = create_test_member(
			frappe.db.get_value(tree.DOCTYPE, {"code": "T.2.1"}),
			full_name="Hoàng Thị Đào",
			sex="Female",
			birth_date="1970-05-06",
			admission_date="2000-01-02",
			official_date="2001-01-02",
			card_number="01234567",
			citizen_id="002085001234",
			phone="0912345678",
		)
		self.assertEqual({**ours, "name": ""}, {**stored("Party Member", theirs.name), "name": ""})
		made = stored(tree.DOCTYPE, frappe.db.get_value(tree.DOCTYPE, {"code": "T.2.1"}))
		values = {"sector": "thon_ban_tdp", "valid_from": "2021-05-06", "place": "Bản Mẻ", "code": "T.2.9"}
		other = create_test_organization(
			"chi_bo_truc_thuoc", made["parent_organization"], "Chi bộ thôn Đầu Cầu", **values
		)
		differing = {key for key, value in stored(tree.DOCTYPE, other.name).items() if made[key] != value}
		self.assertEqual(differing, {"name", "serial", "path", "code", "search_text"})

	def test_a_second_run_changes_nothing(self):
		self.bring_in(self.make(NEW))
		counts = [frappe.db.count(doctype) for doctype in (tree.DOCTYPE, "Party Member", "Seat")]
		again = self.check(self.make(NEW))
		found = json.loads(again.outcome)["counts"]
		self.assertEqual(found["Tổ chức đảng"], {"new": 0, "changed": 0, "unchanged": 2})
		self.assertEqual(found["Đảng viên"], {"new": 0, "changed": 0, "unchanged": 2})
		self.bring_in(again)
		self.assertEqual(
			[frappe.db.count(doctype) for doctype in (tree.DOCTYPE, "Party Member", "Seat")], counts
		)

	def test_changes_are_shown_written_and_kept_in_the_history(self):
		member = create_test_member(self.tree.cell_a, phone="0911111111")
		doc = self.make(
			{
				**headed(
					"organizations",
					{
						"code": "T.1.A",
						"organization_name": "Chi bộ Văn phòng Sở",
						"kind": None,
						"valid_from": None,
					},
				),
				**headed(
					"members",
					{
						"id": member.name,
						"full_name": "Hoàng Thị Đào Mai",
						"organization": "T.1.A",
						"phone": "0922222222",
					},
				),
			}
		)
		self.check(doc)
		changes = {change["sheet"]: change["fields"] for change in json.loads(doc.outcome)["changes"]}
		wanted = [
			["Họ và tên", "Hoàng Thị Đào", "Hoàng Thị Đào Mai"],
			["Điện thoại", "0911111111", "0922222222"],
		]
		self.assertEqual(changes["Đảng viên"], wanted)
		self.bring_in(doc)
		member.reload()
		self.assertEqual(
			(member.full_name, member.search_text, member.phone),
			("Hoàng Thị Đào Mai", "hoang thi dao mai", "0922222222"),
		)
		self.assertEqual(
			frappe.db.get_value(tree.DOCTYPE, self.tree.cell_a, "search_text"), "chi bo van phong so t.1.a"
		)
		data = json.loads(frappe.get_last_doc("Version", {"docname": member.name}).data)
		self.assertEqual(data["changed"][1], ["phone", "0911111111", "0922222222"])
		self.assertEqual(data["updater_reference"]["docname"], doc.name)
		for doctype, name in (("Party Member", member.name), (tree.DOCTYPE, self.tree.cell_a)):
			before = stored(doctype, name)
			frappe.get_doc(doctype, name).save()
			self.assertEqual(stored(doctype, name), before)

	def test_a_change_of_state_goes_the_way_of_the_form(self):
		member = create_test_member(self.tree.cell_a, phone="0911111111")
		row = {"id": member.name, "full_name": "Hoàng Thị Đào", "organization": "T.1.A"}
		doc = self.make(headed("members", {**row, "state": "Được miễn", "phone": "0922222222"}))
		with patch.object(applying, "_update") as by_hand:
			self.bring_in(doc)
		by_hand.assert_not_called()
		member.reload()
		self.assertEqual((member.state, member.phone), ("Exempt", "0922222222"))

	def test_seats_give_their_roles(self):
		user = create_test_user()
		row = {
			"position": "Bí thư chi bộ",
			"organization": "T.1.B",
			"user": user.upper(),
			"from_date": date(2025, 1, 1),
		}
		self.bring_in(self.make(headed("seats", row)))
		self.assertIn("Unit Secretary", frappe.get_roles(user))
		self.bring_in(self.make(headed("seats", {**row, "to_date": add_days(nowdate(), -1)})))
		seat = frappe.get_last_doc("Seat", {"user": user})
		self.assertEqual(str(seat.to_date), add_days(nowdate(), -1))
		self.assertNotIn("Unit Secretary", frappe.get_roles(user))

	def test_one_mistake_and_nothing_is_written(self):
		rows = {**NEW, **headed("members", {"full_name": "A", "organization": "nowhere"})}
		doc = self.check(self.make(rows))
		self.assertEqual((doc.state, problems(doc)), ("Has Problems", ["unknown_cell"]))
		with self.set_user(self.officer), self.assertRefused(ImportNotReadyError):
			service.start_import(doc.name)
		self.assertFalse(frappe.db.exists(tree.DOCTYPE, {"code": "T.2"}))

	def test_what_became_wrong_after_the_check_is_found_before_anything_is_written(self):
		doc = self.check(self.make(NEW))
		with self.set_user(self.officer):
			task = service.start_import(doc.name)["task"]
		create_test_organization("dang_bo_co_so", self.tree.province, "Trùng mã", code="T.2")
		create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, "Trùng mã con", code="T.2.1")
		run_now(task)
		doc.reload()
		self.assertEqual((doc.state, problems(doc)), ("Has Problems", ["parent_moved"]))
		self.assertFalse(frappe.db.exists("Party Member", {"card_number": "01234567"}))

	def test_another_file_must_be_checked_again(self):
		doc = self.check(self.make(NEW))
		file = frappe.get_doc("File", {"file_url": doc.workbook})
		Path(file.get_full_path()).write_bytes(
			packed(headed("members", {"full_name": "B", "organization": "T.1.A"}))
		)
		with self.set_user(self.officer), self.assertRefused(ImportNotReadyError):
			service.start_import(doc.name)

	def test_a_cut_off_run_goes_on(self):
		doc = self.check(self.make(NEW))
		with self.set_user(self.officer):
			task = service.start_import(doc.name)["task"]
		with (
			patch.object(applying.Run, "enter", side_effect=RuntimeError("killed")),
			self.assertRaises(RuntimeError),
		):
			run_now(task)  # organisations are in, members are not
		self.assertTrue(frappe.db.exists(tree.DOCTYPE, {"code": "T.2.1"}))
		run_now(task)
		doc.reload()
		self.assertEqual(doc.state, "Imported")
		run_now(task)
		self.assertEqual(frappe.db.count("Party Member", {"card_number": "01234567"}), 1)

	def test_two_at_once_enter_nobody_twice(self):
		"""The second waits until the first is through, and keeps saying so."""
		doc, other = self.check(self.make(NEW)), connect_apart()
		self.addCleanup(other.close)
		with self.set_user(self.officer):
			task = service.start_import(doc.name)["task"]
		lock = service.lock_name()
		self.assertEqual(other.sql("select get_lock(%s, 0)", (lock,))[0][0], 1)
		beats = []

		def beat(_task, *progress) -> None:
			if not beats:
				self.assertFalse(frappe.db.exists(tree.DOCTYPE, {"code": "T.2"}))
				other.sql("select release_lock(%s)", (lock,))
			beats.append(progress)

		with patch.object(service, "LOCK_WAIT", 0), patch("bontot.outbox.task.Task.progress", beat):
			run_now(task)
		self.assertEqual(beats[0], (0, service.STEPS))
		doc.reload()
		self.assertEqual(doc.state, "Imported")
		self.assertEqual(other.sql("select is_free_lock(%s)", (lock,))[0][0], 1)

	def test_another_hand_at_the_same_row_is_not_written_over(self):
		member = create_test_member(self.tree.cell_a)
		doc = self.check(
			self.make(headed("members", {"id": member.name, "full_name": "Tên Mới", "organization": "T.1.A"}))
		)
		with self.set_user(self.officer):
			task = service.start_import(doc.name)["task"]
		write, raced = applying._update, []

		def other_hand(*arguments):
			if not raced:
				raced.append(1)
				frappe.db.set_value("Party Member", member.name, "phone", "0933333333")
			write(*arguments)

		with patch.object(applying, "_update", other_hand), patch.object(frappe.db, "rollback"):
			run_now(task)
		self.assertEqual(
			frappe.db.get_value("Party Member", member.name, ("full_name", "phone")),
			("Tên Mới", "0933333333"),
		)
		self.assertEqual(raced, [1])

	def test_the_workbook_of_results_marks_the_cells(self):
		doc = self.check(
			self.make(headed("members", {"full_name": "=A<", "organization": "T.1.A", "birth_date": "1960"}))
		)
		file = frappe.get_doc("File", {"file_url": doc.result_file})
		self.addCleanup(Path(file.get_full_path()).unlink, missing_ok=True)
		self.assertEqual((file.is_private, file.owner), (1, "Administrator"))
		book = load_workbook(BytesIO(file.get_content()))
		self.assertEqual(book.sheetnames, ["Lỗi và lưu ý", "Sẽ thêm, sẽ sửa", "Đảng viên"])
		listed = [[cell.value for cell in row] for row in book["Lỗi và lưu ý"].iter_rows(min_row=2)]
		self.assertIn(["Lỗi", "Đảng viên", 2, "C", "Ngày sinh", "1960"], [row[:6] for row in listed])
		cell = book["Đảng viên"]["D2"]
		self.assertEqual((cell.value, cell.fill.fgColor.rgb), ("1960", "00FFC7CE"))
		self.assertIn("Chỉ có năm 1960", cell.comment.text)
		self.assertEqual(
			[c.coordinate for page in book for row in page for c in row if c.data_type == "f"], []
		)


class TestRoundTrip(ImportCase):
	def test_export_import_export_is_identical(self):
		create_test_member(
			self.tree.cell_a, phone="+84 912 345 678", card_number="=1+1", birth_date="1890-01-02"
		)
		create_test_member(self.tree.cell_b, full_name="Lý A Sử", state="Left", left_on="2020-01-02")
		frappe.db.set_value("Party Organization", self.tree.agency_cell, "organization_name", "-Chi bộ  <lạ>")
		create_test_seat(self.tree.cell_a, "bi_thu_chi_bo", to_date="2021-01-01")
		for branch, organization in (("", None), (tree.path_of(self.tree.grassroots), self.tree.grassroots)):
			with self.subTest(branch=branch):
				first = exported(branch)
				user = "Administrator" if not branch else self.officer
				doc = self.bring_in(self.make(first, user, organization))
				counts = json.loads(doc.outcome)["counts"]
				self.assertEqual({(one["new"], one["changed"]) for one in counts.values()}, {(0, 0)})
				self.assertEqual(cells(exported(branch)), cells(first))

	def test_into_an_empty_branch_and_out_again(self):
		"""Import into one province what another exported; only the system's own codes of members are new there."""
		self.bring_in(self.make(NEW))
		frappe.db.set_value("Party Member", {"full_name": "Lý A Sử"}, "phone", "'0")
		branch = tree.path_of(frappe.db.get_value(tree.DOCTYPE, {"code": "T.2"}))
		first = exported(branch)
		low, high = tree.path_range(branch)
		for table, column in (("Party Member", "organization_path"), (tree.DOCTYPE, "path")):
			frappe.db.sql(f"delete from `tab{table}` where `{column}` >= %s and `{column}` < %s", (low, high))
		book = load_workbook(BytesIO(first))
		for row in book["Đảng viên"].iter_rows(min_row=2, max_col=1):
			row[0].value = None
		emptied = BytesIO()
		book.save(emptied)
		self.bring_in(self.make(emptied.getvalue()))
		again = exported(tree.path_of(frappe.db.get_value(tree.DOCTYPE, {"code": "T.2"})))
		for title in ("Tổ chức đảng", "Đảng viên"):
			one, other = (
				[row[1:] if title == "Đảng viên" else row for row in cells(c)[title]] for c in (first, again)
			)
			self.assertEqual(one, other)


class TestRights(ImportCase):
	def test_only_within_the_branch(self):
		officer = create_test_seat(self.tree.body, COMMISSION).user
		rows = {
			**headed(
				"organizations",
				{
					"code": "X",
					"parent": "T",
					"organization_name": "X",
					"kind": "Đảng bộ cơ sở",
					"valid_from": date(2021, 1, 1),
				},
			),
			**headed("members", {"full_name": "A", "organization": self.tree.commune_cell}),
			**headed(
				"seats",
				{
					"position": "Bí thư chi bộ",
					"organization": self.tree.commune_cell,
					"user": officer,
					"from_date": date(2021, 1, 1),
				},
			),
		}
		doc = self.check(self.make(rows, officer))
		self.assertEqual(doc.organization, self.tree.body)
		found = {code.removesuffix("_near") for code in problems(doc)}
		self.assertEqual(found, {"parent_outside", "unknown_cell", "unknown_seat_organization"})
		inside = headed("members", {"full_name": "A", "organization": "T.1.A"})
		self.assertEqual(self.bring_in(self.make(inside, officer)).state, "Imported")

	def test_a_seat_that_ended_ends_the_import(self):
		seat = create_test_seat(self.tree.body, COMMISSION)
		doc = self.check(self.make(headed("members", {"full_name": "A", "organization": "T.1.A"}), seat.user))
		with self.set_user(seat.user):
			task = service.start_import(doc.name)["task"]
		frappe.db.set_value("Seat", seat.name, "to_date", add_days(nowdate(), -1))
		self.forget_seats()
		with self.assertRaises(frappe.PermissionError):
			run_now(task)
		self.assertFalse(frappe.db.exists("Party Member", {"organization": self.tree.cell_a}))

	def test_personal_data_leaves_only_to_who_may_read_it(self):
		create_test_member(self.tree.cell_a, phone="0912345678", card_number="01234567")
		headings = {}
		for who, position in (("overseer", "theo_doi"), ("secretary", "bi_thu_chi_bo")):
			with self.set_user(create_test_seat(self.tree.cell_a, position).user):
				branch = tree.path_of(self.tree.cell_a)
				export.require_reading(branch)
				headings[who] = {value for value, _format in cells(exported(branch))["Đảng viên"][0]}
		personal = {"Số thẻ đảng viên", "Số căn cước", "Điện thoại"}
		self.assertEqual(
			(headings["overseer"] & personal, headings["secretary"] & personal), (set(), personal)
		)

	def test_nobody_exports_what_he_does_not_see(self):
		with self.set_user(create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user):
			for branch in (tree.path_of(self.tree.cell_b), ""):
				with self.assertRefused(frappe.PermissionError):
					export.require_reading(branch)

	def forget_seats(self) -> None:
		from bontot.organization import access

		access.forget()
