"""One sitting decides ratings, then titles, in two annexes of one resolution: the title reads the rating just decided."""

from __future__ import annotations

import json
from unittest.mock import patch

import frappe
from frappe.utils import add_days, getdate

from bontot.approval.core import deciding_state, errors, verify
from bontot.approval.resolutions import api as deciding_api
from bontot.approval.resolutions import deciding, deciding_ratings
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, create_test_file, create_test_resolution, rate_members
from bontot.meeting.votes import Vote
from bontot.organization.errors import OwnUnitError
from bontot.organization.testing import create_test_member, create_test_seat
from bontot.outbox.testing import run_now
from bontot.rating import service as rating_service
from bontot.rating.doctype.annual_rating.annual_rating import rating_name
from bontot.rating.rules import DULY, EXCELLENT, MEMBER, ORGANIZATION, WELL


class RatingsFirstTestCase(ApprovalTestCase):
	"""A cell directly under the province has proposed its rating and sent its file: both wait for the same body."""

	def set_up_data(self) -> None:
		super().set_up_data()
		self.cell, self.year = self.tree.agency_cell, getdate().year
		self.author = create_test_seat(self.cell, "bi_thu_chi_bo").user
		rate_members(self.cell)
		self.sent = create_test_file(self.cell, self.period, rated=False)
		waiting = {"parent": self.sent, "criterion_key": ("in", ["nvct_2", "cbdv_2"])}
		frappe.db.set_value("Evaluation Item", waiting, "self_result", None)  # nobody can declare these
		act_as(self.author, "send", self.sent)
		self.rating = self.propose({self.cell: WELL})[0]

	def propose(self, grades: dict[str, str], subject: str = ORGANIZATION) -> list[str]:
		rows = [{"name": name, "grade": grade} for name, grade in grades.items()]
		with self.set_user(self.author):
			return rating_service.propose(subject, self.year, rows)

	def written(self, grade: str = WELL, decision: str = "Recognize", **values: object):
		rows = [{"rating": self.rating, "grade": grade}]
		votes = {"ratings_votes_for": 13, "ratings_votes_against": 2}
		content = votes | {"ratings": rows} | values
		return create_test_resolution(self.tree.province, {self.sent: decision}, **content)

	def submit(self, doc):
		with self.set_user(self.users.clerk):
			doc.insert()
			doc.submit()
		return doc

	def apply(self, resolution):
		where = {"reference_name": resolution.name}
		run_now(frappe.db.get_value("Outbox Task", where, order_by="creation desc"))
		return frappe.get_doc("Resolution", resolution.name)

	def result(self) -> str:
		where = {"parent": self.sent, "criterion_key": "nvct_2"}
		return frappe.db.get_value("Evaluation Item", where, "computed_result")

	def rated(self, name: str | None = None):
		return frappe.get_doc("Annual Rating", name or self.rating)


