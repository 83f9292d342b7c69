"""Tests of fields that only the server writes: taken out of what a client sends, or put back to what is stored."""

import inspect
import json
from contextlib import nullcontext
from unittest.mock import patch

import frappe
import frappe.client
from frappe.model.base_document import get_controller
from frappe.model.document import Document

from bontot.evaluation.testing import create_test_period
from bontot.guard.errors import RequestError, ServerWrittenError
from bontot.guard.payload import payload
from bontot.guard.testing import METHOD, GuardCase
from bontot.meeting.testing import create_test_meeting
from bontot.organization.access import approvable, server_written
from bontot.organization.errors import ForeignRowError, OrganizationChangedError
from bontot.organization.testing import create_test_member, create_test_seat
from bontot.tests.case import BontotTestCase

FORGED = {
	"title": "Giả mạo",
	"organization_path": "000001",
	"owner": "Guest",
	"creation": "2001-01-01 01:01:01",
	"idx": 77,
}


class TestServerWritten(GuardCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.officer = create_test_seat(self.tree.province, "can_bo_btc_tinh").user
		self.seat = create_test_seat(self.tree.cell_b, "bi_thu_chi_bo")

	def setUp(self) -> None:
		super().setUp()
		self.addCleanup(self.forget)

	def forget(self) -> None:
		setattr(frappe.local, server_written.SENT, None)
		frappe.flags.pop(server_written.HELD, None)

	def saved(self, doc: dict, user: str | None = None, door: str = "frappe.client.save"):
		"""A document as a request through the guard and the framework's own function leaves it."""
		self.forget()
		user = user or self.officer
		form = self.ask(METHOD + door, "POST", user=user, doc=json.dumps(doc, default=str))
		with self.set_user(user):
			frappe.get_attr(door)(form.doc)
		return frappe.get_doc(doc["doctype"], doc["name"]) if doc.get("name") else None

	def test_a_stored_document_keeps_them(self):
		before = frappe.get_doc("Seat", self.seat.name)
		for user in (self.officer, "Administrator"):
			with self.subTest(user):
				doc = (
					frappe.get_doc("Seat", self.seat.name).as_dict() | FORGED | {"term": f"2025-2030 {user}"}
				)
				after = self.saved(doc, user)
				self.assertEqual(after.term, f"2025-2030 {user}")
				for name in FORGED:
					self.assertEqual(after.get(name), before.get(name), name)

	def test_control_nothing_else_keeps_them(self):
		"""A value that no controller works out anew at every save is kept, where nothing marks it as sent by a client."""
		period = create_test_period(self.tree.province)
		for guarded in (True, False):
			doc = frappe.get_doc("Review Period", period.name).as_dict() | {"units_total": 77}
			with (
				self.subTest(guarded=guarded),
				nullcontext() if guarded else patch.object(server_written, "mark"),
			):
				self.assertEqual(self.saved(doc).units_total, 0 if guarded else 77)

	def test_a_new_document_comes_without_them(self):
		doc = {"doctype": "Seat", "__islocal": 1, "name": "new-seat", "position": "theo_doi", **FORGED}
		for door, named in (("frappe.client.insert", "doc"), ("frappe.desk.form.save.savedocs", "doc")):
			with self.subTest(door):
				form = self.ask(
					METHOD + door, "POST", user=self.officer, **{named: json.dumps(doc)}, action="Save"
				)
				said = json.loads(form[named])
				self.assertEqual(said["position"], "theo_doi")
				self.assertEqual({"title", "organization_path"} & said.keys(), set())
		form = self.ask("/api/resource/Seat", "POST", user=self.officer, body=json.dumps(doc))
		self.assertEqual({"title", "organization_path"} & json.loads(form.data).keys(), set())

	def test_a_copy_says_of_what(self):
		doc = {"doctype": "Scoring Scale", "__islocal": 1, "amended_from": "X-1", "title": "Thang"}
		form = self.ask(METHOD + "frappe.client.insert", "POST", user=self.officer, doc=json.dumps(doc))
		self.assertEqual(json.loads(form.doc)["amended_from"], "X-1")

	def test_fields_named_one_by_one_are_refused(self):
		one = {"doctype": "Seat", "name": self.seat.name}
		many = {"doctype": "Seat", "docnames": json.dumps([self.seat.name]), "action": "update"}
		bulk = METHOD + payload.OF_MANY
		for fieldname in ("title", "organization_path", "owner", "docstatus", "creation", "_assign"):
			with self.subTest(fieldname):
				self.refused(
					ServerWrittenError, METHOD + payload.SINGLE_VALUES, "POST", user=self.officer, **one,
					fieldname=fieldname, value="x",
				)  # fmt: skip
				self.refused(
					ServerWrittenError, METHOD + payload.SINGLE_VALUES, "POST", user=self.officer, **one,
					fieldname=json.dumps({"term": "x", fieldname: "x"}),
				)  # fmt: skip
				self.refused(
					ServerWrittenError,
					bulk,
					"POST",
					user=self.officer,
					**many,
					data=json.dumps({fieldname: "x"}),
				)
				self.refused(
					ServerWrittenError, METHOD + "frappe.desk.calendar.update_event", "POST", user=self.officer,
					args=json.dumps(one), field_map=json.dumps({"start": "from_date", "end": fieldname}),
				)  # fmt: skip
		self.ask(
			METHOD + payload.SINGLE_VALUES, "POST", user=self.officer, **one, fieldname="term", value="x"
		)
		self.ask(bulk, "POST", user=self.officer, **many, data=json.dumps({"term": "x"}))
		self.ask(bulk, "POST", user=self.officer, **many | {"action": "submit"})
		shown = {"start": "from_date", "end": "to_date", "id": "name", "title": "title"}
		self.ask(
			METHOD + "frappe.desk.calendar.update_event", "POST", user=self.officer, args=json.dumps(one),
			field_map=json.dumps(shown),
		)  # fmt: skip

	def test_rows_of_somebody_else_are_refused(self):
		create_test_member(self.tree.cell_a)
		mine, theirs = (
			create_test_meeting(self.tree.cell_a, meeting_date=day) for day in ("2026-03-03", "2026-04-03")
		)
		doc = frappe.get_doc("Meeting", mine.name).as_dict()
		doc["attendance"][0]["name"] = theirs.attendance[0].name
		with self.assertRefused(ForeignRowError):
			self.saved(doc, self.secretary)

	def two_meetings(self):
		create_test_member(self.tree.cell_a)
		days = ("2026-03-03", "2026-04-03")
		return tuple(create_test_meeting(self.tree.cell_a, meeting_date=day) for day in days)

	def test_nobody_carries_off_a_row_whoever_saves(self):
		"""A document that no client has sent is looked at as well: many doors save what they have loaded themselves."""
		mine, theirs = self.two_meetings()
		theirs.append("tasks", {"task": "Kiểm tra", "due_on": "2026-06-01"})
		theirs.save()
		stolen = theirs.tasks[-1]
		place = {"parent": mine.name, "parenttype": "Meeting", "parentfield": "tasks"}
		row = {"doctype": stolen.doctype, "task": stolen.task, "due_on": stolen.due_on}
		for guarded in (True, False):
			with (
				self.subTest(guarded=guarded),
				nullcontext() if guarded else patch.object(server_written, "require_own_rows"),
				self.assertRefused(ForeignRowError) if guarded else nullcontext(),
			):
				frappe.client.insert(row | place | {"name": stolen.name})
		parent = frappe.db.get_value(stolen.doctype, stolen.name, "parent")
		self.assertEqual(parent, mine.name, "control: without it the framework carries it off")

	def test_no_door_takes_a_table_or_a_row_by_itself(self):
		mine, theirs = self.two_meetings()
		rows = [{"name": theirs.attendance[0].name}]
		one = {"doctype": "Meeting", "name": mine.name}
		loose = {"doctype": "Meeting Attendance", "name": theirs.attendance[0].name}
		place = {"parent": mine.name, "parenttype": "Meeting", "parentfield": "attendance"}
		event = json.dumps(one | {"attendance": rows, "start": rows, "end": rows})
		for door, form in (
			(payload.INSERT, {"doc": json.dumps(loose | place)}),
			(payload.SINGLE_VALUES, one | {"fieldname": "attendance", "value": rows}),
			(payload.SINGLE_VALUES, one | {"fieldname": json.dumps({"attendance": rows})}),
			(payload.SINGLE_VALUES, loose | {"fieldname": "state", "value": "Absent"}),
			(payload.OF_MANY, {
				"doctype": "Meeting", "docnames": json.dumps([mine.name]), "action": "update",
				"data": json.dumps({"attendance": rows}),
			}),
			(payload.CANCEL, one | {"workflow_state_fieldname": "attendance", "workflow_state": rows}),
			("frappe.client.delete", loose),
			("frappe.desk.reportview.delete_items", loose | {"items": json.dumps([loose["name"]])}),
			*((door, {"args": event, "field_map": json.dumps({"start": "attendance", "end": "attendance"})})
			for door in payload.CALENDARS),
		):  # fmt: skip
			with self.subTest(door):
				self.forget()
				self.refused(ServerWrittenError, METHOD + door, "POST", **form)

	def test_a_row_of_the_frameworks_becomes_none_of_ours(self):
		"""The framework makes of it what stands in the table that it names, and saves that document with it."""
		mine, _theirs = self.two_meetings()
		row = {
			"doctype": "Has Role",
			"parenttype": "Meeting",
			"parent": mine.name,
			"parentfield": "attendance",
		}
		for user in (self.secretary, "Administrator"):
			with self.subTest(user):
				self.refused(
					ServerWrittenError, METHOD + payload.INSERT, "POST", user=user, doc=json.dumps(row)
				)
		own = row | {"parenttype": "User", "parent": self.secretary, "parentfield": "roles"}
		self.refused(ServerWrittenError, METHOD + payload.INSERT, "POST", doc=json.dumps(own))
		self.ask(
			METHOD + payload.INSERT, "POST", user="Administrator", doc=json.dumps(own)
		)  # control: theirs to write

	def test_a_node_of_a_tree_is_always_new(self):
		form = {
			"doctype": "Seat",
			"name": self.seat.name,
			"__newname": "x",
			"is_root": "0",
			"title": "Giả mạo",
		}
		left = self.ask(METHOD + payload.NODE, "POST", user=self.officer, **form)
		self.assertEqual({"name", "__newname", "title"} & left.keys(), set())

	def test_another_spelling_of_the_name_opens_nothing(self):
		"""The database finds it all the same, blanks behind it and capitals alike."""
		period = create_test_period(self.tree.province)
		# A name of digits alone, as chance may give it, has no other spelling.
		frappe.rename_doc("Review Period", period.name, f"k{period.name}", force=True, show_alert=False)
		period = frappe.get_doc("Review Period", f"k{period.name}")
		for said in (f"{period.name} ", period.name.swapcase()):
			self.assertTrue(frappe.db.exists("Review Period", said), "else this asks nothing")
			for guarded in (True, False):
				self.forget()
				with (
					self.subTest(said, guarded=guarded),
					nullcontext() if guarded else patch.object(server_written, "_stored_spellings", return_value=set()),
				):  # fmt: skip
					body = json.dumps({"units_total": 77, "name": "x"})
					path = f"/api/resource/Review Period/{said}"
					form = self.ask(path, "PUT", user=self.officer, body=body)
					doc = frappe.get_doc("Review Period", said)
					with self.set_user(self.officer):
						doc.update(json.loads(form.data))
						doc.save()
					stored = frappe.db.get_value("Review Period", period.name, "units_total")
					self.assertEqual(stored, 0 if guarded else 77)
					frappe.db.set_value("Review Period", period.name, "units_total", 0)
			with self.assertRefused(frappe.DoesNotExistError):
				self.saved(frappe.get_doc("Review Period", period.name).as_dict() | {"name": said})

	def test_a_name_is_no_filter(self):
		for door, form in (
			("frappe.client.cancel", {"doctype": "Seat", "name": {"position": "theo_doi"}}),
			(payload.OF_MANY, {"doctype": "Seat", "docnames": json.dumps([{"position": "theo_doi"}]), "action": "submit"}),
			("frappe.client.save", {"doc": json.dumps({"doctype": "Seat", "name": {"position": "theo_doi"}})}),
		):  # fmt: skip
			with self.subTest(door):
				self.refused(RequestError, METHOD + door, "POST", user=self.officer, **form)

	def test_what_is_cancelled_by_name_changes_nothing_on_the_way(self):
		"""The door sets one field as the state of a Workflow."""
		self.ask(METHOD + payload.CANCEL, "POST", user=self.officer, doctype="Seat", name=self.seat.name)
		self.assertIn(("Seat", self.seat.name), getattr(frappe.local, server_written.SENT))

	def test_a_document_is_its_fields(self):
		"""The framework writes every key into the document: over its switches and methods, too."""
		meeting = self.two_meetings()[0]
		switches = {
			"frozen_by_sending": [],
			"organization_may_change": 1,
			"validate": "x",
			"_stood": {},
		}
		for doc in (
			meeting.as_dict() | switches,
			{"doctype": "Meeting", "__islocal": 1, "name": "new-meeting", "organization": self.tree.cell_a} | switches,
		):  # fmt: skip
			doc["attendance"] = [row.as_dict() | switches for row in meeting.attendance]
			form = self.ask(METHOD + "frappe.client.save", "POST", doc=json.dumps(doc, default=str))
			left = json.loads(form.doc)
			for one in (left, *left["attendance"]):
				self.assertEqual(switches.keys() & one.keys(), set())
			self.assertEqual({"organization", "name", "doctype"} - left.keys(), set())
			self.assertEqual(left.get("__islocal"), doc.get("__islocal"))
			self.assertTrue(all(row["member"] for row in left["attendance"]))
		body = json.dumps({"place": "Hội trường"} | switches)
		form = self.ask(f"/api/resource/Meeting/{meeting.name}", "PUT", body=body)
		self.assertEqual(json.loads(form.data), {"place": "Hội trường"})
		note = {"doctype": "Note", "title": "Ghi", "validate": "x", "decode": 1}
		form = self.ask(METHOD + "frappe.client.insert", "POST", doc=json.dumps(note))
		self.assertEqual(json.loads(form.doc).keys(), {"doctype", "title", "decode"}, "its own words stay")

	def test_a_switch_is_of_the_class(self):
		doc = frappe.get_doc("Meeting", self.two_meetings()[0].name)
		doc.update({"organization": self.tree.cell_b, "organization_may_change": True})
		with self.assertRefused(OrganizationChangedError):
			doc.save()
		overlay = frappe.new_doc("Framework Overlay").update({"title": "Bản cụ thể hóa"})
		digest = approvable.content_digest(overlay)
		overlay.update({"set_by_service": ("title",)})
		self.assertEqual(approvable.content_digest(overlay), digest)

	def test_what_is_read_only_in_rows_stays(self):
		create_test_member(self.tree.cell_a, full_name="Hoàng Thị Đào")
		meeting = create_test_meeting(self.tree.cell_a, held=False, minuted=False, meeting_date="2026-05-03")
		doc = frappe.get_doc("Meeting", meeting.name).as_dict()
		doc["attendance"][0] |= {"member_state": "Exempt", "owner": "Guest"}
		after = self.saved(doc | {"place": "Nhà văn hóa"}, self.secretary)
		self.assertEqual((after.place, after.attendance[0].member_state), ("Nhà văn hóa", "Full"))
		self.assertNotEqual(after.attendance[0].owner, "Guest")

	def test_rows_are_not_written_by_themselves(self):
		body = json.dumps({"parent": "x", "parenttype": "Meeting", "parentfield": "tasks", "task": "x"})
		for path, verb in (
			("/api/resource/Resolution Task", "POST"),
			("/api/resource/Resolution Task/x", "DELETE"),
		):
			for user in (self.secretary, "Administrator"):
				self.refused(ServerWrittenError, path, verb, user=user, body=body)
		doc = json.dumps({"doctype": "Resolution Task", "name": "x"})
		self.refused(ServerWrittenError, METHOD + "frappe.client.save", "POST", doc=doc)

	def test_a_service_writes_them_later_in_the_same_request(self):
		name = create_test_period(self.tree.province).name
		self.saved(frappe.get_doc("Review Period", name).as_dict() | {"units_total": 77})
		doc = frappe.get_doc("Review Period", name)
		doc.units_total = 5
		doc.save()
		self.assertEqual(frappe.db.get_value("Review Period", name, "units_total"), 5)


class TestControllers(BontotTestCase):
	EARLY = ("before_validate", "before_cancel", "before_update_after_submit")

	def test_what_works_early_holds_first(self):
		"""Hooks come after the controller: one that works before they do must put back what is stored itself."""
		modules = frappe.get_all("Module Def", {"app_name": "bontot"}, pluck="name")
		for doctype in frappe.get_all("DocType", {"module": ("in", modules)}, pluck="name"):
			for event in self.EARLY:
				with self.subTest(doctype, event=event):
					self.assertIn(self.first(get_controller(doctype), event), ("", "hold", "only refuses"))

	def first(self, controller: type, event: str) -> str:
		"""Tell how its method begins: "" without one."""
		method = getattr(controller, event, None)
		if method is None or method is getattr(Document, event, None):
			return ""
		text = inspect.getsource(method)
		lines = [
			line.strip()
			for line in text.splitlines()[1:]
			if line.strip() and not line.strip().startswith('"""')
		]
		if lines[0].startswith("server_written.hold(self"):
			return "hold"
		if lines[0] == f"super().{event}()":
			parents = controller.__mro__[controller.__mro__.index(self.owner(controller, event)) + 1 :]
			return self.first(next(one for one in parents if event in vars(one)), event)
		if event != "before_validate" and ("frappe.throw(" in text or "require_service()" in text):
			return "only refuses"
		return f"{controller.__name__}.{event} begins with {lines[0]}"

	def owner(self, controller: type, event: str) -> type:
		return next(one for one in controller.__mro__ if event in vars(one))
