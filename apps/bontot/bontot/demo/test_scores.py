import frappe

from bontot.demo import bulk, meetings, scores
from bontot.demo.plan import Unit
from bontot.demo.structure import Placed
from bontot.organization.testing import create_test_member, create_test_tree
from bontot.tests.case import BontotTestCase

SEED = 7


class TestScores(BontotTestCase):
	def test_a_meeting_of_the_demo_is_what_its_controller_would_make_of_it(self):
		"""The score above all: rows, points, grade and words, for a year of one cell."""
		scores.scale_on.cache_clear()
		tree = create_test_tree()
		unit = Unit(
			"02.999.001",
			"02.999",
			"chi_bo_truc_thuoc",
			"co_quan",
			"Chi bộ Văn phòng",
			"CB VP",
			"",
			frappe.utils.getdate("2010-01-01"),
			members=8,
		)
		path = frappe.db.get_value("Party Organization", tree.cell_a, "path")
		spot = Placed(unit, 1, tree.cell_a, path, "chi_bo", tree.grassroots, tree.body)
		today = frappe.utils.getdate("2026-11-24")
		roll = meetings.roll_of_cell(spot, SEED, today)
		for seated in roll:
			member = create_test_member(
				tree.cell_a, full_name=seated.person.full_name, state=seated.person.state
			)
			frappe.rename_doc("Party Member", member.name, seated.member, force=True, show_alert=False)
		rows = meetings.rows_of(spot, {unit.key: spot}, SEED, [2026], today, today, frozenset())
		rows.write()
		names = [row["name"] for row in rows.meetings if row["meeting_kind"] == "Cell Regular"]
		self.assertGreater(len(names), 8)
		self.assertTrue(rows.score)
		for name in names:
			before = self.stored(name)
			frappe.get_doc("Meeting", name).save()
			self.assertEqual(self.stored(name), before)

	def stored(self, name: str) -> tuple:
		fields = ["quality_points", "quality_grade", "quality_scale", "speaker_count", "status"]
		[meeting] = frappe.get_all("Meeting", {"name": name}, fields)
		columns = [
			field
			for field in bulk.columns("Meeting Score")
			if field not in ("creation", "modified", "owner", "modified_by", "name")
		]
		rows = frappe.get_all("Meeting Score", {"parent": name}, columns, order_by="idx")
		return meeting, [{key: value or "" for key, value in row.items()} for row in rows]
