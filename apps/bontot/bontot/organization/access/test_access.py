"""Tests of who sees and writes what: every kind of person × every kind of document × every way in, against docs/quyen.md.

The oracle is written down from the prose by hand (who sits where, what lies below whom) and asks no code of the app.
"""

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from unittest.mock import patch

import frappe
from frappe.desk import reportview
from frappe.www.printview import validate_print_permission

from bontot.guard.query import search
from bontot.organization import access
from bontot.organization.access import rules, seats_in_force
from bontot.organization.testing import (
	create_test_member,
	create_test_seat,
	create_test_tree,
	create_test_user,
)
from bontot.setup import roles
from bontot.tests.case import BontotTestCase

PLACES = ("province", "body", "grassroots", "cell_a", "cell_b", "commune_cell", "agency_cell", "other_cell")
BELOW = {
	"province": set(PLACES),
	"body": {"body", "grassroots", "cell_a", "cell_b"},
	"grassroots": {"grassroots", "cell_a", "cell_b"},
}
ABOVE = {
	"cell_a": {"grassroots", "body", "province"},
	"cell_b": {"grassroots", "body", "province"},
	"grassroots": {"body", "province"},
	"body": {"province"},
	"commune_cell": {"province"},  # the commune is no place of this table
	"other_cell": {"province"},
	"agency_cell": {"province"},
	"province": set(),
}
# Who: (position, place). The document's own secretary, those above, beside, below and elsewhere.
ACTORS = {
	"cell secretary": ("bi_thu_chi_bo", "cell_a"),
	"neighbour's secretary": ("pho_bi_thu_chi_bo", "cell_b"),
	"grassroots secretary": ("bi_thu_dang_uy", "grassroots"),
	"office of the body": ("can_bo_van_phong", "body"),
	"appraiser of the body": ("can_bo_tham_dinh", "body"),
	"overseer of the body": ("theo_doi", "body"),
	"inspector of the body": ("can_bo_kiem_tra", "body"),
	"commune cell's secretary": ("bi_thu_chi_bo", "commune_cell"),
	"other body's cell secretary": ("bi_thu_chi_bo", "other_cell"),
	"agency cell's secretary": ("bi_thu_chi_bo", "agency_cell"),
	"commission": ("can_bo_btc_tinh", "province"),
	"commission posted to a body": ("can_bo_btc_tinh", "body"),
}
WITHOUT = ("no seat", "ended seat", "seat to come", "disabled", "guest")
AUTHORS = ("bi_thu_chi_bo", "pho_bi_thu_chi_bo", "bi_thu_dang_uy", "can_bo_van_phong")
DECIDERS = ("bi_thu_dang_uy", "can_bo_van_phong", "can_bo_btc_tinh")
APPRAISERS = ("bi_thu_dang_uy", "can_bo_tham_dinh", "can_bo_btc_tinh")
INSPECTORS = ("can_bo_kiem_tra",)
STRANGERS = ("neighbour's secretary", "other body's cell secretary", "no seat", "ended seat")
DOCTYPES = tuple(
	kind
	for kind, rule in rules.RULES.items()
	if rule.reads in ("branch", "recipient") and not rule.is_table and not rule.beside
)
CHILDREN = {"Agenda Item": "Meeting", "Evaluation Item": "Evaluation", "Resolution Item": "Resolution"}


def may_read(actor: str, doctype: str, place: str) -> bool:
	if actor == "administrator":
		return True
	if (
		actor in WITHOUT or doctype == "Obligation Reminder"
	):  # a reminder is its recipient's, and none of these is one
		return False
	position, seat = ACTORS[actor]
	if doctype == "Disciplinary Conclusion":
		wide = position in (*INSPECTORS, *APPRAISERS) and place in BELOW.get(seat, {seat})
		return wide or (position in AUTHORS and place == seat)
	chain = ABOVE[seat] if doctype == "Party Organization" else set()
	return place in BELOW.get(seat, {seat}) | chain


