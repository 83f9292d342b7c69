"""The content policy alone keeps stored markup from running, and forbids nothing that the desk does.

What is planted here goes past everything that cleans texts, straight into the database.
"""

from __future__ import annotations

import unittest
from contextlib import suppress
from urllib.parse import quote

from playwright.sync_api import Error

from tests.bad_days.ground import rows
from tests.browser.chromium import DESK, URL, Window
from tests.browser.scene import Scene
from tests.guard import planting
from tests.guard.desk import SETTLE, STILL

PLANT = (
	"<img src=x onerror=ran({0})><svg onload=ran({0})></svg><script>ran({0})</script>"
	"<a class=planted href=javascript:ran({0})>x</a>"
	'<iframe srcdoc="<img src=x onerror=parent.ran({0})>"></iframe>'
	'<span class="mention" data-id="x" data-value="<img src=x onerror=ran({0})>" data-denotation-char="@">x</span>'
)
SHORT_PLANT = "<img src=x onerror=ran({0})>"  # for columns of 140 letters
NUMBERED = 990_000_000  # the names of notices are numbers
FOLLOW = "for (const link of document.querySelectorAll('a.planted')) link.click()"
ROLES = ("secretary", "reviewer", "btc", "administrator")
EVALUATED_FROM = 90  # the texts below; what is planted runs in these windows
# Texts that the desk evaluates or compiles, where the server did not look at them.
EVALUATED = {
	"a dynamic filter": """() => frappe.dashboard_utils.get_all_filters(
		{ filters_json: "[]", dynamic_filters_json: '[["Meeting", "place", "=", "ran(90)"]]' })""",
	"a filter by name": """() => frappe.dashboard_utils.get_all_filters(
		{ filters_json: "{}", dynamic_filters_json: '{"place": "ran(91)"}' })""",
	"a shortcut": "() => frappe.utils.get_filter_from_json('ran(92)', 'Meeting')",
	"a dialog": """() => {
		const dialog = new frappe.ui.Dialog({ fields: [{ fieldtype: "HTML", fieldname: "x", options: "<b>{% ran(93) %}</b>" }] });
		dialog.show();
		dialog.hide();
	}""",
	"the search bar": "() => new frappe.search.AwesomeBar().make_calculator.call({ options: [] }, '=ran(94)')",
}
# Not Geolocation and Phone, which draw pictures from other hosts.
KINDS = (
	"Attach", "Attach Image", "Autocomplete", "Barcode", "Check", "Code", "Color", "Currency", "Data", "Date", "Date Range",
	"Datetime", "Duration", "Float", "HTML Editor", "Icon", "Int", "Link", "Markdown Editor", "MultiCheck",
	"MultiSelect", "MultiSelectList", "MultiSelectPills", "Password", "Percent", "Rating", "Select", "Signature",
	"Small Text", "Text", "Text Editor", "Time",
)  # fmt: skip
# What a person opens besides the lists and forms that the walk through the desk opens: (what, script).
DIALOGS = (
	("every kind of field", """kinds => new frappe.ui.Dialog({ fields: kinds.map(each => (
		{ fieldtype: each, fieldname: frappe.scrub(each), label: each, options: each === "Link" ? "ToDo" : "" }
	)) }).show()"""),
	("new document", "() => frappe.new_doc('ToDo')"),
	("upload", "() => new frappe.ui.FileUploader()"),
	("camera", "() => frappe.require('file_uploader.bundle.js').then(() => new frappe.ui.Capture({ animate: false }).show())"),
	("theme", "() => new frappe.ui.ThemeSwitcher().show()"),
	("shortcuts", "() => frappe.ui.toolbar.show_shortcuts({ preventDefault() {} })"),
	("about", "() => frappe.ui.toolbar.show_about()"),
	("session defaults", "() => frappe.ui.toolbar.setup_session_defaults()"),
	("several of a kind", """() => new frappe.ui.form.MultiSelectDialog(
		{ doctype: "ToDo", target: {}, setters: {}, get_query() { return {}; }, action() {} })"""),
	("message", "() => frappe.msgprint('<b>x</b>', 'x')"),
	("confirmation", "() => frappe.confirm('x', () => {})"),
	("search", "() => $('#navbar-search').trigger('focus').val('12+3').trigger('input')"),
)  # fmt: skip
OF_FORM = (
	("assign", "() => cur_frm.assign_to.add()"),
	("attach", "() => cur_frm.attachments.new_attachment()"),
	("mail", "() => new frappe.views.CommunicationComposer({ frm: cur_frm, doc: cur_frm.doc })"),
	("tag", "() => cur_frm.tags?.wrapper?.find('.tag-area input').trigger('focus')"),
	("up again", "() => $('.scroll-to-top:visible').trigger('click')"),
	("links", "() => cur_frm.scroll_to_field(cur_frm.meta.fields[0].fieldname)"),
)
VIEWS = (
	"List/ToDo/Kanban", "List/ToDo/Gantt", "List/ToDo/Report", "List/ToDo/Dashboard", "List/ToDo/Image", "List/Event/Calendar",
	"List/File/File", "List/Note", "List/Notification Log", "user-profile", "print/Meeting/{meeting}",
)  # fmt: skip
OF_ADMINISTRATOR = (
	"Form/User/Administrator", "Form/Data Import/new-data-import", "Form/Dashboard Chart/new-dashboard-chart",
	"Form/Number Card/new-number-card", "Form/Report/new-report", "Form/Print Format/new-print-format", "Form/DocType/ToDo",
	"Form/Customize Form/Customize Form", "Form/Workflow/new-workflow", "Form/Client Script/new-client-script",
	"Form/Letter Head/new-letter-head", "Form/Web Page/new-web-page", "Form/Workspace/new-workspace", "permission-manager",
	"print-format-builder", "dashboard-view", "query-report/Permitted Documents For User", "Form/Server Script/new-server-script",
	"List/Server Script", "recorder", "Form/System Settings/System Settings", "Form/Auto Email Report/new-auto-email-report",
)  # fmt: skip
BEFORE = (
	"/login",
	"/login#forgot",
	"/login#signup",
	"/update-password?key=x",
	"/nothing-here",
	"/app/not-mine",
	"/message",
	"/printview",
)