class TestOneSitting(RatingsFirstTestCase):
	def test_the_title_reads_the_rating_just_decided(self) -> None:
		self.assertEqual(self.result(), "Awaiting Rating")
		resolution = self.apply(self.submit(self.written(number="07-QĐ/TU")))
		self.assertEqual(resolution.state, "Applied")
		rating = self.rated()
		self.assertEqual(
			(rating.state, rating.grade, rating.resolution, rating.decision_number),
			("Decided", WELL, resolution.name, "07-QĐ/TU"),
		)
		vote = (rating.members_total, rating.votes_for, rating.votes_against, rating.votes_other)
		self.assertEqual(vote, (15, 13, 2, 0))
		self.assertEqual((self.doc(self.sent).state, self.result()), ("Recognized", "Met"))
		step = frappe.get_last_doc("Approval Step", {"file_name": self.sent, "act": "Recognize"})
		self.assertEqual(json.loads(step.results)["criteria"]["nvct_2"]["result"], "Met")
		self.assertEqual(verify.check_file(self.sent), [])

	def test_control_without_the_rating_the_title_waits(self) -> None:
		resolution = self.submit(self.written())
		with patch.object(deciding_ratings, "run", lambda task, doc, done, total: done):
			resolution = self.apply(resolution)
		self.assertEqual((self.doc(self.sent).state, self.result()), ("Under Appraisal", "Awaiting Rating"))
		self.assertEqual(resolution.items[0].result, "Failed")
		with self.assertRefused(errors.AwaitingRatingError):
			self.submit(self.written(ratings=[], number="08-QĐ/TU"))

	def test_a_rating_decided_before_by_its_own_number_is_read_too(self) -> None:
		row = [{"name": self.cell, "grade": WELL}]
		with self.set_user(self.users.clerk):
			rating_service.decide(
				ORGANIZATION, self.year, row, "06-QĐ/TU", getdate(), vote=rating_service.Vote(15, 15)
			)
		self.apply(self.submit(self.written(ratings=[])))
		self.assertEqual(self.result(), "Met")

	def test_what_the_ratings_make_unmet_is_said_before_and_put_back(self) -> None:
		with self.set_user(self.users.clerk):
			doc = self.written(grade=DULY)
			doc.items[0].despite_unmet = 1
			doc.insert()
			self.assertTrue(doc.items[0].unmet_criteria)
			with self.assertRefused(errors.UnmetCriteriaError):  # whatever is confirmed
				doc.submit()
		self.assertEqual((self.rated().state, self.rated().grade or ""), ("Proposed", ""))
		doc = self.written(grade=DULY, decision="Refuse")
		self.apply(self.submit(doc))
		self.assertEqual((self.doc(self.sent).state, self.result()), ("Not Recognized", "Not Met"))
		self.assertEqual(self.doc(self.sent).outcome, "Not Met")

	def test_a_deadlock_while_it_is_written_stays_one(self) -> None:
		"""The transaction is gone then, and the savepoint with it."""
		doc = self.written()
		for error, rolled_back in ((Exception(1213, "Deadlock found"), 0), (ValueError("x"), 1)):
			with (
				self.subTest(error=error),
				patch.object(frappe.db, "rollback") as rollback,
				self.assertRaises(type(error)),
				deciding_ratings.as_if_decided(doc),
			):
				raise error
			self.assertEqual(rollback.call_count, rolled_back)

	def test_killed_between_the_ratings_and_the_titles(self) -> None:
		resolution = self.submit(self.written())
		with patch.object(deciding, "decide_batch", side_effect=KeyboardInterrupt):
			self.assertRaises(KeyboardInterrupt, self.apply, resolution)
		frappe.set_user("Administrator")
		self.assertEqual((self.rated().state, self.doc(self.sent).state), ("Decided", "Under Appraisal"))
		told = frappe.db.count("Comment", {"reference_name": self.rating})
		with patch.object(rating_service, "decide", side_effect=AssertionError("decided twice")):
			resolution = self.apply(resolution)
		self.assertEqual((resolution.state, self.doc(self.sent).state), ("Applied", "Recognized"))
		self.assertEqual(self.result(), "Met")
		self.assertEqual(frappe.db.count("Comment", {"reference_name": self.rating}), told)

	def test_killed_among_the_ratings_leaves_none(self) -> None:
		resolution = self.submit(self.written())
		frappe.db.savepoint("killed")
		with patch.object(rating_service, "_tell", side_effect=KeyboardInterrupt):
			self.assertRaises(KeyboardInterrupt, self.apply, resolution)
		frappe.db.rollback(save_point="killed")  # as the database does when the worker is gone
		frappe.set_user("Administrator")
		self.assertEqual(self.rated().state, "Proposed")
		self.assertEqual(self.apply(resolution).state, "Applied")
		self.assertEqual((self.rated().state, self.result()), ("Decided", "Met"))


