"""Searches and listings of the framework tell a stranger nothing of what somebody of another branch made, and its owner does find it."""

from __future__ import annotations

import json
import unittest

from tests.bad_days.ground import BENCH, rows
from tests.guard.ground import SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import Person
from tests.main_job.trial import execute

WORD = "zwanzigeins"


def knock(person: Person, door: str, method: str = "POST", **form: object) -> tuple[int, str]:
	return ask(person, method, f"/api/method/{door}", form=form)


class TestSearches(SharedCase):
	def setUp(self) -> None:
		self.secretary, self.far = self.round.person("secretary"), self.round.person("neighbour")
		self.made: list[tuple[str, str]] = []
		self.addCleanup(self.remove)

	def admin(self) -> Person:
		return self.round.signed_in("Administrator", self.round.password("administrator"))

	def remove(self) -> None:
		admin = self.admin()
		for kind, name in reversed(self.made):
			knock(admin, "frappe.client.delete", doctype=kind, name=name)

	def make(self, person: Person, kind: str, **values: object) -> str:
		status, text = knock(person, "frappe.client.insert", doc={"doctype": kind, **values})
		self.assertEqual(status, 200, text[:300])
		name = json.loads(text)["message"]["name"]
		self.made.append((kind, name))
		return name

	def told(self, person: Person, door: str, **form: object) -> bool:
		status, text = knock(person, door, "GET", **form)
		self.assertLess(status, 500, text[:300])
		return WORD in text

	def test_what_one_made_is_found_by_its_maker_alone(self) -> None:
		own = self.round.user("secretary")
		todo = self.make(self.secretary, "ToDo", description=WORD, allocated_to=own)
		note = self.make(self.secretary, "Note", title=WORD)
		self.make(
			self.secretary, "Event", subject=WORD, event_type="Private", starts_on="2027-01-01 08:00:00"
		)
		self.assertEqual(
			knock(
				self.secretary, "frappe.desk.doctype.tag.tag.add_tag", tag=f"{WORD}-the", dt="Note", dn=note
			)[0],
			200,
		)
		self.made += [("Tag", f"{WORD}-the")]
		folder = knock(
			self.secretary, "frappe.core.api.file.create_new_folder", file_name=WORD, folder="Home"
		)
		self.assertEqual(folder[0], 200, folder[1][:300])
		self.made += [("File", f"Home/{WORD}")]
		execute(BENCH.root, "frappe.utils.global_search.sync_global_search")
		search = "frappe.desk.doctype.tag.tag."
		for door, form in (
			("frappe.utils.global_search.search", {"text": WORD}),
			("frappe.utils.global_search.search", {"text": WORD, "doctype": "ToDo"}),
			("frappe.client.get_list", {"doctype": "ToDo", "fields": ["description"]}),
			("frappe.client.get_list", {"doctype": "Note", "fields": ["title"]}),
			("frappe.client.get_list", {"doctype": "Event", "fields": ["subject"]}),
			("frappe.desk.search.search_link", {"doctype": "Note", "txt": WORD}),
			("frappe.client.get_list", {"doctype": "Tag"}),
			("frappe.client.get_list", {"doctype": "Tag Link", "fields": ["tag"]}),
			("frappe.desk.search.search_link", {"doctype": "Tag", "txt": WORD}),
			(f"{search}get_tags", {"doctype": "Note", "txt": WORD}),
			(f"{search}get_tags_list_for_awesomebar", {}),
			(f"{search}get_documents_for_tag", {"tag": f"#{WORD}-the"}),
			("frappe.core.api.file.get_files_in_folder", {"folder": "Home", "page_length": 500}),
			("frappe.desk.doctype.event.event.get_events", {"start": "2027-01-01", "end": "2027-01-02"}),
		):
			with self.subTest(door, **form):
				self.assertFalse(self.told(self.far, door, **form), "a stranger")
				if door != "frappe.utils.global_search.search":  # filled by a job
					self.assertTrue(self.told(self.secretary, door, **form), "its maker")
		with self.subTest("control: without the rules the global search tells"), unguarded() as url:
			bare = elsewhere(self.far, url)
			form = {"text": WORD, "doctype": "ToDo"}
			self.assertTrue(self.told(self.secretary, "frappe.utils.global_search.search", **form), todo)
			self.assertTrue(self.told(bare, "frappe.utils.global_search.search", **form))

	def test_viewers_of_a_document_are_named_within_reach(self) -> None:
		own, far = self.round.user("secretary"), self.round.user("neighbour")
		door = "frappe.desk.form.load.get_user_info_for_viewers"
		asked = [own, far, "Administrator", "khong-co@thu.example"]
		status, text = knock(self.secretary, door, "GET", users=asked)
		self.assertEqual(status, 200, text)
		told = json.loads(text)["message"]
		self.assertNotEqual(told[own]["fullname"], own)
		for name in asked[1:]:
			self.assertEqual((told[name]["fullname"], told[name]["email"]), (name, None))
		with self.subTest("control"), unguarded() as url:
			bare = json.loads(knock(elsewhere(self.secretary, url), door, "GET", users=asked)[1])["message"]
			self.assertTrue(bare["Administrator"]["email"])

	def test_nothing_is_logged_and_nobody_is_reminded_of_a_foreign_document(self) -> None:
		neighbour = self.round.organization("neighbour")
		foreign = rows(f"SELECT name FROM `tabParty Member` WHERE organization = '{neighbour}' LIMIT 1")[0][0]
		log = "frappe.core.doctype.access_log.access_log.make_access_log"
		remind = "frappe.automation.doctype.reminder.reminder.create_new_reminder"
		when = {"remind_at": "2027-01-01 08:00:00", "description": WORD}
		answers = []
		for name in (foreign, "DV-KHONG-CO"):
			logged = knock(self.secretary, log, doctype="Party Member", document=name, page="print")
			asked = knock(
				self.secretary, remind, reminder_doctype="Party Member", reminder_docname=name, **when
			)
			answers.append((logged, asked))
		self.assertEqual(answers[0], answers[1])
		self.assertEqual((answers[0][0][0], answers[0][1][0]), (403, 403))
		self.assertEqual(
			rows(f"SELECT COUNT(*) FROM `tabAccess Log` WHERE reference_document = '{foreign}'"), [["0"]]
		)

	def test_the_boot_holds_no_letter_head(self) -> None:
		head = {
			"doctype": "Letter Head",
			"letter_head_name": WORD,
			"source": "HTML",
			"content": f"<b>{WORD}</b>",
		}
		knock(self.admin(), "frappe.client.insert", doc=head)
		self.made.append(("Letter Head", WORD))
		execute(BENCH.root, "frappe.clear_cache")
		page = self.secretary.page("/app")
		found = page.find(f"<b>{WORD}")
		self.assertEqual(found, -1, page[found - 200 : found + 100])


if __name__ == "__main__":
	unittest.main()
