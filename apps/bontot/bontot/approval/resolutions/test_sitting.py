from __future__ import annotations

import io
import re
from unittest.mock import patch

import frappe
from pypdf import PdfReader

from bontot import paper, printing
from bontot.approval.queue import sitting_rules, waiting
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.resolutions import sitting
from bontot.approval.testcase import DecidingTestCase
from bontot.approval.testing import act_as, create_test_file, make_clean, mend
from bontot.organization.errors import NoSeatError
from bontot.organization.testing import create_test_organization, create_test_seat
from bontot.tests.case import BontotTestCase


class TestSitting(DecidingTestCase):
	"""Two files of the same branch wait for the province; every criterion is said to be met with evidence."""

	def set_up_data(self) -> None:
		super().set_up_data()
		make_clean(self.file, self.other)

	def set_item(self, key: str, **values: object) -> str:
		where = {"parent": self.file, "criterion_key": key}
		frappe.db.set_value("Evaluation Item", where, values)
		return frappe.db.get_value("Evaluation Item", where, "short_text")

	def listed(self, **wanted: str) -> dict:
		return sitting.of_body(self.tree.province, sitting.Wanted(**wanted))

	def doubts(self) -> list[str]:
		[section] = self.listed()["sections"]
		[branch] = section.branches
		found = [one for one in branch.doubtful if one.name == self.file]
		return list(found[0].doubts) if found else []

	def test_clean_ones_a_line_each(self):
		found = self.listed()
		[section] = found["sections"]
		[branch] = section.branches
		self.assertEqual({one.name for one in branch.clean}, {self.file, self.other})
		self.assertEqual((found["count"], found["clean"], found["doubtful"]), (2, 2, 0))
		self.assertEqual(branch.name, "Đảng bộ Ủy ban nhân dân tỉnh")
		self.assertEqual(
			found["period_titles"], {self.period: frappe.db.get_value("Review Period", self.period, "title")}
		)

	def test_what_a_file_is_doubted_for(self):
		for key, values in (
			("dk_1", {"self_result": "Not Met"}),
			("dk_2", {"self_result": "Met", "computed_result": "Not Met"}),
			("dk_3", {"self_result": "Met", "evidence_count": 0}),
		):
			with self.subTest(key):
				make_clean(self.file)
				answer_in_place(self.file)
				text = self.set_item(key, **values)
				[doubt] = self.doubts()
				self.assertIn(text, doubt)
		answer_in_place(self.file)
		make_clean(self.file)
		self.assertEqual(self.doubts(), [])
		frappe.db.set_value("Evaluation", self.file, {"votes_against": 2, "votes_other": 1})
		[doubt] = self.doubts()
		self.assertTrue({"2", "1"} <= set(re.findall(r"\d+", doubt)), doubt)

	def test_a_file_that_came_back_once_is_doubted(self):
		name = create_test_file(self.tree.other_cell, self.period)
		act_as(self.users.neighbour, "send", name)
		reviewer = create_test_seat(self.tree.other_grassroots, "can_bo_tham_dinh").user
		act_as(reviewer, "return_document", name, {"dk_1": "Ghi rõ hơn"})
		mend(name)
		act_as(self.users.neighbour, "send", name)
		act_as(reviewer, "agree", name)
		act_as(create_test_seat(self.tree.other_body, "can_bo_tham_dinh").user, "agree", name)
		make_clean(name)
		found = self.listed()
		[section] = found["sections"]
		self.assertEqual([branch.count for branch in section.branches], [2, 1])
		[doubted] = section.branches[1].doubtful
		self.assertEqual(doubted.name, name)
		self.assertEqual((found["clean"], found["doubtful"], found["count"]), (2, 1, 3))

	def test_it_holds_what_waits_and_nothing_else(self):
		"""The very files of the queue of who records the decisions; each narrowing takes its own away."""
		waits = {row.name for row in waiting.page(self.users.clerk, waiting.Filters(act="Decide"))["rows"]}
		self.assertEqual({one.name for one in sitting.listed(*self.place(), sitting.Wanted())}, waits)
		for wanted, count in (
			({"title_kind": "Cell"}, 2),
			({"title_kind": "Grassroots Organization"}, 0),
			({"branch": self.tree.cell_a}, 1),
			({"branch": self.tree.other_body}, 0),
			({"branch": "không có"}, 0),
			({"period": self.period}, 2),
			({"period": "không có"}, 0),
			({"period_kind": "Six-Month"}, 0),
		):
			with self.subTest(wanted):
				self.assertEqual(self.listed(**wanted)["count"], count)

	def place(self) -> tuple[str, str]:
		path = frappe.db.get_value("Party Organization", self.tree.province, "path")
		return self.tree.province, path

	def test_who_belongs_to_the_unit_is_named_as_not_voting(self):
		create_test_seat(self.tree.province, "can_bo_van_phong", self.users.secretary)
		[section] = self.listed()["sections"]
		notes = {one.name: one.notes for one in section.branches[0].clean}
		self.assertIn("Người secretary", "".join(notes[self.file]))
		self.assertNotIn("Người secretary", "".join(notes[self.other]))

	def test_on_paper(self):
		self.set_item("dk_1", self_result="Not Met")
		frappe.db.set_value("Evaluation", self.file, "organization_name", "Chi bộ <b>X</b> & Y")
		with self.set_user(self.users.clerk):
			deciding_api.download_list()
		self.assertEqual(frappe.local.response.type, "pdf")
		self.assertTrue(frappe.local.response.filecontent.startswith(b"%PDF"))
		html = sitting.as_html([self.tree.province], sitting.Wanted())
		self.assertIn("Chi bộ &lt; b&gt;X&lt; /b&gt; &amp; Y", html)
		self.assertNotIn("<b>X</b>", html)

	def test_nothing_waits(self):
		html = sitting.as_html([self.tree.province], sitting.Wanted(period="không có"))
		self.assertNotIn("Chi bộ Văn phòng", html)

	def test_only_who_records_there_has_it(self):
		for user in (self.users.body, self.users.secretary):
			with self.subTest(user), self.set_user(user):
				for organization in ("", self.tree.province):
					with self.assertRefused(NoSeatError):
						deciding_api.download_list(organization)
		elsewhere = create_test_seat(self.tree.body, "can_bo_van_phong").user
		with self.set_user(elsewhere), self.assertRefused(NoSeatError):
			deciding_api.download_list(self.tree.province)

	def test_as_many_statements_for_any_number(self):
		self.listed()  # from here on what is remembered is remembered
		few = self.statements()
		for number in range(3):
			self.one_more(number)
		self.assertEqual(self.listed()["count"], 5)
		self.assertEqual(self.statements(), few)

	def statements(self) -> int:
		with patch.object(frappe.db, "sql", side_effect=frappe.db.sql) as asked:
			self.listed()
		return asked.call_count

	def one_more(self, number: int) -> None:
		cell = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots, f"Chi bộ {number}").name
		name = create_test_file(cell, self.period)
		act_as(create_test_seat(cell, "bi_thu_chi_bo").user, "send", name)
		for level in ("grassroots", "body"):
			act_as(getattr(self.users, level), "agree", name)


