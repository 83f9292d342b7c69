from datetime import date

import frappe

from bontot.evaluation.testing import create_test_open_period
from bontot.obligation import ledger, setup
from bontot.obligation.testing import create_test_duty, leave_only
from bontot.organization.testing import create_test_organization, create_test_tree
from bontot.tests.case import BontotTestCase

TODAY = date(2026, 6, 10)


def create_bare_meeting(
	organization: str, day: str, status: str = "Minuted", kind: str = "Cell Regular"
) -> str:
	"""A row as the meeting module leaves it, without its page of rules: the ledger reads columns only."""
	doc = frappe.get_doc(
		doctype="Meeting",
		organization=organization,
		organization_path=frappe.db.get_value("Party Organization", organization, "path"),
		meeting_kind=kind,
		meeting_date=day,
		for_month=f"{day[:7]}-01",
		status=status,
	)
	doc.set_new_name()
	doc.db_insert()
	return doc.name


class TestLedger(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.duty = create_test_duty()
		leave_only(self.duty)

	def rows(self, organization: str | None = None) -> dict[str, tuple]:
		filters = {"duty": self.duty.name, "organization": organization or self.tree.cell_a}
		fields = ["span_label", "state", "due_on", "done_on", "record_name"]
		return {row[0]: tuple(row[1:]) for row in frappe.get_all("Obligation", filters, fields, as_list=True)}

	def test_owes_what_has_begun_and_the_next(self):
		ledger.rebuild(TODAY)
		labels = sorted(self.rows())
		self.assertEqual(labels, ["2025-12", *[f"2026-{month:02}" for month in range(1, 8)]])
		self.assertEqual(self.rows()["2026-02"][:2], ("Due", date(2026, 2, 28)))
		self.assertEqual(self.rows(self.tree.grassroots), {})

	def test_states_follow_records_in_both_directions(self):
		in_time, late = (
			create_bare_meeting(self.tree.cell_a, "2026-05-05"),
			create_bare_meeting(self.tree.cell_a, "2026-04-03"),
		)
		frappe.db.set_value("Meeting", late, "meeting_date", "2026-05-02")  # April's meeting, held in May
		create_bare_meeting(self.tree.cell_a, "2026-03-05", status="Held")  # held, but no minutes
		ledger.rebuild(TODAY)
		rows = self.rows()
		self.assertEqual(rows["2026-05"], ("Done", date(2026, 5, 31), date(2026, 5, 5), in_time))
		self.assertEqual(rows["2026-04"], ("Done Late", date(2026, 4, 30), date(2026, 5, 2), late))
		self.assertEqual(rows["2026-03"][0], "Due")
		frappe.db.delete("Meeting", {"name": in_time})
		ledger.rebuild(TODAY)
		self.assertEqual(self.rows()["2026-05"], ("Due", date(2026, 5, 31), None, None))

	def test_what_is_done_on_its_last_day_is_in_time(self):
		last = create_bare_meeting(self.tree.cell_a, "2026-05-31")
		ledger.rebuild(TODAY)
		self.assertEqual(self.rows()["2026-05"], ("Done", date(2026, 5, 31), date(2026, 5, 31), last))

	def test_rebuilt_a_second_time_it_is_the_same(self):
		create_bare_meeting(self.tree.cell_b, "2026-01-09")
		self.assertGreater(ledger.rebuild(TODAY), 0)
		before = frappe.get_all("Obligation", fields=["*"], order_by="name")
		self.assertEqual(ledger.rebuild(TODAY), 0)
		self.assertEqual(frappe.get_all("Obligation", fields=["*"], order_by="name"), before)

	def test_only_who_lives_owes(self):
		young = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.grassroots, valid_from="2026-04-15"
		).name
		closed = create_test_organization("chi_bo_truc_thuoc", self.tree.grassroots).name
		frappe.db.set_value("Party Organization", closed, "valid_to", "2026-03-20")
		ledger.rebuild(TODAY)
		self.assertEqual(
			min(self.rows(young)), "2026-05"
		)  # as its criteria: nothing of the month of its founding
		self.assertEqual(max(self.rows(closed)), "2026-02")

	def test_some_organizations_only(self):
		ledger.rebuild(TODAY, [self.tree.cell_b])
		self.assertEqual(self.rows(), {})
		self.assertTrue(self.rows(self.tree.cell_b))

	def test_a_quarters_review_is_owed_by_its_own_period_and_fulfilled_by_its_own_file(self):
		duty = create_test_duty(
			"so_ket_quy_thu",
			frequency="Quarterly",
			fulfilled_by="Evaluation",
			meeting_kind=None,
			period_kind="Quarter",
		)
		period = create_test_open_period(self.tree.province, "Quarter")  # July to September, due 5 October
		file = f"{self.tree.cell_a}-{period.name}"
		sent = {"state": "Under Appraisal", "sent_at": "2026-10-04 10:00:00"}
		frappe.db.set_value("Evaluation", file, sent)
		out = f"{self.tree.agency_cell}-{period.name}"
		frappe.db.set_value("Evaluation", out, {"state": "Outside", "outside_reason": "Mới thành lập"})
		ledger.rebuild(date(2026, 11, 24), [self.tree.cell_a, self.tree.agency_cell])

		def row(organization: str, label: str):
			name = f"{organization}-{duty.name}-{label}"
			return frappe.db.get_value("Obligation", name, ["state", "due_on", "record_name"])

		self.assertEqual(row(self.tree.cell_a, "2026-Q3"), ("Done", date(2026, 10, 5), file))
		self.assertEqual(row(self.tree.agency_cell, "2026-Q3")[0], "Exempt")
		for label in ("2026-Q1", "2026-Q2", "2026-Q4"):  # nobody has opened them: nobody is asked
			with self.subTest(label):
				self.assertIsNone(row(self.tree.cell_a, label))
				self.assertIsNone(row(self.tree.agency_cell, label))

	def test_a_file_is_owed_by_its_own_day(self):
		duty = create_test_duty(
			"ho_so_nam_thu",
			frequency="Yearly",
			fulfilled_by="Evaluation",
			meeting_kind=None,
			period_kind="Year",
		)
		level = frappe.db.get_value("Party Organization", self.tree.cell_a, "level")
		period = create_test_open_period(
			self.tree.province, deadlines=[{"level": level, "due_on": "2026-12-08"}]
		).name
		names = {place: f"{place}-{duty.name}-2026" for place in (self.tree.cell_a, self.tree.cell_b)}
		late = {"state": "Under Appraisal", "sent_at": "2026-12-09 08:00:00"}
		frappe.db.set_value("Evaluation", f"{self.tree.cell_b}-{period}", late)

		def rows() -> list[tuple]:
			ledger.rebuild(date(2026, 12, 10), list(names))
			return [frappe.db.get_value("Obligation", name, ("due_on", "state")) for name in names.values()]

		day = date(2026, 12, 8)
		self.assertEqual(rows(), [(day, "Due"), (day, "Done Late")])
		longer = {"self_assessment_due_on": "2026-12-12"}
		frappe.db.set_value("Evaluation", f"{self.tree.cell_a}-{period}", longer)
		self.assertEqual(rows(), [(date(2026, 12, 12), "Due"), (day, "Done Late")])
		self.assertEqual(ledger.rebuild(date(2026, 12, 10), list(names)), 0)

	def test_who_ended_after_its_own_day_owed_its_file(self):
		duty = create_test_duty(
			"ho_so_nam_thu",
			frequency="Yearly",
			fulfilled_by="Evaluation",
			meeting_kind=None,
			period_kind="Year",
		)
		create_test_open_period(self.tree.province)  # due on 20 December
		ledger.rebuild(date(2026, 12, 10), [self.tree.cell_a])
		for last, state in (("2026-12-19", "Exempt"), ("2026-12-20", "Due")):
			frappe.db.set_value("Party Organization", self.tree.cell_a, "valid_to", last)
			ledger.rebuild(date(2026, 12, 28), [self.tree.cell_a])
			with self.subTest(last):
				name = f"{self.tree.cell_a}-{duty.name}-2026"
				self.assertEqual(frappe.db.get_value("Obligation", name, "state"), state)

	def test_report_is_owed_by_bodies_directly_under_the_province(self):
		kinds = [{"kind": "truc_thuoc_tinh"}, {"kind": "dang_bo_co_so"}]
		report = create_test_duty(
			"bao_cao_thu",
			frequency="Yearly",
			fulfilled_by="Summary Report",
			meeting_kind=None,
			due_month=12,
			due_day=29,
			only_under_province=1,
			kinds=kinds,
		)
		ledger.rebuild(TODAY)
		owing = set(
			frappe.get_all("Obligation", {"duty": report.name, "span_label": "2026"}, pluck="organization")
		)
		self.assertLessEqual({self.tree.body, self.tree.commune, self.tree.other_body}, owing)
		self.assertFalse({self.tree.grassroots, self.tree.other_grassroots, self.tree.province} & owing)
		self.assertEqual(
			frappe.db.get_value("Obligation", f"{self.tree.body}-{report.name}-2026", "due_on"),
			date(2026, 12, 29),
		)

	def test_span_words(self):
		for label, words in (
			("2026-11", "tháng 11/2026"),
			("2026-Q4", "quý IV/2026"),
			("2026-H1", "6 tháng đầu năm 2026"),
			("2026", "năm 2026"),
		):
			self.assertEqual(ledger.span_words(label), words)

	def test_no_yearly_task_is_called_of_the_year_twice(self):
		for duty in setup.duties():
			title = f"{duty['duty_name']} {ledger.span_words('2026')}".lower()
			self.assertNotIn("năm năm", title)
