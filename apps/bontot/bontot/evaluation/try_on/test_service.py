import frappe
from frappe.utils import getdate, nowdate

from bontot.criteria import versions
from bontot.criteria.setup import ensure_framework
from bontot.criteria.testing import create_test_added_criterion, create_test_framework, create_test_overlay
from bontot.evaluation.computing import computed
from bontot.evaluation.errors import TryOnPeriodError
from bontot.evaluation.period import closing
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period, create_test_rating
from bontot.evaluation.try_on import api, service
from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_member, create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

YEAR = 2025
KEY = "good_meeting_share_percent"


class TestTryOn(BontotTestCase):
	"""A closed year: cell A had 12 good months, cell B 10; the province asked for 80 %."""

	def set_up_data(self):
		super().set_up_data()
		self.tree = create_test_tree()
		self.framework = ensure_framework(self.tree.province, {KEY: "80", "good_member_share_percent": "80"})
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		for cell, good in ((self.tree.cell_a, 12), (self.tree.cell_b, 10)):
			for month in range(1, 13):
				meeting = create_test_meeting(cell, meeting_date=f"{YEAR}-{month:02}-03")
				grade = "Good" if month <= good else "Fair"
				frappe.db.set_value("Meeting", meeting.name, "quality_grade", grade)
			for month in (2, 5, 8, 11):
				create_test_meeting(cell, "Cell Thematic", f"{YEAR}-{month:02}-20")
		self.period = create_test_open_period(
			self.tree.province, year=YEAR, officer=self.officer, framework=self.framework
		).name
		for cell in (self.tree.cell_a, self.tree.cell_b):
			create_test_rating(cell, YEAR)
			create_test_rating(cell, YEAR, create_test_member(cell).name)
			doc = create_test_evaluation(cell, self.period)
			computed.refresh([doc], getdate(nowdate()))
			answer_judged(doc.name)
		with self.set_user(self.officer):
			closing.close(self.period)

	def draft(self, **settings: str):
		with self.set_user(self.officer):
			doc = versions.start(self.framework)
			for row in doc.settings:
				row.setting_value = settings.get(row.setting_key, row.setting_value)
			return doc.save()

	def run_try(self, doc, after: str = ""):
		with self.set_user(self.officer):
			return api.try_on(doc.doctype, doc.name, self.period, after)

	def names(self, told) -> dict[str, tuple[str, str]]:
		return {row["organization_name"]: (row["before"], row["after"]) for row in told["turned"]}

	def test_an_unchanged_draft_turns_nobody(self):
		told = self.run_try(self.draft())
		self.assertEqual((told["turned"], told["files"], told["total"], told["next"]), ([], 8, 8, ""))

	def test_a_stricter_threshold_names_who_changes_and_why(self):
		told = self.run_try(self.draft(**{KEY: "90"}))
		self.assertEqual(self.names(told), {"Chi bộ Thanh tra": ("Met", "Not Met")})
		cell = frappe.db.get_value("Evaluation", told["turned"][0]["evaluation"], "grassroots_organization")
		above = frappe.db.get_value("Party Organization", cell, "organization_name")
		self.assertTrue(above)
		self.assertEqual(told["turned"][0]["above"], above)
		self.assertEqual(len(told["turned"][0]["reasons"]), 1)
		self.assertIn("sinh hoạt", told["turned"][0]["reasons"][0].lower())
		counts = {
			(row["before"], row["after"]): row["count"]
			for row in told["counts"]
			if row["title_kind"] == "Cell"
		}
		self.assertEqual((counts["Met", "Met"], counts["Met", "Not Met"]), (1, 1))

	def test_an_overlay_is_tried_on_its_own_branch(self):
		line = {"action": "Tighten", "setting_key": KEY, "setting_value": "90"}
		doc = create_test_overlay(self.tree.body, self.framework, [line])
		told = self.run_try(doc)
		self.assertEqual((told["files"], self.names(told)), (2, {"Chi bộ Thanh tra": ("Met", "Not Met")}))
		other = create_test_overlay(self.tree.commune, self.framework, [line])
		self.assertEqual((self.run_try(other)["files"], self.run_try(other)["turned"]), (1, []))
		added = create_test_overlay(self.tree.body, self.framework, [create_test_added_criterion()])
		self.assertEqual(set(self.names(self.run_try(added)).values()), {("Met", "Pending")})

	def test_nothing_is_written(self):
		draft = self.draft(**{KEY: "90"})
		before = digests()
		self.run_try(draft)
		self.assertEqual(digests(), before)
		frappe.db.set_value(
			"Party Organization", self.tree.cell_a, "short_name", "CB"
		)  # the digests do notice
		self.assertNotEqual(digests(), before)

	def test_slices_join_to_the_whole(self):
		draft, size = self.draft(**{KEY: "90"}), service.SLICE
		whole = self.run_try(draft)
		service.SLICE = 3
		try:
			parts, after = [], ""
			while True:
				parts.append(self.run_try(draft, after))
				after = parts[-1]["next"]
				if not after:
					break
		finally:
			service.SLICE = size
		self.assertEqual([part["files"] for part in parts], [3, 3, 2])
		self.assertEqual([row for part in parts for row in part["turned"]], whole["turned"])
		self.assertEqual([part["total"] for part in parts], [8, 0, 0])

	def test_only_who_may_write_it(self):
		draft = self.draft()
		for position, place in (("bi_thu_dang_uy", self.tree.grassroots), ("theo_doi", self.tree.province)):
			user = create_test_seat(place, position).user
			with self.subTest(position), self.set_user(user), self.assertRefused(frappe.PermissionError):
				api.try_on("Criteria Framework", draft.name, self.period)

	def test_only_on_opened_periods_of_its_province(self):
		other = create_test_tree()
		foreign = create_test_open_period(other.province, framework=create_test_framework(other.province))
		draft = self.draft()
		with self.assertRefused(TryOnPeriodError):
			api.try_on("Criteria Framework", draft.name, foreign.name)
		with self.set_user(self.officer):
			offered = [row["name"] for row in api.periods("Criteria Framework", draft.name)]
		self.assertEqual(offered, [self.period])


def answer_judged(evaluation: str) -> None:
	"""Every criterion that no records answer is met."""
	where = {"parent": evaluation, "kind": "Judged"}
	frappe.db.set_value("Evaluation Item", where, "self_result", "Met")


def digests() -> list[tuple]:
	"""A checksum of every table's rows; of the transaction's own view, so also of what is not committed."""
	tables = frappe.db.get_tables(cached=False)
	wanted = [table for table in tables if table.startswith("tab")]
	return [checksum(table) for table in sorted(wanted)]


def checksum(table: str) -> tuple:
	columns = ", ".join(f"coalesce(`{name}`, '∅')" for name in frappe.db.get_db_table_columns(table))
	return (table,) + frappe.db.sql(
		f"select count(*), coalesce(sum(crc32(concat_ws('|', {columns}))), 0) from `{table}`"
	)[0]