def may_write(actor: str, doctype: str, place: str, ptype: str) -> bool:
	if actor == "administrator":
		return doctype not in (
			"Evaluation",
			"Evidence",
			"Approval Step",
			"Annual Rating",
			"Recognition",
			"Obligation",
			"Obligation Reminder",
			"Resolution",
			"Visit Note",
			"Organization Placement",
			"Organization Succession",
			"Frozen Figure",
		) and not (doctype == "Member Transfer" and ptype == "delete")
	if actor in WITHOUT:
		return False
	if doctype in ("Delegation", "Member Transfer") and ptype == "write":
		return False  # made once, then only answered or taken back
	position, seat = ACTORS[actor]
	commission = position == "can_bo_btc_tinh" and place in BELOW.get(seat, {seat}) and ptype != "delete"
	author, here = position in AUTHORS, seat == place
	return {
		"Party Organization": commission,
		"Reorganization": position == "can_bo_btc_tinh" and place in BELOW.get(seat, {seat}),
		"Reorganization Proposal": (author and here)
		or (position == "can_bo_btc_tinh" and place in BELOW.get(seat, {seat})),
		"Seat": commission,
		"Delegation": commission,  # nobody here holds one of the seats they are about
		"Party Member": commission or (author and here and ptype != "delete"),
		"Member Transfer": commission or (author and here and ptype != "delete"),
		"Meeting": author and here,
		"Leadership Document": author and here,
		"Yearly Target": author and here,
		"Residence Remark": author and here,
		"Disciplinary Conclusion": position in INSPECTORS
		and place in BELOW.get(seat, {seat})
		and ptype != "delete",
		"Resolution": position in DECIDERS and here,
		"Oversight Assignment": commission or (position in DECIDERS and here and ptype != "delete"),
		"Summary Report": commission or (here and (author or (position in APPRAISERS and ptype != "delete"))),
	}.get(doctype, False)


def insert_raw(doctype: str, **values) -> str:
	"""A bare row, so that this test rests on nobody's controller."""
	doc = frappe.get_doc({"doctype": doctype, "name": frappe.generate_hash(length=12), **values})
	doc.owner = doc.modified_by = "Administrator"
	doc.creation = doc.modified = frappe.utils.now()
	doc.db_insert()
	return doc.name


class World(SimpleNamespace):
	"""tree; users: who → user; rows: doctype → place → name; children: child doctype → place → name; files: place → name."""


def create_world() -> World:
	tree = create_test_tree()
	users = {
		who: create_test_seat(getattr(tree, place), position).user
		for who, (position, place) in ACTORS.items()
	}
	users["ended seat"] = create_test_seat(tree.province, "can_bo_btc_tinh", to_date="2021-12-31").user
	users["seat to come"] = create_test_seat(tree.province, "can_bo_btc_tinh", from_date="2099-01-01").user
	users["no seat"] = create_test_user()
	users["disabled"] = create_test_seat(tree.province, "can_bo_btc_tinh").user
	frappe.db.set_value("User", users["disabled"], "enabled", 0)
	for who in ("no seat", "ended seat", "seat to come"):  # roles left behind must open nothing
		for role in roles.ALL:
			insert_raw("Has Role", parent=users[who], parenttype="User", parentfield="roles", role=role)
	users["administrator"], users["guest"] = create_test_user(), "Guest"
	frappe.db.set_value("User", users["administrator"], "user_type", "System User")
	frappe.db.set_value("User", users["administrator"], "user_type", "System User")
	insert_raw(
		"Has Role",
		parent=users["administrator"],
		parenttype="User",
		parentfield="roles",
		role="System Manager",
	)
	for user in users.values():
		frappe.clear_cache(user=user)
	rows = {
		doctype: {place: create_row(doctype, getattr(tree, place)) for place in PLACES}
		for doctype in DOCTYPES
	}
	children = {
		child: {
			place: insert_raw(child, parent=name, parenttype=parent, parentfield=parent_field(parent, child))
			for place, name in rows[parent].items()
		}
		for child, parent in CHILDREN.items()
	}
	files = {
		place: insert_raw(
			"File",
			file_name="bien-ban.pdf",
			file_url=f"/private/files/{name}.pdf",
			is_private=1,
			attached_to_doctype="Meeting",
			attached_to_name=name,
		)
		for place, name in rows["Meeting"].items()
	}
	access.forget()
	return World(tree=tree, users=users, rows=rows, children=children, files=files)


def create_row(doctype: str, organization: str) -> str:
	if doctype == "Party Organization":
		return organization
	if doctype == "Party Member":
		return create_test_member(organization).name
	extra = {}
	if doctype == "Seat":
		extra = {"user": "Administrator", "position": "theo_doi", "from_date": "2020-01-01"}
	elif doctype == "Delegation":
		extra = {"seat": create_row("Seat", organization)}
	elif doctype == "Member Transfer":
		extra = {"member": create_row("Party Member", organization), "to_organization": organization}
	path = frappe.db.get_value("Party Organization", organization, "path")
	return insert_raw(doctype, organization=organization, organization_path=path, **extra)


def parent_field(parent: str, child: str) -> str:
	return next(df.fieldname for df in frappe.get_meta(parent).get_table_fields() if df.options == child)


def listed(doctype: str, names: list[str], **options) -> set[str]:
	try:
		return set(
			frappe.get_list(
				doctype, filters={"name": ("in", names)}, pluck="name", limit_page_length=0, **options
			)
		)
	except frappe.PermissionError:
		return set()


