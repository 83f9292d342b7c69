"""Reports, cards, workspaces and exports: what each person sees of them."""

import csv
import io
import json
from unittest.mock import patch

import frappe
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result
from frappe.desk.query_report import run
from openpyxl import load_workbook

from bontot.arguments import ArgumentError
from bontot.organization.testing import create_test_seat
from bontot.setup import roles
from bontot.synthesis import cards, export, link_titles, overview, setup
from bontot.synthesis.errors import OutsideScopeError
from bontot.synthesis.test_overview import TODAY, OverviewTestCase
from bontot.workbook import plain_cells

WORKSPACES = {
	"bi_thu_chi_bo": {"Cell Secretary"},
	"can_bo_tham_dinh": {"Appraisal"},
	"can_bo_btc_tinh": {"Appraisal", "Organization Commission"},
	"theo_doi": {"Organization Commission"},
}


class TestScriptReports(OverviewTestCase):
	def report(self, name: str, **filters) -> dict:
		return run(name, {"period": self.period.name, **filters}, ignore_prepared_report=True)

	def test_by_body_says_what_the_overview_says(self) -> None:
		self.spread()
		with self.set_user(self.officer):
			found = self.report("Four Goods by Body")["result"]
			rows = {row["organization"]: row for row in found if not row.get("is_total")}
		for body in self.overview(self.officer)["bodies"]:
			row = rows[body["organization"]]
			self.assertEqual(row["cells_reached"] + row["grassroots_reached"], body["both"]["reached"])
			self.assertEqual(row["cells_eligible"] + row["grassroots_eligible"], body["both"]["eligible"])
			tenths = body["both"]["tenths"]
			self.assertEqual(row["both_share"], None if tenths is None else tenths / 10)
		self.assertEqual(rows[self.tree.body]["cells_share"], 50.0)

	def test_the_total_is_the_sum_of_the_rows_and_its_share_that_of_the_sums(self) -> None:
		self.spread()
		with self.set_user(self.officer):
			*rows, total = self.report("Four Goods by Body")["result"]
			shown = self.overview(self.officer)
		reached, eligible = (
			sum(body["both"][name] for body in shown["bodies"]) for name in ("reached", "eligible")
		)
		self.assertEqual(total["cells_reached"] + total["grassroots_reached"], reached)
		self.assertEqual(total["cells_eligible"] + total["grassroots_eligible"], eligible)
		self.assertEqual(total["both_share"], (1000 * reached // eligible) / 10)
		self.assertEqual(total["not_sent"], sum(row["not_sent"] for row in rows))
		with self.set_user(self.body_officer):
			*rows, total = self.report("Files of a Branch")["result"]
		self.assertEqual(total["item_count"], sum(row["item_count"] for row in rows))
		self.assertIn("3", total["organization_name"])

	def test_headings_are_short_and_no_two_are_alike(self) -> None:
		with patch.object(frappe.local, "lang", "vi"), self.set_user(self.officer):
			labels = [column["label"] for column in self.report("Four Goods by Body")["columns"]]
		self.assertEqual(len({label[:16] for label in labels}), len(labels))  # what a column of 130 px shows
		self.assertIn("Tỷ lệ chung", labels)

	def test_whoever_names_no_period_is_told_which_it_is(self) -> None:
		for name in ("Four Goods by Body", "Files of a Branch"):
			with self.subTest(report=name), self.set_user(self.officer):
				told = run(name, {}, ignore_prepared_report=True)["message"]
				self.assertIn(self.period.title, told)

	def test_files_are_those_of_the_own_branch(self) -> None:
		self.spread()
		with self.set_user(self.body_officer):
			*found, _total = self.report("Files of a Branch")["result"]
			one = self.report("Files of a Branch", figure="reached", title_kind="Cell")["result"][:-1]
		self.assertEqual(
			{row["organization"] for row in found}, {self.tree.grassroots, self.tree.cell_a, self.tree.cell_b}
		)
		self.assertEqual([row["organization"] for row in one], [self.tree.cell_a])
		self.assertEqual(one[0]["state_name"], frappe._("Recognized"))
		self.assertEqual(one[0]["grassroots_organization_name"], "Đảng bộ Sở Nông nghiệp và Môi trường")

	def test_a_foreign_branch_is_refused(self) -> None:
		for name in ("Four Goods by Body", "Files of a Branch"):
			with self.subTest(report=name), self.set_user(self.body_officer):
				with self.assertRefused(OutsideScopeError):
					self.report(name, organization=self.tree.other_body)

	def test_a_cell_secretary_has_no_report(self) -> None:
		secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		with self.set_user(secretary), self.assertRefused(frappe.PermissionError):
			self.report("Four Goods by Body")


class ExportTestCase(OverviewTestCase):
	def sheet(
		self, kind: str, fields: tuple[str, ...] = ("organization_name", "grassroots_organization", "state")
	) -> list[tuple]:
		frappe.local.form_dict = frappe._dict(
			doctype="Evaluation",
			fields=json.dumps([f"`tabEvaluation`.`{field}`" for field in fields]),
			filters=json.dumps([["Evaluation", "period", "=", self.period.name]]),
			order_by="`tabEvaluation`.`organization_path` asc",
			file_format_type=kind,
			translate_values="1",  # as the dialog of newer frameworks sends it
			cmd="export",
		)
		with patch.object(frappe.local, "lang", "vi"):
			export.export_query()
		content = frappe.response["filecontent"]
		if kind == "CSV":
			return [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))][1:]
		return list(load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2, values_only=True))


