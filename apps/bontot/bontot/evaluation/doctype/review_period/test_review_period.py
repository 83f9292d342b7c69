import json

import frappe

from bontot import outbox
from bontot.criteria.errors import FrameworkContentError, FrameworkNotUsableError
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_framework, create_test_small_framework
from bontot.evaluation import api
from bontot.evaluation.computing import new_evaluation
from bontot.evaluation.errors import (
	MissingFilesError,
	PeriodClosedError,
	PeriodDatesError,
	PeriodExistsError,
	PeriodFrameworkError,
	PeriodStateError,
)
from bontot.evaluation.period import opening
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period, create_test_period
from bontot.organization.errors import NoSeatError, OnlyServicesWriteError
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree
from bontot.outbox.testing import run_now
from bontot.tests.case import BontotTestCase

TITLED = (
	"grassroots",
	"cell_a",
	"cell_b",
	"commune",
	"commune_cell",
	"agency_cell",
	"other_grassroots",
	"other_cell",
)


class TestReviewPeriod(BontotTestCase):
	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user

	def test_whoever_opens_it_is_told_how_many_get_a_file_and_which_days_are_past(self):
		deadlines = [{"level": "co_so", "due_on": "2026-12-10"}, {"level": "chi_bo", "due_on": "2026-12-05"}]
		period = create_test_period(self.tree.province, deadlines=deadlines)
		own = str(period.self_assessment_due_on)
		for day, past in (
			("2026-12-05", None),  # the last day to send is not past
			("2026-12-06", {"first": "2026-12-05", "last": "2026-12-05"}),
			("2026-12-31", {"first": "2026-12-05", "last": own}),
		):
			with self.subTest(day), self.set_user(self.officer), self.freeze_time(day):
				period.run_method("onload")
				self.assertEqual(period.get_onload("opening"), {"organizations": len(TITLED), "past": past})
		with self.set_user(create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user):
			other = frappe.get_doc("Review Period", period.name)
			other.run_method("onload")
			self.assertNotIn("opening", other.get("__onload"))

	def test_dates_that_cannot_be(self):
		cases = (
			{"starts_on": "2026-12-31", "ends_on": "2026-01-01"},
			{"starts_on": "2025-12-31"},
			{"ends_on": "2027-01-01"},
			{"self_assessment_due_on": "2025-12-31"},
			{"report_due_on": "2026-12-19"},
			{
				"deadlines": [
					{"level": "co_so", "due_on": "2026-12-10"},
					{"level": "co_so", "due_on": "2026-12-11"},
				]
			},
			{"deadlines": [{"level": "co_so", "due_on": "2025-12-10"}]},
		)
		for values in cases:
			with self.subTest(values=values), self.assertRefused(PeriodDatesError):
				create_test_period(self.tree.province, **values)

	def test_one_of_a_kind_and_year_a_province(self):
		create_test_period(self.tree.province)
		create_test_period(self.tree.province, "Six-Month")
		create_test_period(self.tree.province, year=2025)
		create_test_period(create_test_tree().province)
		with self.assertRefused(PeriodExistsError):
			create_test_period(self.tree.province)

	def test_quarters_and_own_periods_may_be_several_a_year_but_not_of_the_same_days(self):
		create_test_period(self.tree.province, "Quarter")
		spring = {"starts_on": "2026-04-01", "ends_on": "2026-06-30", "self_assessment_due_on": "2026-07-05"}
		create_test_period(self.tree.province, "Quarter", **spring)
		create_test_period(self.tree.province, "Own")
		with self.assertRefused(PeriodExistsError):
			create_test_period(self.tree.province, "Quarter")
		with self.assertRefused(PeriodExistsError):
			create_test_period(self.tree.province, "Own", starts_on="2026-05-20", ends_on="2026-05-30",
				self_assessment_due_on="2026-06-01")  # fmt: skip
		later = {"starts_on": "2026-05-21", "ends_on": "2026-05-30", "self_assessment_due_on": "2026-06-01"}
		create_test_period(self.tree.province, "Own", **later)
		for days in ({"starts_on": "2026-07-02"}, {"ends_on": "2026-09-29"}, {"starts_on": "2026-04-01"}):
			with self.subTest(days), self.assertRefused(PeriodDatesError):
				create_test_period(self.tree.province, "Quarter", **days)

	def test_the_framework_says_what_a_quarter_asks(self):
		def settings(value: str):
			doc = frappe.copy_doc(
				frappe.get_doc("Criteria Framework", create_test_framework(self.tree.province))
			)
			doc.version += 1
			next(row for row in doc.settings if row.setting_key == "quarter_criteria").setting_value = value
			return doc

		with self.assertRefused(FrameworkContentError):
			settings("sh_cb_1, sh_cb_9").insert()
		framework = settings("sh_cb_1, dk_2").insert()
		framework.submit()
		period = create_test_open_period(
			self.tree.province, "Quarter", officer=self.officer, framework=framework.name
		)
		files = frappe.get_all("Evaluation", {"period": period.name}, ["title_kind", "item_count"])
		counts = {(row.title_kind, row.item_count) for row in files}
		self.assertEqual(counts, {("Cell", 2), ("Grassroots Organization", 1)})

	def test_framework_is_the_provinces_own_submitted_and_in_force(self):
		other = create_test_small_framework(create_test_tree().province).submit()
		with self.assertRefused(PeriodFrameworkError):
			create_test_period(self.tree.province, framework=other.name)
		draft = create_test_small_framework(self.tree.province, valid_from="2026-06-01")
		with self.assertRefused(FrameworkNotUsableError):
			create_test_period(self.tree.province, framework=draft.name)
		draft.submit()
		with self.assertRefused(FrameworkNotUsableError):
			create_test_period(self.tree.province, framework=draft.name)

	def test_a_framework_that_a_rule_would_stumble_over_opens_nothing(self):
		"""Issued before values were checked; once frozen it could not be mended."""
		period = create_test_period(self.tree.province)
		row = {"parent": period.framework, "setting_key": "least_age_months"}
		frappe.db.set_value("Framework Setting", row, "setting_value", "6 tháng")
		frappe.clear_document_cache("Criteria Framework", period.framework)
		with self.set_user(self.officer), self.assertRaises(FrameworkNotUsableError) as refused:
			api.open_period(period.name)
		for part in ("6 tháng", "Số tháng hoạt động tối thiểu"):
			self.assertIn(part, str(refused.exception))
		frappe.clear_messages()
		self.assertEqual(frappe.db.get_value("Review Period", period.name, "state"), "Draft")
		self.assertFalse(frappe.db.exists("Outbox Task", {"reference_name": period.name}))

	def test_state_moves_by_acts_only(self):
		period = create_test_period(self.tree.province)
		period.state = "Open"
		with self.assertRefused(PeriodStateError):
			period.save()
		opened = create_test_open_period(self.tree.province, "Six-Month", self.officer)
		opened.ends_on = "2026-06-29"
		with self.assertRefused(PeriodStateError):
			opened.save()
		with self.assertRefused(PeriodStateError):
			opened.delete()

	def test_only_the_commission_opens_and_closes(self):
		period = create_test_period(self.tree.province).name
		for position, organization in (
			("bi_thu_chi_bo", self.tree.cell_a),
			("can_bo_tham_dinh", self.tree.grassroots),
			("bi_thu_dang_uy", self.tree.body),
			("theo_doi", self.tree.province),
		):
			user = create_test_seat(organization, position).user
			for act in (api.open_period, api.close_period):
				with self.subTest(position), self.set_user(user), self.assertRefused(NoSeatError):
					act(period)

	def test_opening_freezes_the_framework_and_makes_one_file_each(self):
		period = create_test_open_period(self.tree.province, officer=self.officer)
		frozen = json.loads(period.frozen_framework)
		self.assertEqual((frozen["digest"], len(frozen["criteria"])), (period.framework_digest, 20))
		self.assertEqual(
			(period.state, period.opened_by, period.units_opened), ("Open", self.officer, len(TITLED))
		)
		files = frappe.get_all(
			"Evaluation", {"period": period.name}, ["organization", "item_count", "title_kind"]
		)
		self.assertEqual({row.organization for row in files}, {getattr(self.tree, key) for key in TITLED})
		counts = {(row.title_kind, row.item_count) for row in files}
		self.assertEqual(counts, {("Cell", 9), ("Grassroots Organization", 18)})
		self.assertEqual(
			frappe.db.count("Evaluation Item", {"parent": ("in", self.names(period))}), 5 * 9 + 3 * 18
		)

	def names(self, period) -> list[str]:
		return frappe.get_all("Evaluation", {"period": period.name}, pluck="name")

	def test_opening_twice_starts_one_task_and_a_second_run_changes_nothing(self):
		period = create_test_period(self.tree.province)
		with self.set_user(self.officer):
			first = api.open_period(period.name)
			second = api.open_period(period.name)
		self.assertEqual(first, second)
		run_now(first["task"])
		before = self.rows(period)
		run_now(first["task"])
		self.assertEqual(self.rows(period), before)
		with self.set_user(self.officer):
			self.assertEqual(api.open_period(period.name), {"task": None, "state": "Open"})

	def rows(self, period) -> tuple:
		items = {"parent": ("in", self.names(period))}
		return (
			frappe.get_all("Evaluation", {"period": period.name}, "*", order_by="name"),
			frappe.get_all("Evaluation Item", items, "*", order_by="name"),
		)

	def test_a_run_killed_half_way_goes_on_to_one_file_each(self):
		period = create_test_period(self.tree.province)
		with self.set_user(self.officer):
			task = api.open_period(period.name)["task"]
		period.reload()
		waiting = opening.without_file(period)
		opening.insert_files(period, tuple(waiting[:3]))  # the batch that a killed worker had committed
		run_now(task)
		self.assertEqual(len(self.names(period)), len(TITLED))
		self.assertEqual(frappe.db.get_value("Review Period", period.name, "units_opened"), len(TITLED))

	def test_two_drivers_on_the_same_batch_make_one_file_each(self):
		period = create_test_open_period(self.tree.province, officer=self.officer)
		before = self.rows(period)
		rows = [frappe._dict(row) for row in self.assessable(period)]
		opening.insert_files(period, tuple(rows))
		self.assertEqual(self.rows(period), before)

	def assessable(self, period) -> list[dict]:
		fields = [{"path_today": "path as path_today"}.get(f, f) for f in new_evaluation.ORGANIZATION_FIELDS]
		names = [getattr(self.tree, key) for key in TITLED]
		rows = frappe.get_all("Party Organization", {"name": ("in", names)}, fields)
		return [
			row | {"title_kind": frappe.db.get_value("Organization Kind", row.kind, "title_kind")}
			for row in rows
		]

	def test_who_does_not_live_on_the_closing_date_gets_no_file(self):
		gone = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.grassroots, "Giải thể", valid_to="2026-12-30"
		)
		last = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.grassroots, "Còn", valid_to="2026-12-31"
		)
		late = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.grassroots, "Sau", valid_from="2027-01-01"
		)
		group = create_test_organization("to_dang", self.tree.cell_a, "Tổ đảng 1")
		period = create_test_open_period(self.tree.province, officer=self.officer)
		made = set(frappe.get_all("Evaluation", {"period": period.name}, pluck="organization"))
		self.assertIn(last.name, made)
		self.assertFalse(made & {gone.name, late.name, group.name})

	def test_an_organization_founded_after_the_opening_gets_its_file_by_opening_again(self):
		period = create_test_open_period(self.tree.province, officer=self.officer)
		new = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.commune, "Chi bộ mới", valid_from="2026-11-01"
		)
		with self.set_user(self.officer):
			run_now(api.open_period(period.name)["task"])
		self.assertTrue(frappe.db.exists("Evaluation", new_evaluation.file_name(new.name, period.name)))

	def test_none_without_a_file_is_left_out_of_a_closed_period(self):
		settings = {"least_age_months": "3"}
		framework = ensure_framework(self.tree.province, settings)
		period = create_test_open_period(self.tree.province, officer=self.officer, framework=framework)
		old, young = (
			create_test_organization("chi_bo_truc_thuoc", self.tree.commune, name, valid_from=day).name
			for name, day in (("Chi bộ thôn Sớm", "2026-03-01"), ("Chi bộ thôn Muộn", "2026-11-01"))
		)
		with self.set_user(self.officer):
			with self.assertRaises(MissingFilesError) as refused:
				api.close_period(period.name)
			for part in (
				"2 ",
				"Chi bộ thôn Sớm, Chi bộ thôn Muộn",
				frappe._("Add Organizations Founded Since"),
			):
				self.assertIn(part, str(refused.exception))
		opening.add_missing()
		opening.add_missing()
		waiting = {"handler": opening.HANDLER, "reference_name": period.name, "state": "Pending"}
		[task] = frappe.get_all("Outbox Task", waiting, pluck="name")
		run_now(task)
		opening.add_missing()
		self.assertEqual(frappe.db.count("Outbox Task", waiting), 0)
		states = [
			frappe.db.get_value("Evaluation", f"{name}-{period.name}", "state") for name in (old, young)
		]
		self.assertEqual(states, ["Draft", "Outside"])
		with self.set_user(self.officer):
			api.close_period(period.name)
		period.reload()
		self.assertEqual(period.state, "Closed")

	def test_bulk_makes_what_the_controller_makes(self):
		deadlines = [{"level": "chi_bo", "due_on": "2026-12-05"}]
		period = create_test_open_period(self.tree.province, officer=self.officer, deadlines=deadlines)
		for organization in (self.tree.cell_a, self.tree.commune):
			name = new_evaluation.file_name(organization, period.name)
			bulk = self.stored(name)
			doc = frappe.get_doc("Evaluation", name)
			doc.flags.by_service = True
			doc.delete(ignore_permissions=True)
			create_test_evaluation(organization, period.name)
			self.assertEqual(self.stored(name), bulk)

	def stored(self, name: str) -> tuple:
		ignored = ("creation", "modified", "owner", "modified_by")
		# Filled after the opening, from the records of the day.
		ignored += (
			"computed_result",
			"computed_summary",
			"computed_detail",
			"computed_as_of",
			"core_computed_result",
			"pending_count",
			"outcome",
			"core_outcome",
		)
		rows = frappe.db.get_all("Evaluation", {"name": name}, "*")
		rows += frappe.db.get_all("Evaluation Item", {"parent": name}, "*", order_by="idx")
		return [{key: value for key, value in row.items() if key not in ignored} for row in rows]

	def test_files_keep_the_place_and_names_of_the_opening(self):
		period = create_test_open_period(self.tree.province, officer=self.officer)
		file = create_test_evaluation(self.tree.cell_a, period.name)
		organization = frappe.get_doc("Party Organization", self.tree.cell_a)
		self.assertEqual(
			(file.period_path, file.organization_name, file.grassroots_organization, file.organization_kind),
			(organization.path, organization.organization_name, self.tree.grassroots, "chi_bo_truc_thuoc"),
		)

	def test_closed_period_takes_no_act(self):
		period = create_test_open_period(self.tree.province, officer=self.officer)
		author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		file = new_evaluation.file_name(self.tree.cell_a, period.name)
		with self.set_user(self.officer):
			api.close_period(period.name)
			with self.assertRefused(PeriodStateError):
				api.close_period(period.name)
			with self.assertRefused(PeriodStateError):
				api.open_period(period.name)
		with self.set_user(author), self.assertRefused(PeriodClosedError):
			api.save_item(file, "dk_1", "Met", "", 0, "k")
		period.reload()
		period.title = "Khác"
		with self.assertRefused(PeriodStateError):
			period.save()

	def test_service_flag_cannot_be_sent_by_a_client(self):
		period = create_test_open_period(self.tree.province, officer=self.officer)
		file = create_test_evaluation(self.tree.cell_a, period.name)
		doc = frappe.get_doc({**file.as_dict(), "flags": {"by_service": True}, "met_count": 9})
		with self.assertRefused(OnlyServicesWriteError):
			doc.save()


class TestOpeningTask(BontotTestCase):
	def test_handler_is_registered(self):
		self.assertIs(outbox.driver.get_handler(opening.HANDLER), opening.run)