def reported(doctype: str, names: list[str]) -> set[str]:
	"""Through the endpoint of list view and report builder."""
	frappe.local.form_dict = frappe._dict(
		doctype=doctype,
		fields=frappe.as_json([f"`tab{doctype}`.`name`"]),
		filters=frappe.as_json([[doctype, "name", "in", names]]),
		start=0,
		page_length=500,
	)
	try:
		return {row[0] for row in (reportview.get() or {}).get("values", [])}
	except frappe.PermissionError:
		return set()


def found_by_link_search(doctype: str, names: list[str]) -> set[str]:
	if frappe.session.user == "Guest" and search.search_link not in frappe.guest_methods:
		return set()  # the handler lets no guest come this far
	frappe.local.response.pop("results", None)
	try:
		answer = search.search_link(doctype, "", page_length=5000, ignore_user_permissions=1)
	except frappe.PermissionError:
		return set()
	results = frappe.local.response.pop("results", None) or answer or []
	return {row["value"] for row in results} & set(names)


def counted(doctype: str, names: list[str]) -> int:
	try:
		return search.get_count(doctype, {"name": ["in", names]})
	except frappe.PermissionError:
		return 0


def printable(doctype: str, name: str) -> bool:
	try:
		validate_print_permission(frappe.get_doc(doctype, name))
	except (frappe.PermissionError, frappe.DoesNotExistError):  # newer frameworks do not say that it exists
		return False
	return True


def differences(world: World, who: str) -> Iterator[tuple]:
	"""(who, doctype, place, way in, allowed by the rules, allowed in fact) for every disagreement."""
	places_of = {doctype: {name: place for place, name in by.items()} for doctype, by in world.rows.items()}
	for doctype in DOCTYPES:
		names = list(places_of[doctype])
		seen = {
			"list": listed(doctype, names),
			"report": reported(doctype, names),
			"link search": found_by_link_search(doctype, names),
		}
		allowed = [name for name in names if may_read(who, doctype, places_of[doctype][name])]
		if counted(doctype, names) != len(allowed):
			yield who, doctype, "all", "count", len(allowed), counted(doctype, names)
		for name in names:
			place = places_of[doctype][name]
			doc = frappe.get_doc(doctype, name)
			facts = {way: name in found for way, found in seen.items()}
			facts |= {"form": doc.has_permission("read"), "print": printable(doctype, name)}
			# Read by all of their branch, in sheets by the Commission.
			if doctype not in ("Reorganization", "Reorganization Proposal"):
				facts["export"] = doc.has_permission("export")
			for way, fact in facts.items():
				if fact != may_read(who, doctype, place):
					yield who, doctype, place, way, not fact, fact
			for ptype in ("write", "delete", "create"):
				target = new_document(doctype, name) if ptype == "create" else doc
				if (fact := bool(target.has_permission(ptype))) != may_write(who, doctype, place, ptype):
					yield who, doctype, place, ptype, not fact, fact
	for child, parent in CHILDREN.items():
		found = listed(child, list(world.children[child].values()), parent_doctype=parent)
		for place, name in world.children[child].items():
			if (name in found) != may_read(who, parent, place):
				yield who, child, place, "list of rows", name not in found, name in found
	files = listed("File", list(world.files.values()))
	for place, name in world.files.items():
		expected = may_read(who, "Meeting", place)
		facts = {"list": name in files, "download": frappe.get_doc("File", name).has_permission("read")}
		for way, fact in facts.items():
			if fact != expected and not (who == "guest" and way == "list"):
				yield who, "File", place, way, expected, fact


def new_document(doctype: str, name: str):
	"""Make what a client would post as another document at the same place, with a path it invented."""
	if doctype == "Party Organization":
		return frappe.get_doc({"doctype": doctype, "parent_organization": name, "path": "000001"})
	organization = frappe.db.get_value(doctype, name, "organization")
	values = {"organization": organization, "organization_path": "000001"}
	if about := {"Delegation": "seat", "Member Transfer": "member"}.get(doctype):
		values[about] = frappe.db.get_value(doctype, name, about)
	return frappe.get_doc({"doctype": doctype, **values})


class TestAccessMatrix(BontotTestCase):
	def all_differences(self, world: World, people: Iterable[str]) -> list[tuple]:
		found = []
		for who in people:
			with self.set_user(world.users[who]):
				found += differences(world, who)
		return found

	def test_every_way_in_agrees_with_the_rules(self):
		world = create_world()
		found = self.all_differences(world, world.users)
		self.assertEqual(found, [], f"{len(found)} disagreements")
		with self.subTest("control: with the rule off the same comparison finds leaks"):
			with patch.object(seats_in_force, "is_administrator", lambda user: True):
				leaks = [row for row in self.all_differences(world, STRANGERS) if row[5]]
			print(f"With the rule off the matrix finds {len(leaks)} leaks.")
			self.assertGreater(len(leaks), 500)
			ways = {row[3] for row in leaks}
			self.assertLessEqual(
				{"list", "form", "report", "link search", "print", "count", "write", "create"}, ways
			)