class TestRows(RatingsFirstTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		members = [create_test_member(self.cell, full_name=f"Lò Văn {number}").name for number in range(2)]
		self.members = self.propose(dict.fromkeys(members, WELL), MEMBER)

	def written(self, grade: str = WELL, decision: str = "Refuse", **values: object):
		"""No title: it would wait for every one of these ratings."""
		return super().written(grade, decision, **values)

	def rows(self, **grades: str) -> list[dict[str, str]]:
		names = {"cell": self.rating, "first": self.members[0], "second": self.members[1]}
		return [{"rating": names[key], "grade": grade} for key, grade in grades.items()]

	def test_one_that_cannot_be_decided_holds_up_no_other(self) -> None:
		"""It became so after the resolution was submitted."""
		resolution = self.submit(self.written(ratings=self.rows(cell=WELL, first=WELL, second=DULY)))
		frappe.db.set_value("Annual Rating", self.members[0], "proposed_by", self.users.clerk)
		resolution = self.apply(resolution)
		self.assertEqual(resolution.state, "Partly Applied")
		self.assertEqual([row.result for row in resolution.ratings], ["Applied", "Failed", "Applied"])
		self.assertIn("Lò Văn 0", resolution.ratings[1].result_message)
		states = [self.rated(name).state for name in self.members]
		self.assertEqual((states, self.rated().grade), (["Proposed", "Decided"], WELL))
		self.assertEqual(self.doc(self.sent).state, "Not Recognized")

	def test_what_would_be_refused_is_said_before_it_is_submitted(self) -> None:
		too_many = self.rows(first=EXCELLENT, second=WELL)
		with self.assertRefused(errors.ResolutionRowError):
			self.submit(self.written(ratings=too_many))
		frappe.db.set_value("Annual Rating", self.members[0], "proposed_by", self.users.clerk)
		with self.assertRefused(errors.ResolutionRowError):
			self.submit(self.written(ratings=self.rows(first=WELL, second=WELL)))
		self.assertEqual({self.rated(name).state for name in self.members}, {"Proposed"})
		self.submit(self.written(ratings=self.rows(cell=WELL, second=WELL)))
		self.assertEqual(
			{self.rated(name).state for name in self.members}, {"Proposed"}
		)  # tried, and put back

	def test_what_was_decided_since_is_not_replaced_when_failed_rows_are_tried_again(self) -> None:
		rows = self.rows(first=WELL, second=WELL)
		day = add_days(getdate(), -3)
		resolution = self.submit(self.written(ratings=rows, resolution_date=day))
		frappe.db.set_value("Annual Rating", self.members[0], "proposed_by", self.users.clerk)
		self.assertEqual(self.apply(resolution).state, "Partly Applied")
		later = {"state": "Decided", "grade": DULY, "decided_on": getdate(), "decision_number": "99-QĐ/TU"}
		frappe.db.set_value("Annual Rating", self.members[0], later | {"proposed_by": self.users.secretary})
		with self.set_user(self.users.clerk):
			deciding_api.apply_again(resolution.name)
		row = self.apply(resolution).ratings[0]
		self.assertIn("99-QĐ/TU", row.result_message)
		self.assertEqual(self.rated(self.members[0]).grade, DULY)

	def test_the_cap_judges_them_together(self) -> None:
		"""When it is applied as well: others may have been decided since."""
		rows = self.rows(first=EXCELLENT, second=WELL)
		with patch.object(deciding_ratings, "refuse_undecidable"):
			resolution = self.apply(self.submit(self.written(ratings=rows)))
		self.assertEqual([row.result for row in resolution.ratings], ["Failed", "Failed"])
		self.assertEqual({self.rated(name).state for name in self.members}, {"Proposed"})

	def test_it_says_between_ratings_that_it_goes_on(self) -> None:
		"""Else a claim would end in the middle of some thousands, and a second worker begin them anew."""
		ratings = self.rows(cell=WELL, first=WELL, second=DULY)
		resolution = self.submit(self.written(ratings=ratings))
		self.assertEqual(self.beats(resolution), [(0, 4), (1, 4), (1, 4)])

	def test_it_says_so_too_while_it_finds_out_which_of_them_are_refused(self) -> None:
		resolution = self.submit(self.written(ratings=self.rows(first=WELL, second=DULY), items=[]))
		frappe.db.set_value("Annual Rating", self.members[0], "proposed_by", self.users.clerk)
		# Together up to the refused one, each for itself, the others once more.
		self.assertEqual(self.beats(resolution), [(0, 2)] * 4)

	def beats(self, resolution) -> list[tuple[int, int]]:
		said: list[tuple[int, int]] = []
		with patch("bontot.outbox.task.Task.beat", lambda _task, *progress: said.append(progress)):
			self.apply(resolution)
		return said

	def test_a_vote_of_its_own(self) -> None:
		rows = self.rows(first=WELL, second=WELL)
		rows[1] |= {"votes_for": 8, "votes_against": 7}
		self.apply(self.submit(self.written(ratings=rows)))
		self.assertEqual([self.rated(name).votes_for for name in self.members], [13, 8])

	def test_what_a_row_refuses(self) -> None:
		elsewhere = create_test_member(self.tree.cell_a, full_name="Vàng A").name
		with self.set_user(self.users.secretary):
			[other] = rating_service.propose(MEMBER, self.year, [{"name": elsewhere, "grade": WELL}])
		own = self.rows(first=WELL)
		own[0]["votes_for"] = 7
		twice = self.rows(first=WELL) * 2
		cases = (
			("no majority", errors.VotesError, {"ratings_votes_for": 7}),
			("no vote", errors.VotesError, {"ratings_votes_for": 0, "ratings_votes_against": 0}),
			("no majority on one", errors.VotesError, {"ratings": own}),
			("twice", errors.ResolutionRowError, {"ratings": [dict(row) for row in twice]}),
			(
				"of another body",
				errors.ResolutionRowError,
				{"ratings": [{"rating": other, "grade": WELL}]},
			),
		)
		for title, error, values in cases:
			with self.subTest(title), self.set_user(self.users.clerk), self.assertRefused(error):
				self.written(**values).insert()

	def test_ratings_alone_and_those_that_wait(self) -> None:
		found = {row.name: row.grade for row in deciding_ratings.waiting(self.tree.province)}
		self.assertEqual(found, dict.fromkeys((self.rating, *self.members), WELL))
		self.apply(self.submit(self.written(items=[], votes_for=0, votes_other=0)))
		self.assertEqual((self.rated().state, self.result()), ("Decided", "Awaiting Rating"))
		self.assertNotIn(
			rating_name(self.cell, self.year),
			[row.name for row in deciding_ratings.waiting(self.tree.province)],
		)
		self.submit(self.written(items=[], ratings=self.rows(first=WELL)))
		with self.set_user(self.users.clerk), self.assertRefused(errors.PendingResolutionError):
			self.written(items=[], ratings=self.rows(first=WELL)).insert()

	def test_of_two_submitted_at_once_the_second_waits_for_the_first(self) -> None:
		"""The rows are held from the submit on, and not while it is only written."""
		with patch.object(deciding_state, "hold", wraps=deciding_state.hold) as held:
			resolution = self.written(items=[], ratings=self.rows(first=WELL))
			with self.set_user(self.users.clerk):
				resolution.insert()
				held.assert_not_called()
				resolution.submit()
		held.assert_called_with("Annual Rating", [row.rating for row in resolution.ratings])


class TestOwnUnit(RatingsFirstTestCase):
	"""A resolution is the body's: it goes on, and its row says who did not vote."""

	def test_who_belongs_to_the_unit_or_is_rated_is_recorded_as_not_voting(self) -> None:
		member = create_test_member(self.cell).name
		frappe.db.set_value("Party Member", member, "user", self.users.clerk)
		[of_member] = self.propose({member: WELL}, MEMBER)
		create_test_seat(self.cell, "pho_bi_thu_chi_bo", self.users.province)
		rows = [{"rating": name, "grade": WELL} for name in (self.rating, of_member)]
		resolution = self.apply(self.submit(self.written(ratings=rows)))
		officer, clerk = (
			frappe.db.get_value("User", user, "full_name") for user in (self.users.province, self.users.clerk)
		)
		self.assertEqual(
			[row.not_voting for row in resolution.ratings], [officer, ", ".join(sorted((officer, clerk)))]
		)
		self.assertEqual(resolution.state, "Applied")
		self.assertEqual([self.rated(name).state for name in (self.rating, of_member)], ["Decided"] * 2)

	def test_a_cells_secretary_of_the_body_may_apply_it_but_not_decide_alone(self) -> None:
		create_test_seat(self.cell, "pho_bi_thu_chi_bo", self.users.clerk)
		rows = [{"name": self.cell, "grade": WELL}]
		with self.set_user(self.users.clerk), self.assertRefused(OwnUnitError):
			rating_service.decide(ORGANIZATION, self.year, rows, "08-QĐ/TU", getdate(), vote=Vote(15, 15))
		resolution = self.apply(self.submit(self.written()))
		self.assertEqual((resolution.state, self.rated().state), ("Applied", "Decided"))
