"""The framework's public advisories since August 2023, each replayed over HTTP; and what leaks without the guard."""

from __future__ import annotations

import json
import socket
import unittest

from tests.bad_days.digests import changed, state
from tests.bad_days.ground import BENCH
from tests.guard.advisories import ASKED_APART, GROUPS, RECORDS
from tests.guard.advisories.attack import Attack
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import Person

# In the guard's own words; by these names nothing else refuses.
REFUSALS = frozenset((
	"DoorClosedError", "RequestError", "NotServedError", "ArgumentError", "FieldNotOpenError", "UnknownMethodError", "MethodNotAllowed",
))  # fmt: skip
REFUSED_BY_OTHERS = frozenset((
	# a door that is open to people with the right, which these lack
	"/api/method/frappe.client.insert", "/api/method/frappe.client.set_value", "/api/method/frappe.desk.form.linked_with.get",
	"/api/method/frappe.core.api.file.move_file", "/api/method/frappe.core.api.file.zip_files",
	"/api/method/frappe.www.printview.get_html_and_style",
	# of no row: a file, a page, a report that is not there
	"/api/method/download_file", "/api/method/frappe.desk.desk_page.getpage", "/api/method/frappe.desk.query_report.get_script",
	# the keeper of files, in its own words
	"/api/method/frappe.handler.upload_file", "/api/method/upload_file",
	# to guests a closed door says that one must sign in
	"/api/method/frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion",
	# the proxy, with a page of its own
	"/backups/20260101_000000-localhost-database.sql.gz", "/files/..%2f..%2fsite_config.json", "/login",
	"/..%2f..%2f..%2fetc/passwd", "/assets/..%2f..%2fsites/localhost/site_config.json", "/backups/..%2f..%2fsite_config.json",
	"/backups/../../site_config.json", "/api/method/frappe.core.doctype.user.user.reset_password",
	"/api/method/frappe.www.login.send_login_link",
))  # fmt: skip


def refusal(text: str) -> str:
	"""Class of the error that an answer tells of; "" for none."""
	try:
		return json.loads(text).get("exc_type") or ""
	except ValueError:
		return ""


class TestAdvisories(SharedCase):
	maxDiff = None

	def play(self, attack: Attack, secretary: Person, guest: Person) -> tuple[int, str]:
		person = guest if attack.guest else secretary
		headers = {"Host": attack.host} if attack.host else None
		return ask(person, attack.method, attack.path, form=attack.form or None, headers=headers)

	def test_every_record_is_replayed(self) -> None:
		"""And no attack stands for none."""
		replayed = {group for _what, groups in RECORDS.values() for group in groups}
		print(f"\n{len(RECORDS)} public records, {len(GROUPS)} groups of attacks")
		self.assertEqual(replayed - set(GROUPS), ASKED_APART)
		self.assertEqual(set(GROUPS) - replayed, set())

	def test_every_one_is_refused_and_none_breaks_the_server(self) -> None:
		secretary, guest = self.round.person("secretary"), Person(BENCH.url)
		before, faults, played, others = state(), [], 0, set()
		for kind, attacks in GROUPS.items():
			for attack in attacks():
				played += 1
				status, text = self.play(attack, secretary, guest)
				if not 400 <= status < 500:
					faults.append(f"{kind}, {attack.kind}: {status} {attack.path} {attack.form} {text[:150]}")
				elif refusal(text) not in REFUSALS:
					others.add(attack.path)
		print(
			f"\n{played} attacks, {len(faults)} not refused, {len(others)} doors where others than the guard refuse"
		)
		self.assertGreater(played, 90)
		self.assertEqual(faults, [], "\n".join(faults))
		self.assertEqual((sorted(others - REFUSED_BY_OTHERS), sorted(REFUSED_BY_OTHERS - others)), ([], []))
		self.assertEqual(changed(before, state()), [])

	def test_control_the_framework_alone_lets_some_in(self) -> None:
		"""In the short run none that makes the database sleep."""
		with unguarded() as url:
			secretary, guest = elsewhere(self.round.person("secretary"), url), Person(url)
			answers = [
				(attack.path, *self.play(attack, secretary, guest))
				for attacks in GROUPS.values()
				for attack in attacks()
				if not (SHORT and "sleep" in str(attack.form)) and "log out" not in attack.kind
			]
		let_in = [path for path, status, _text in answers if not 400 <= status < 500]
		print(f"\nwithout the guard {len(let_in)} of {len(answers)} are answered or break the server")
		self.assertGreater(len(let_in), 10, let_in)
		self.assertEqual([path for path, _status, text in answers if refusal(text) in REFUSALS], [])

	def test_a_page_turned_into_a_pdf_fetches_nothing(self) -> None:
		"""The one door that makes a PDF of what the asker sends: no file of the server in it, nobody asked for it."""
		with socket.create_server(("127.0.0.1", 0)) as trap:
			trap.settimeout(0)
			address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
			ways = (
				'<img src="{0}">', '<link rel="stylesheet" href="{0}">', '<link rel="attachment" href="{0}">',
				'<a rel="attachment" href="{0}">x</a>', '<iframe src="{0}"></iframe>', '<object data="{0}"></object>',
				'<style>@import url("{0}"); @font-face {{ font-family: x; src: url("{0}") }} body {{ background: url("{0}"); font-family: x }}</style>',
			)  # fmt: skip
			page = "".join(way.format(goal) for way in ways for goal in (address, "file:///etc/passwd"))
			path = "/api/method/frappe.utils.print_format.report_to_pdf"
			status, pdf = ask(self.round.person("secretary"), "POST", path, form={"html": f"<p>x</p>{page}"})
			self.assertEqual((status, pdf[:4]), (200, "%PDF"))
			self.assertNotIn("/EmbeddedFile", pdf)
			with self.assertRaises(BlockingIOError):
				trap.accept()

	def test_a_sign_in_leads_nowhere_else(self) -> None:
		response, _content = Person(BENCH.url).ask("GET", "/login?redirect-to=//evil.example/x")
		self.assertEqual((response.status, response.headers["Location"]), (302, "/login"))


if __name__ == "__main__":
	unittest.main()