class TestPages(BontotTestCase):
	"""Lists whose first table moves down the page, a few millimetres each; every page's last line is looked at."""

	FILES = tuple(
		sitting_rules.Listed(f"f{at}", f"Chi bộ {at}", f"a{at}", f"Xã {at // 2}", "2026", "Cell", 8, 9, said)
		for at, said in enumerate((("Chưa đạt: một", "Chưa đạt: hai"), ("Chưa đạt: ba",), ("Khác số liệu",)))
	)
	SPACES = range(106, 154, 4)  # mm

	def html(self) -> str:
		sections = sitting_rules.arrange(self.FILES)
		head = {
			"superior": "",
			"organization": "Xã",
			"place": "",
			"made_on": "",
			"period_titles": {"2026": "Năm 2026"},
		}
		one = head | {"sections": sections, "clean": 0, "doubtful": 3, "count": 3}
		with paper.in_vietnamese():
			html = frappe.render_template(
				sitting.TEMPLATE, {"style": paper.STYLE, "lists": [one] * len(self.SPACES)}
			)
		spaces = iter(self.SPACES)
		return re.sub("<h2>", lambda found: f'<div style="height: {next(spaces)}mm"></div><h2>', html)

	def lonely(self, html: str) -> list[str]:
		"""Last lines of pages that belong to what follows: a branch's name, a table's head, a heading."""
		pages = PdfReader(io.BytesIO(printing.as_pdf(html))).pages
		last = [[line for line in page.extract_text().splitlines() if line.strip()][-1] for page in pages]
		return [line for line in last if re.search(r"^Xã \d|đạt$|xem xét$|\(3\)$", line)]

	def test_no_heading_stands_alone_at_the_foot(self):
		html = self.html()
		self.assertEqual(self.lonely(html), [])
		control = html.replace("table.rows tr { page-break-inside: avoid; }", "")
		self.assertNotEqual(self.lonely(control), [])


def answer_in_place(name: str) -> None:
	frappe.db.set_value("Evaluation Item", {"parent": name}, "self_result", "Met")
