"""Tests of what a save tells those who have the list open: its name and author reach those alone who may read it."""

from __future__ import annotations

import uuid

from tests.bad_days.ground import BENCH, ProvinceCase
from tests.http.listener import Listener
from tests.main_job.client import Person
from tests.main_job.round import wait_until


class TestListsOfOthers(ProvinceCase):
	def listener(self, label: str) -> Listener:
		listener = Listener(self.round.person(label), BENCH.site)
		self.addCleanup(listener.close)
		listener.follow("Meeting")
		return listener

	def begun(self, person: Person, organization: str, kind: str) -> dict:
		return person.post(
			"bontot.meeting.api.new_meeting",
			organization=self.round.organization(organization),
			meeting_kind=kind,
			meeting_date=str(self.round.today),
		)

	def save(self, person: Person, meeting: dict) -> bool:
		part = person.get("bontot.meeting.api.get_meeting", name=meeting["name"])["parts"]["times"]
		values = {"start_time": "19:30:00", "end_time": "21:05:00"}
		person.post(
			"bontot.meeting.api.save_part",
			name=meeting["name"],
			part="times",
			values=values,
			revision=part["revision"],
			save_key=str(uuid.uuid4()),
		)
		return True

	def hears(self, label: str, listener: Listener, meeting: dict) -> None:
		"""Save until it is heard: the room is entered some time after it was asked for."""
		person = self.round.person(label)
		wait_until(
			f"{label} hears of the own meeting",
			lambda: self.save(person, meeting) and listener.heard(meeting["name"]),
		)

	def test_a_neighbour_hears_nothing_of_a_meeting_that_its_own_cell_hears_of(self) -> None:
		secretary, neighbour = self.listener("secretary"), self.listener("neighbour")
		own = self.begun(self.round.person("neighbour"), "neighbour", "Cell Regular")
		self.hears("neighbour", neighbour, own)  # so it is in the room when the other saves
		others = self.begun(self.round.person("secretary"), "cell", "Cell Regular")
		self.hears("secretary", secretary, others)
		later = self.begun(self.round.person("neighbour"), "neighbour", "Cell Thematic")
		# Asked about after the meeting of the other cell, which was refused by then.
		self.hears("neighbour", neighbour, later)
		self.assertFalse(neighbour.heard(others["name"]), neighbour.said)
		self.assertFalse(neighbour.heard(self.round.user("secretary")), neighbour.said)
		self.assertFalse(secretary.heard(own["name"]) or secretary.heard(later["name"]), secretary.said)
