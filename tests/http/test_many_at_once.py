"""Many signed-in people at the same files at the same moment, through the web server: one of them wins each file, the others
are told in Vietnamese, and nobody meets a fault. `tests/approval/test_at_once.py` asks the same without the server between."""

from __future__ import annotations

import os
import secrets
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import frappe
from bontot.approval.core import verify
from bontot.approval.testing import act_as, create_test_file, create_test_open_period, create_test_resolution
from bontot.organization.testing import (
	create_test_organization,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from frappe.utils import getdate

from tests.approval.committed import CommittedCase
from tests.bad_days.ground import BENCH
from tests.bad_days.said import in_vietnamese
from tests.main_job.client import Person, Refused
from tests.main_job.round import wait_until

SESSIONS = int(os.environ.get("BONTOT_HTTP_SESSIONS", "8"))
FILES = int(os.environ.get("BONTOT_HTTP_FILES", "20"))
# While another resolution is about to decide the files, and when it has; of very many at once one may still be in the others'
# way after its last run, and is told that nothing of it was saved and to do it once more.
TOLD = {"PendingResolutionError": 409, "ResolutionRowError": 417, "ConflictError": 409}


class TestManyAtOnce(CommittedCase):
	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.period = create_test_open_period(self.tree.province)
		self.author = create_test_user("Bí thư nhiều chi bộ")

	def sent_files(self, kind: str, above: str) -> list[str]:
		"""Files of as many new cells, sent by their common secretary."""
		names = []
		for number in range(FILES):
			cell = create_test_organization(kind, above, f"Chi bộ cùng lúc {number}").name
			create_test_seat(cell, "bi_thu_chi_bo", self.author)
			names.append(create_test_file(cell, self.period))
			act_as(self.author, "send", names[-1])
		return names

	def signed_in(self, place: str, position: str) -> list[Person]:
		"""People with a seat each at the place, as browsers; what was made for them is there for the server from now on."""
		password = secrets.token_urlsafe(16)
		users = [create_test_user(f"Người {number}", password=password) for number in range(SESSIONS)]
		for user in users:
			create_test_seat(place, position, user)
		frappe.db.commit()  # read by the server; taken away at the end
		people = [Person(BENCH.url) for _user in users]
		for person, user in zip(people, users, strict=True):
			person.sign_in(user, password)
		return people

	def test_one_of_many_agrees_to_each_file(self) -> None:
		files = self.sent_files("chi_bo_truc_thuoc", self.tree.grassroots)
		people, barrier = self.signed_in(self.tree.grassroots, "can_bo_tham_dinh"), Barrier(SESSIONS)

		def agree_to_all(person: Person) -> dict[str, Refused | None]:
			barrier.wait(timeout=60)
			return {
				name: answer_of(
					person,
					"bontot.approval.acts.api.agree",
					doctype="Evaluation",
					name=name,
					expected_sequence=1,
				)
				for name in files
			}

		answers = at_once(agree_to_all, people)
		counted = Counter(refused.status if refused else 200 for each in answers for refused in each.values())
		print(f"{SESSIONS} sessions at {FILES} files: {dict(counted)}", file=sys.stderr)
		frappe.db.rollback()  # see what the server has committed
		for name in files:
			refusals = [each[name] for each in answers if each[name]]
			with self.subTest(name):
				self.assertEqual(Counter(r.status for r in refusals), {409: SESSIONS - 1})
				self.assertEqual({in_vietnamese(r.text) for r in refusals}, {""}, refusals[0])
				self.assertEqual(acts_of(name), ["Send", "Agree"])
				self.assertEqual(
					frappe.db.get_value("Evaluation", name, "awaiting_organization"), self.tree.body
				)
				self.assertEqual(verify.check_file(name), [])

	def test_one_of_many_resolutions_decides_each_file(self) -> None:
		"""Each of them names all files. One decides them; whoever submits another is told so."""
		files = self.sent_files("chi_bo_co_so", self.tree.province)
		people, barrier = self.signed_in(self.tree.province, "can_bo_van_phong"), Barrier(SESSIONS)
		content = create_test_resolution(self.tree.province, dict.fromkeys(files, "Recognize")).as_dict()

		def decide_all(person: Person) -> tuple[str, Refused | None]:
			number = f"{secrets.token_hex(4)}-QĐ/TU"
			draft = person.post("frappe.client.insert", doc=plain(content | {"number": number}))
			barrier.wait(timeout=120)
			return draft["name"], answer_of(person, "frappe.client.submit", doc=draft)

		answers = dict(at_once(decide_all, people))
		counted = Counter(refused.status if refused else 200 for refused in answers.values())
		print(f"{SESSIONS} resolutions over {FILES} files: {dict(counted)}", file=sys.stderr)
		for refused in filter(None, answers.values()):
			self.assertEqual(TOLD[refused.kind], refused.status, refused)
			self.assertEqual(in_vietnamese(refused.text), "", refused)
		submitted = [name for name, refused in answers.items() if not refused]
		self.assertEqual(len(submitted), 1, answers)
		self.assertEqual(
			wait_until("it is applied", lambda: self.ended(submitted)), {submitted[0]: "Applied"}
		)
		for name in files:
			with self.subTest(name):
				self.assertEqual(acts_of(name), ["Send", "Recognize"])
				self.assertEqual(frappe.db.count("Recognition", {"evaluation": name}), 1)
				self.assertEqual(verify.check_file(name), [])

	def ended(self, names: list[str]) -> dict[str, str] | None:
		frappe.db.rollback()  # see what the workers have committed
		rows = frappe.get_all("Resolution", {"name": ("in", names)}, ["name", "state"], as_list=True)
		return None if any(state == "Deciding" for _name, state in rows) else dict(rows)


def at_once(act, people: list[Person]) -> list:
	with ThreadPoolExecutor(len(people)) as threads:
		return list(threads.map(act, people))


def answer_of(person: Person, method: str, **arguments: object) -> Refused | None:
	try:
		person.post(method, **arguments)
	except Refused as refused:
		return refused
	return None


def acts_of(name: str) -> list[str]:
	return frappe.get_all("Approval Step", {"file_name": name}, pluck="act", order_by="sequence")


def plain(doc: dict) -> dict:
	"""What a form sends of a new document."""
	rows = [{key: row[key] for key in ("evaluation", "decision", "reason")} for row in doc["items"]]
	kept = ("doctype", "organization", "number", "members_total", "votes_for", "votes_against", "votes_other")
	return {
		**{key: doc[key] for key in (*kept, "signer", "signer_position")},
		"resolution_date": str(getdate(doc["resolution_date"])),
		"items": rows,
	}