class TestExport(ExportTestCase):
	def test_a_file_speaks_the_readers_words_and_keeps_the_scope(self) -> None:
		self.spread()
		for kind in ("Excel", "CSV"):
			with self.subTest(kind), self.set_user(self.body_officer):
				rows = self.sheet(kind)
				self.assertEqual(len(rows), 3)
				cell = next(row for row in rows if row[1] == "Chi bộ Văn phòng")
				recognized = frappe._("Recognized", lang="vi")
				self.assertEqual(cell[2:], ("Đảng bộ Sở Nông nghiệp và Môi trường", recognized))

	def test_a_file_of_excel_is_laid_out_to_be_read(self) -> None:
		self.spread()
		named = {"organization": self.tree.cell_a, "period": self.period.name}
		frappe.db.set_value(
			"Evaluation", named, {"sent_at": "2026-11-20 08:30:00", "decided_on": "2026-11-21"}
		)
		asked = ("organization_name", "docstatus", "sent_at", "decided_on")
		with self.set_user(self.body_officer):
			self.sheet("Excel", asked)
		sheet = load_workbook(io.BytesIO(frappe.response["filecontent"])).active
		self.assertEqual(sheet.freeze_panes, "A2")
		head = [cell.value for cell in sheet[1]]
		self.assertEqual(len(head), 4, head)  # the row's number, and what was asked for without its docstatus
		cells = next(row for row in sheet.iter_rows() if row[1].value == "Chi bộ Văn phòng")
		self.assertEqual(
			[(cell.value.isoformat(), cell.number_format) for cell in cells[2:]],
			[("2026-11-20T08:30:00", "dd/mm/yyyy hh:mm"), ("2026-11-21T00:00:00", "dd/mm/yyyy")],
		)
		longest = max(len(str(cell.value)) for cell in sheet["B"])
		self.assertEqual(sheet.column_dimensions["B"].width, longest + 2)

	def test_a_kind_of_file_that_is_not_written_is_refused(self) -> None:
		for form in ({}, {"file_format_type": "PDF"}, {"file_format_type": "excel"}):
			with self.subTest(form=form), self.assertRefused(ArgumentError):
				export.require_format(form)
		for kind in export.FORMATS:
			export.require_format({"file_format_type": kind})

	def test_what_looks_like_a_formula_stays_text(self) -> None:
		self.spread()
		formula = '=HYPERLINK("http://x.vn","Biên bản")'
		named = {"organization": self.tree.cell_a, "period": self.period.name}
		frappe.db.set_value("Evaluation", named, "organization_name", formula)
		for kind, shown in (("Excel", formula), ("CSV", f"'{formula}")):
			with self.subTest(kind), self.set_user(self.body_officer):
				self.assertIn(shown, [row[1] for row in self.sheet(kind)])
		with self.set_user(self.body_officer):
			self.sheet("Excel")
			self.assertEqual(self.formulas(), [])
			with patch.object(plain_cells, "in_sheet"):  # control
				self.sheet("Excel")
			self.assertEqual([cell.value for cell in self.formulas()], [formula])

	def test_reports_too(self) -> None:
		self.spread()
		formula = "=1+1"
		named = {"organization": self.tree.cell_a, "period": self.period.name}
		frappe.db.set_value("Evaluation", named, "organization_name", formula)
		for kind in ("Excel", "CSV"):
			with self.subTest(kind), self.set_user(self.body_officer):
				frappe.local.form_dict = frappe._dict(
					report_name="Files of a Branch",
					filters=json.dumps({"period": self.period.name}),
					file_format_type=kind,
					visible_idx=json.dumps(list(range(50))),
				)
				export.export_report()
				if kind == "CSV":
					self.assertIn("'=1+1", frappe.response["filecontent"].decode())
				else:
					self.assertEqual(self.formulas(), [])
					shown = [cell.value for cell in self.cells()]
					self.assertIn(formula, shown)
					self.assertIn(frappe._("Total: {0} files").format(3), shown)

	def cells(self) -> list:
		sheet = load_workbook(io.BytesIO(frappe.response["filecontent"])).active
		return [cell for row in sheet.iter_rows() for cell in row]

	def formulas(self) -> list:
		return [cell for cell in self.cells() if cell.data_type == "f"]

	def test_only_an_owner_that_nobody_asked_for_is_taken_out(self) -> None:
		heading, owner = ["STT", "Tổ chức"], frappe._("owner")
		name, asked_owner = "`tabEvaluation`.`organization_name`", "`tabEvaluation`.`owner`"
		for columns, asked, added in (
			([*heading, owner], [name], True),
			(heading, [name], False),
			([*heading, owner], [name, asked_owner], False),
			([*heading, owner, owner], [name, asked_owner], True),
			([*heading, owner, owner], [name, "owner"], True),
		):
			with self.subTest(columns=columns, asked=asked):
				self.assertEqual(export.has_owner_added(columns, asked), added)

	def test_lists_bring_the_titles_of_what_they_link_to(self) -> None:
		with self.set_user(self.body_officer):
			frappe.local.form_dict = frappe._dict(
				doctype="Evaluation",
				fields=json.dumps(["name", "grassroots_organization", "state"]),
				filters=json.dumps([["Evaluation", "period", "=", self.period.name]]),
				page_length=20,
			)
			data = link_titles.get()
		self.assertEqual(len(data["values"]), 3)
		titles = frappe.response.pop("_link_titles")
		wanted = f"Party Organization::{self.tree.grassroots}"
		self.assertEqual(titles, {wanted: "Đảng bộ Sở Nông nghiệp và Môi trường"})

	def test_shipped_reports_use_columns_that_exist(self) -> None:
		for name in ("Evaluation Files", "Meetings of the Branch"):
			report = frappe.get_doc("Report", name)
			meta = frappe.get_meta(report.ref_doctype)
			columns = json.loads(report.json)["fields"]
			self.assertGreater(len(columns), 5)
			for field, doctype in columns:
				with self.subTest(report=name, field=field):
					self.assertEqual(doctype, report.ref_doctype)
					self.assertTrue(meta.has_field(field))