class TestMasters(BontotTestCase):
	def test_tables_of_masters_are_read_with_them(self):
		"""Roles left behind open the kind of document, not its rows."""
		cell = create_test_seat(create_test_tree().cell_a, "bi_thu_chi_bo").user
		left = create_test_user()
		insert_raw("Has Role", parent=left, parenttype="User", parentfield="roles", role=roles.SEAT_HOLDER)
		frappe.clear_cache(user=left)
		for child in sorted(kind for kind, rule in rules.RULES.items() if rule.is_table and not rule.rows_of):
			name = frappe.generate_hash(length=12)
			frappe.db.sql(
				f"insert into `tab{child}` (name, parent) values (%s, 'x')", name
			)  # names of our own
			for user, seen in ((cell, 1), (left, 0)):
				with self.subTest(child, user=user):
					query = f"select count(*) from `tab{child}` where name = %s and {access.conditions(child, user)}"
					self.assertEqual(frappe.db.sql(query, (name,))[0][0], seen)

	def test_a_body_decides_its_own_overlay_and_nobody_else_s(self):
		tree = create_test_tree()
		path = frappe.db.get_value("Party Organization", tree.commune, "path")
		name = insert_raw("Framework Overlay", organization=tree.commune, organization_path=path)
		for place, position, may in (
			(tree.commune, "bi_thu_dang_uy", True),
			(tree.commune, "can_bo_tham_dinh", False),
			(tree.body, "bi_thu_dang_uy", False),
			(tree.commune_cell, "bi_thu_chi_bo", False),
		):
			with (
				self.subTest(position=position, may=may),
				self.set_user(create_test_seat(place, position).user),
			):
				doc = frappe.get_doc("Framework Overlay", name)
				rights = {bool(doc.has_permission(ptype)) for ptype in ("write", "delete")}
				self.assertEqual(rights, {may})
				self.assertFalse(doc.has_permission("submit") or doc.has_permission("cancel"))

	def test_deleting_needs_the_author_s_seat_there(self):
		"""Secretary of one cell, appraiser elsewhere: the role to delete comes from the one, the place from the other."""
		tree = create_test_tree()
		user = create_test_seat(tree.cell_a, "bi_thu_chi_bo").user
		create_test_seat(tree.other_body, "can_bo_tham_dinh", user=user)
		for place, may in ((tree.cell_a, True), (tree.other_body, False)):
			doc = frappe.get_doc("Summary Report", create_row("Summary Report", place))
			with self.subTest(place), self.set_user(user):
				self.assertEqual(
					[bool(doc.has_permission(ptype)) for ptype in ("write", "delete")], [True, may]
				)

	def test_dated_masters_are_read_by_seat_holders_and_written_by_the_commission(self):
		tree = create_test_tree()
		people = {
			"cell": create_test_seat(tree.cell_a, "bi_thu_chi_bo").user,
			"commission": create_test_seat(tree.province, "can_bo_btc_tinh").user,
			"posted": create_test_seat(tree.body, "can_bo_btc_tinh").user,
			"ended": create_test_seat(tree.province, "can_bo_btc_tinh", to_date="2021-12-31").user,
		}
		insert_raw(
			"Has Role", parent=people["ended"], parenttype="User", parentfield="roles", role=roles.SEAT_HOLDER
		)
		frappe.clear_cache(user=people["ended"])
		path = frappe.db.get_value("Party Organization", tree.province, "path")
		for doctype in sorted(
			kind
			for kind, rule in rules.RULES.items()
			if rule.reads == "seated" and not rule.is_table and rules.PROVINCE not in rule.write
		):
			name = insert_raw(doctype, organization=tree.province, organization_path=path)
			writes = doctype != "Period Framework"  # what a period froze nobody changes
			wanted = {"cell": (1, 0), "commission": (1, writes), "posted": (1, 0), "ended": (0, 0)}
			for who, may in wanted.items():
				with self.subTest(doctype, who=who), self.set_user(people[who]):
					doc = frappe.get_doc(doctype, name)
					facts = (bool(doc.has_permission("read")), bool(doc.has_permission("write")))
					self.assertEqual(facts, tuple(map(bool, may)))
					self.assertEqual(bool(listed(doctype, [name])), bool(may[0]))
