"""Points that a meeting lacks though its paper is there: a line on the first page of who writes it, until they are whole."""

from datetime import date

from bontot.meeting.testing import create_test_meeting
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.synthesis import my_work, waiting_tasks
from bontot.synthesis.own_tasks import Task
from bontot.tests.case import BontotTestCase

TODAY = date(2026, 11, 24)


class TestScoreTasks(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()
		self.secretary = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user

	def tasks(self, on: date, user: str = "") -> dict[str, Task]:
		with self.set_user(user or self.secretary):
			tasks = my_work.collect(user or self.secretary, None, on)["tasks"]
		return {task["key"]: task for task in tasks if task["key"].startswith("score-")}

	def test_points_are_asked_for_until_they_are_whole(self):
		meeting = create_test_meeting(self.tree.cell_a, meeting_date="2026-11-20")
		left = [row.item_key for row in meeting.score if not row.has_points]
		task = self.tasks(TODAY)[f"score-{meeting.name}"]
		self.assertEqual((task["sign"], task["address"]), ("open", f"/app/meeting-record/{meeting.name}"))
		self.assertIn(str(len(left)), task["title"])
		self.assertIn("11/2026", task["title"])
		self.assertNotIn(f"score-{meeting.name}", self.tasks(date(2028, 11, 24)))
		for row in meeting.score:
			if row.item_key in left[1:]:
				row.update({"is_given": 1, "given_points": 1})
		meeting.save()
		self.assertIn("1", self.tasks(TODAY)[f"score-{meeting.name}"]["title"])
		for row in meeting.score:
			if row.item_key in left:
				row.update({"is_given": 1, "given_points": 1})
		meeting.save()
		self.assertNotIn(f"score-{meeting.name}", self.tasks(TODAY))

	def test_points_of_what_is_not_minuted_are_not_asked_for(self):
		meeting = create_test_meeting(self.tree.cell_a, meeting_date="2026-11-20", minuted=False)
		self.assertNotIn(f"score-{meeting.name}", self.tasks(TODAY))
		meeting.minutes_text = "Biên bản"
		meeting.save()
		self.assertIn(f"score-{meeting.name}", self.tasks(TODAY))

	def test_many_meetings_without_points_are_one_line(self):
		months = range(1, waiting_tasks.MOST_NAMED + 2)
		made = [create_test_meeting(self.tree.cell_a, meeting_date=date(2026, month, 3)) for month in months]
		scores = list(self.tasks(TODAY).values())
		self.assertEqual([task["address"] for task in scores], [f"/app/meeting-record/{made[0].name}"])
		self.assertIn(str(len(made)), scores[0]["title"])

	def test_nobody_else_is_asked(self):
		create_test_meeting(self.tree.cell_a, meeting_date="2026-11-20")
		for place, seat in (
			(self.tree.cell_b, "bi_thu_chi_bo"),
			(self.tree.grassroots, "can_bo_tham_dinh"),
		):
			self.assertEqual(self.tasks(TODAY, create_test_seat(place, seat).user), {}, seat)