class TestWithdrawnTitles(ExportTestCase):
	"""A title that was taken back says so wherever the file is named or counted."""

	WORDS = "Đã thu hồi"

	def set_up_data(self) -> None:
		super().set_up_data()
		self.spread()
		named = {"organization": self.tree.cell_a, "period": self.period.name}
		frappe.db.set_value("Evaluation", named, {"state": "Withdrawn", "decided_on": TODAY})

	def setUp(self) -> None:
		super().setUp()
		self.enterContext(patch.object(frappe.local, "lang", "vi"))

	def test_lists_forms_and_own_pages_have_one_word(self) -> None:
		for source in (
			"Withdrawn",
			"Title withdrawn",
		):  # of the field, which lists and forms show; of the pages
			self.assertEqual(frappe._(source), self.WORDS)
		self.assertIn("Withdrawn", frappe.get_meta("Evaluation").get_field("state").options.split("\n"))

	def test_exports(self) -> None:
		for kind in ("Excel", "CSV"):
			with self.subTest(kind), self.set_user(self.body_officer):
				rows = {row[1]: row[3] for row in self.sheet(kind)}
				self.assertEqual(rows["Chi bộ Văn phòng"], self.WORDS)

	def test_script_reports(self) -> None:
		with self.set_user(self.body_officer):
			found = run(
				"Files of a Branch",
				{"period": self.period.name, "figure": "not_recognized", "title_kind": "Cell"},
				ignore_prepared_report=True,
			)["result"][:-1]
		self.assertEqual(
			[(row["organization"], row["state_name"]) for row in found], [(self.tree.cell_a, self.WORDS)]
		)

	def test_it_is_no_title_by_card_and_figure(self) -> None:
		for state, titles in (("Withdrawn", 0), ("Recognized", 1)):
			named = {"organization": self.tree.cell_a, "period": self.period.name}
			frappe.db.set_value("Evaluation", named, "state", state)
			with self.subTest(state), self.set_user(self.officer):
				card = frappe.get_doc("Number Card", "Titles Recognized This Year")
				self.assertEqual(get_result(card, card.filters_json), titles)
				self.assertEqual(self.overview(self.officer)["kinds"][0]["reached"], titles)


