"""Open tasks of a split cell go to whom the grid says, and stand in the draft of his first meeting; the old minutes stay."""

import frappe

from bontot.meeting import handing_over, kinds, starting
from bontot.meeting.testing import create_test_meeting
from bontot.organization import tree
from bontot.organization.errors import ReorganizationProblemError
from bontot.organization.testing import create_test_member, create_test_tree
from bontot.outbox.testing import run_now
from bontot.reorganization import preview, service, undo_checks
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase

DAY, FIRST_MEETING = "2026-07-01", frappe.utils.getdate("2026-07-03")
ROAD, VISIT = "Vận động hiến đất làm đường", "Thăm gia đình chính sách"


class TestHandingOver(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.members = [create_test_member(self.tree.cell_a, full_name=f"Hà Thị {n}").name for n in "AB"]
		tasks = [
			{"task": ROAD, "assigned_to": self.members[0], "due_on": "2026-08-01"},
			{"task": VISIT, "assigned_to": self.members[1]},
			{"task": "Thu đảng phí", "done_on": "2026-04-20"},
		]
		self.minuted = create_test_meeting(self.tree.cell_a, tasks=tasks)
		create_test_meeting(self.tree.cell_b, tasks=tasks[2:])
		self.acts = [
			{"act": "Split", "organization": self.tree.cell_a, "new_name": f"Chi bộ {n}"} for n in "12"
		]

	def offered(self, acts: list[dict] | None = None) -> list[dict]:
		return preview.share_rows(create_test_reorganization(self.tree.province, DAY, acts or self.acts))

	def shares(self) -> list[dict]:
		"""The first member and the first task go to the first cell, the second member to the second; the second task to nobody."""
		rows = self.offered()
		goes = {self.members[0]: "Chi bộ 1", self.members[1]: "Chi bộ 2", self.task(ROAD): "Chi bộ 1"}
		return [row | {"goes_to_new": goes.get(row["record"])} for row in rows]

	def task(self, words: str) -> str:
		return next(row.name for row in self.minuted.tasks if row.task == words)

	def lines(self, doc) -> dict[str, int]:
		lines = preview.describe(doc)["lines"]
		return {line["what"]: line["count"] for line in lines if "task" in line["what"]}

	def draft(self, cell: str, on=FIRST_MEETING):
		return starting.draft(
			frappe.db.get_value(tree.DOCTYPE, {"organization_name": cell}), kinds.REGULAR, on
		)

	def test_open_tasks_are_offered_by_their_words(self):
		found = [row for row in self.offered() if row["share_of"] == handing_over.TASK]
		self.assertEqual([row["record_title"] for row in found], [ROAD, VISIT])

	def test_the_preview_says_of_each_what_becomes_of_it(self):
		doc = create_test_reorganization(self.tree.province, DAY, self.acts, self.shares())
		self.assertEqual(self.lines(doc), {
			"Open tasks from meetings of organizations that end": 1,
			"Open tasks handed to new organizations": 1,
		})  # fmt: skip
		goes_on = [self.acts[0] | {"source_continues": 1}]
		part = [row for row in self.shares() if row["goes_to_new"] == "Chi bộ 1"]
		doc = create_test_reorganization(self.tree.province, DAY, goes_on, part)
		self.assertEqual(self.lines(doc), {
			"Open tasks from meetings of organizations that are split and go on": 1,
			"Open tasks handed to new organizations": 1,
		})  # fmt: skip

	def test_who_takes_a_task_on_finds_it_in_his_first_meeting_only(self):
		reorganize(self.tree.province, DAY, self.acts, self.shares())
		first = self.draft("Chi bộ 1")
		self.assertEqual(
			[(row.task, row.assigned_to, str(row.due_on)) for row in first.tasks],
			[(ROAD, self.members[0], "2026-08-01")],
		)
		self.assertIn("Chi bộ Văn phòng", first.agenda[0].topic)
		self.assertEqual(self.draft("Chi bộ 2").tasks, [])
		first.insert()
		self.assertEqual(self.draft("Chi bộ 1", frappe.utils.getdate("2026-08-03")).tasks, [])
		stands = frappe.get_doc("Meeting", self.minuted.name)
		self.assertEqual([row.task for row in stands.tasks if not row.done_on], [ROAD, VISIT])

	def test_what_was_done_meanwhile_is_not_handed_on(self):
		reorganize(self.tree.province, DAY, self.acts, self.shares())
		frappe.db.set_value(handing_over.TASK, self.task(ROAD), "done_on", "2026-06-30")
		self.assertEqual(self.draft("Chi bộ 1").tasks, [])

	def test_only_tasks_of_the_split_organization(self):
		other = create_test_meeting(self.tree.cell_b, "Cell Thematic", tasks=[{"task": VISIT}]).tasks[0].name
		row = {"source": self.tree.cell_a, "share_of": handing_over.TASK, "record": other}
		doc = create_test_reorganization(
			self.tree.province, DAY, self.acts, [*self.shares(), row | {"goes_to_new": "Chi bộ 1"}]
		)
		with self.assertRefused(ReorganizationProblemError):
			service.enter(doc.name)
		doc = create_test_reorganization(self.tree.province, DAY, self.acts, self.shares())
		service.enter(doc.name)  # the control

	def test_a_task_of_another_branch_is_not_called_by_its_words(self):
		elsewhere = create_test_meeting(self.tree.other_cell, tasks=[{"task": "Việc riêng"}]).tasks[0].name
		row = {"source": self.tree.cell_a, "share_of": handing_over.TASK, "record": elsewhere}
		doc = create_test_reorganization(self.tree.body, DAY, self.acts, [row])
		self.assertEqual(doc.shares[0].record_title, "")

	def test_an_undo_forgets_them(self):
		doc = reorganize(self.tree.province, DAY, self.acts, self.shares())
		self.assertEqual(undo_checks.of(doc), [])
		run_now(service.start_undo(doc.name)["task"])
		self.assertEqual(frappe.db.get_value("Reorganization", doc.name, "state"), "Undone")
		self.assertEqual(handing_over.taken_on(self.tree.cell_a, FIRST_MEETING), [])