class PolicyScene(Scene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.meeting = cls.round.person("secretary").post(
			"bontot.meeting.api.new_meeting", organization=cls.round.organization("cell"), meeting_kind="Cell Regular",
			meeting_date=str(cls.round.today),
		)["name"]  # fmt: skip

	def account(self, label: str) -> dict[str, str]:
		password = self.round.password("administrator")
		return self.round.trial["accounts"].get(label) or {"user": "Administrator", "password": password}

	def open_window(self, label: str, *, policy: bool = True) -> Window:
		window = Window(self.browser, DESK, policy=policy)
		self.addCleanup(window.close)
		self.ran: set[tuple[int, str]] = set()
		window.context.expose_binding(
			"ran", lambda source, number: self.ran.add((int(number), source["page"].url.removeprefix(URL)))
		)
		window.page.on("dialog", lambda dialog: dialog.dismiss())
		account = self.account(label)
		return window.sign_in(account["user"], account["password"]).at_the_desk()

	def settle(self, window: Window) -> None:
		with suppress(Error):  # a page that a text has broken still must not run it
			window.page.evaluate(SETTLE, ["", STILL, 1_000, 8_000])


class TestStoredMarkup(PolicyScene):
	@classmethod
	def setUpClass(cls) -> None:
		super().setUpClass()
		cls.addClassCleanup(cls.take_out)
		cls.plant()

	@classmethod
	def plant(cls) -> None:
		cls.take_out()
		for number, (table, values) in enumerate(cls.plants()):
			plants = {"SHORT": SHORT_PLANT.format(number), "PLANT": PLANT.format(number)}
			texts = {name: planted(value, plants) for name, value in values.items()}
			whole = {"owner": "Administrator", "creation": "2026-01-01", "modified": "2026-01-01"} | texts
			names, quoted = ", ".join(f"`{name}`" for name in whole), ", ".join(map(sql, whole.values()))
			rows(f"INSERT INTO `tab{table}` ({names}) VALUES ({quoted})")
		rows(f"UPDATE tabMeeting SET place = {sql(SHORT_PLANT.format(80))} WHERE name = {sql(cls.meeting)}")
		rows(
			f"UPDATE tabMeeting SET _user_tags = {sql(',' + PLANT.format(81))} WHERE name = {sql(cls.meeting)}"
		)
		planting.forget()

	@classmethod
	def plants(cls) -> list[tuple[str, dict[str, str]]]:
		on = {"reference_doctype": "Meeting", "reference_name": cls.meeting}
		users = [each["user"] for each in cls.round.trial["accounts"].values()] + ["Administrator"]
		return [
			("Comment", on | {"name": "planted", "comment_type": "Comment", "content": "PLANT", "comment_by": "x"}),
			("File", {"name": "planted", "file_name": "SHORT", "attached_to_doctype": "Meeting", "attached_to_name": cls.meeting,
				"file_url": "/private/files/x.pdf", "is_private": "1"}),
			("Note", {"name": "planted", "title": "SHORT", "content": "PLANT", "public": "1"}),
			("Letter Head", {"name": "planted", "letter_head_name": "planted", "is_default": "0", "source": "HTML", "content": "PLANT"}),
			("Print Format", {"name": "planted", "doc_type": "Meeting", "custom_format": "1", "print_format_type": "Jinja",
				"standard": "No", "html": "PLANT{{ doc.name }}", "module": "Meeting"}),
			("Custom HTML Block", {"name": "planted", "html": "PLANT", "script": "ran(5)", "private": "0"}),
			*(("ToDo", {"name": f"planted-{user}", "description": "PLANT", "allocated_to": user, "status": "Open"}) for user in users),
			*(("Notification Log", {"name": str(NUMBERED + place), "subject": "SHORT", "for_user": user, "type": "Alert"}) for place, user in enumerate(users)),
		]  # fmt: skip

	@classmethod
	def take_out(cls) -> None:
		rows(f"DELETE FROM `tabNotification Log` WHERE name >= {NUMBERED}")
		for table in ("Comment", "File", "Note", "Letter Head", "Print Format", "Custom HTML Block", "ToDo"):
			rows(f"DELETE FROM `tab{table}` WHERE name LIKE 'planted%'")
		rows(f"UPDATE tabMeeting SET place = NULL, _user_tags = NULL WHERE name = {sql(cls.meeting)}")
		planting.forget()

	def visit(self, label: str, window: Window) -> None:
		user, meeting = self.account(label)["user"], quote(self.meeting)
		view = f"/printview?doctype=Meeting&name={meeting}"
		for address in (
			f"/app/meeting/{meeting}", "/app/meeting/view/report", "/app/meeting", f"/app/todo/{quote(f'planted-{user}')}",
			"/app/note/planted", "/app/custom-html-block/planted", f"/app/print/Meeting/{meeting}",
			f"{view}&letterhead=planted", f"{view}&format=planted",
		):  # fmt: skip
			with suppress(Error):  # refused to this person (a bare 403), or gone to where a link led
				self.open_address(window, address)
				self.settle(window)
				window.page.evaluate(FOLLOW)
				window.page.wait_for_timeout(150)

	def open_address(self, window: Window, address: str) -> None:
		try:
			window.open(address)
		except Error:  # a link that was followed on the page before got in between
			window.open(address)

	def test_none_of_it_runs(self) -> None:
		for label in ROLES:
			with self.subTest(label):
				window = self.open_window(label)
				self.visit(label, window)
				stopped = len(window.heard.violations)
				print(f"\n{label}: {len(self.ran)} ran, {stopped} stopped by the policy")
				self.assertEqual(self.ran, set())
				self.assertGreater(stopped, 5)
				window.close()

	def test_control_without_the_policy_it_does(self) -> None:
		for label in ("secretary", "administrator"):
			with self.subTest(label):
				window = self.open_window(label, policy=False)
				self.visit(label, window)
				print(f"\n{label} without the policy:", *sorted(self.ran), sep="\n  ")
				self.assertGreater(len(self.ran), 3)
				window.close()

	def test_texts_that_the_desk_evaluated_are_data(self) -> None:
		"""With the policy off: it lets the desk evaluate, so these stand for themselves."""
		window = self.open_window("secretary", policy=False)
		for what, script in EVALUATED.items():
			with self.subTest(what):
				with suppress(Error):  # some say so
					window.page.evaluate(f"() => {{ ({script})(); }}")
				self.assertEqual({number for number, _place in self.ran if number >= EVALUATED_FROM}, set())

	def test_a_mention_is_text(self) -> None:
		"""With the policy off: the editor itself makes text of it."""
		window = self.open_window("secretary", policy=False)
		made = window.page.evaluate(
			"""text => {
				const field = { fieldtype: "Text Editor", fieldname: "x", enable_mentions: 1 };
				const dialog = new frappe.ui.Dialog({ fields: [field] });
				dialog.show();
				dialog.set_value("x", text);
				return new Promise(done => setTimeout(() => {
					const mention = dialog.$wrapper.find(".mention")[0];
					done(mention && [mention.textContent, mention.querySelectorAll("img").length]);
				}, 1000));
			}""",
			'<p><span class="mention" data-id="x" data-value="&lt;img src=x onerror=ran(95)&gt;" data-denotation-char="@">x</span></p>',
		)
		self.assertEqual(made, ["\ufeff@<img src=x onerror=ran(95)>\ufeff", 0])
		self.assertNotIn(95, {number for number, _place in self.ran})


class TestNothingBreaks(PolicyScene):
	"""No screen does what the policy forbids. Lists, forms, reports, prints and pages of each role: test_desk."""

	def test_pages_without_the_desk(self) -> None:
		window = Window(self.browser, DESK)
		self.addCleanup(window.close)
		for address in BEFORE:
			window.open(address)
			window.page.wait_for_load_state("networkidle")
		self.assertEqual(window.heard.violations, [])

	def test_print_view_prints(self) -> None:
		"""Its one button carries an inline handler, and nothing of the desk is there."""
		window = self.open_window("secretary")
		window.open(f"/printview?doctype=Meeting&name={quote(self.meeting)}")
		window.page.evaluate("window.print = () => ran(1)")
		window.page.locator(".action-banner a").first.click()
		self.assertEqual({number for number, _place in self.ran}, {1})
		self.assertEqual(window.heard.violations, [])

	def test_the_menu_works(self) -> None:
		window = self.open_window("secretary")
		window.page.locator(".dropdown-navbar-user [data-toggle=dropdown]").click()
		window.page.locator(
			"#toolbar-user [data-inline-click*=show_about], #toolbar-user [data-inline-click*=full_width]"
		).first.click()
		self.assertTrue(
			window.page.evaluate(
				"document.body.classList.contains('full-width') || !!$('.modal.show').length"
			)
		)
		window.page.locator(".dropdown-navbar-user [data-toggle=dropdown]").click()
		window.page.locator("#toolbar-user [data-inline-click*=logout]").click()
		window.page.wait_for_url("**/login**")
		self.assertEqual(window.heard.violations, [])

	def test_screens_of_everybody(self) -> None:
		for label in ROLES:
			with self.subTest(label):
				window = self.open_window(label)
				places = [view.format(meeting=self.meeting) for view in VIEWS]
				places += OF_ADMINISTRATOR if label == "administrator" else ()
				for place in places:
					with suppress(Error):  # refused to this person
						window.page.evaluate("route => { frappe.set_route(...route); }", place.split("/"))
					self.settle(window)
				for what, script in DIALOGS:
					self.play(window, what, script)
				window.page.evaluate("name => { frappe.set_route('Form', 'Meeting', name); }", self.meeting)
				self.settle(window)
				for what, script in OF_FORM:
					self.play(window, what, script)
				print(
					f"\n{label}: {len(places)} views, {len(DIALOGS) + len(OF_FORM)} dialogs, {len(window.heard.violations)} violations"
				)
				self.assertEqual(window.heard.violations, [])
				window.close()

	def play(self, window: Window, what: str, script: str) -> None:
		with suppress(Error):  # not offered to this person
			window.page.evaluate(
				f"kinds => {{ ({script})(kinds); }}", list(KINDS)
			)  # what they answer cannot be sent
		window.page.wait_for_timeout(200)
		self.settle(window)


def planted(value: str, plants: dict[str, str]) -> str:
	for token, plant in plants.items():
		value = value.replace(token, plant)
	return value


def sql(text: str) -> str:
	return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


if __name__ == "__main__":
	unittest.main()