class TestWorkspaces(OverviewTestCase):
	def test_each_sees_the_own_workspaces_and_none_of_the_frameworks(self) -> None:
		for position, expected in WORKSPACES.items():
			user = create_test_seat(self.tree.body, position).user
			with self.subTest(position=position), self.set_user(user):
				self.assertEqual({page["name"] for page in get_workspace_sidebar_items()["pages"]}, expected)

	def test_every_role_of_ours_has_one(self) -> None:
		granted = set(frappe.get_all("Has Role", {"parenttype": "Workspace"}, pluck="role"))
		self.assertEqual(set(roles.ALL) - {roles.SEAT_HOLDER} - granted, set())

	def test_hiding_again_adds_nothing_and_mends_what_a_migration_brought_back(self) -> None:
		def count() -> int:
			return frappe.db.count("Has Role", {"parenttype": "Workspace"})

		setup.install()
		before = count()
		setup.install()
		self.assertEqual(count(), before)
		frappe.db.delete("Has Role", {"parenttype": "Workspace", "parent": "Build"})
		setup.install()
		self.assertEqual(count(), before)

	def test_a_workspace_of_many_positions_is_not_called_like_one_of_them(self) -> None:
		"""Offices of a committee and of the province work in the one of whoever writes for an organisation, too."""
		positions = frappe.get_all("Position", pluck="position_name")
		self.assertIn("Bí thư chi bộ", positions)
		for name in ("Cell Secretary", "Appraisal", "Organization Commission"):
			self.assertNotIn(frappe._(name, "vi"), positions)

	def test_what_a_workspace_names_exists(self) -> None:
		for name in ("Cell Secretary", "Appraisal", "Organization Commission"):
			doc = frappe.get_doc("Workspace", name)
			for row in [*doc.shortcuts, *(link for link in doc.links if link.type == "Link")]:
				kind = row.get("link_type") or row.type
				with self.subTest(workspace=name, link=row.link_to):
					self.assertTrue(frappe.db.exists("DocType" if kind == "DocType" else kind, row.link_to))
				if kind == "Report" and row.get("link_type"):
					report = frappe.db.get_value(
						"Report", row.link_to, ["report_type", "ref_doctype"], as_dict=True
					)
					built = report.report_type == "Report Builder"
					# Without it the desk opens the definition of a report that was built, not its rows.
					with self.subTest(workspace=name, opens=row.link_to):
						self.assertEqual(row.dependencies or "", report.ref_doctype if built else "")
						self.assertEqual(bool(row.is_query_report), not built)
			for card in doc.number_cards:
				with self.subTest(workspace=name, card=card.number_card_name):
					self.assertTrue(frappe.db.exists("Number Card", card.number_card_name))


class TestCards(OverviewTestCase):
	def test_files_waiting_for_me(self) -> None:
		tree = self.spread()
		reviewer = create_test_seat(tree.grassroots, "can_bo_tham_dinh").user
		for user, expected in ((reviewer, 1), (self.body_officer, 0)):
			with self.subTest(user=user), self.set_user(user):
				self.assertEqual(cards.files_waiting()["value"], expected)

	def test_files_are_counted_of_one_kind_of_period_and_the_name_says_which(self) -> None:
		self.spread()
		for name, state in (
			("Files Returned This Year", "Returned"),
			("Files Under Appraisal This Year", "Under Appraisal"),
			("Files to Complete", "Draft"),
		):
			with self.subTest(name), self.set_user(self.officer), self.freeze_time(str(TODAY)):
				card = frappe.get_doc("Number Card", name)
				frappe.db.set_value("Evaluation", {"period": self.period.name}, "state", state)
				year = get_result(card, card.filters_json)
				self.assertEqual(year, frappe.db.count("Evaluation", {"period": self.period.name}))
				other = {"organization": self.tree.cell_a, "period": self.period.name}
				frappe.db.set_value("Evaluation", other, "period_kind", "Six-Month")
				self.assertEqual(get_result(card, card.filters_json), year - 1)
				frappe.db.set_value("Evaluation", other, "period_kind", "Year")
				self.assertIn("Hồ sơ năm", frappe._(card.label, lang="vi"))
		waiting = frappe.get_doc("Number Card", "Files Waiting for Me")
		self.assertIn("mọi kỳ", frappe._(waiting.label, lang="vi"))

	def test_tasks_overdue_equal_the_overview(self) -> None:
		for user in (self.officer, self.body_officer):
			with self.subTest(user=user), self.set_user(user):
				shown = overview.collect(user, None, None)["overdue"]
				card = cards.tasks_overdue()
				self.assertEqual((card["value"], card["route"]), (shown, ["province-overview"]))


class TestLogs(OverviewTestCase):
	def test_retention_is_set_once_and_an_administrators_choice_stays(self) -> None:
		days = dict(frappe.get_all("Logs To Clear", fields=["ref_doctype", "days"], as_list=True))
		self.assertEqual((days["Error Log"], days["Activity Log"], days["Outbox Task"]), (60, 365, 90))
		self.assertEqual((days["Notification Log"], days["Obligation Reminder"]), (365, 730))
		settings = frappe.get_doc("Log Settings")
		next(row for row in settings.logs_to_clear if row.ref_doctype == "Error Log").days = 7
		settings.save()
		setup.install()
		kept = frappe.db.get_value("Logs To Clear", {"ref_doctype": "Error Log"}, "days")
		self.assertEqual(kept, 7)
