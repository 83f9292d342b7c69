"""The test province on a bench's site: made, told as JSON, and taken away. Run inside the bench:

`python -m tests.access.world build FILE` or `… remove FILE`, with BONTOT_BENCH_ROOT set.
"""

from __future__ import annotations

import json
import secrets
import sys
from datetime import timedelta
from pathlib import Path

import frappe
from bontot.demo.trial import erase
from bontot.organization import access, tree
from bontot.organization.access.accounts import create_account
from bontot.organization.access.roles import OF_DAY, sync
from bontot.setup import roles
from frappe.sessions import clear_sessions
from frappe.utils import getdate
from frappe.utils.password import delete_all_passwords_for, update_password

from tests.access import hanging, oracle
from tests.access.filling import fresh_name, insert, insert_children, mark, values_of, writable
from tests.benchmark._site import site

MARK = "MA-TRAN"  # the code of the test province; there is one at a time
DOMAIN = "matran.example"
KINDS = {
	"province": "tinh", "body": "truc_thuoc_tinh", "other_body": "truc_thuoc_tinh", "grassroots": "dang_bo_co_so",
	"other_grassroots": "dang_bo_co_so", "commune": "dang_bo_co_so", "agency_cell": "chi_bo_co_so",
}  # fmt: skip
STOOD_BELOW = {"moved_cell": "commune"}  # when its documents were written
DATED_AT = ("province", "body")  # dated masters are issued by few
ONE_PLACE = "province"  # masters of the whole province lie nowhere; one row of each stands for all


def build(path: Path) -> None:
	remove(path)
	places = {key: add_organization(key) for key in oracle.PLACES}
	close(places)
	add_position()
	password = secrets.token_urlsafe(12)
	people = {who: add_person(who, password, places) for who in oracle.PEOPLE}
	lend(places, people)
	follow_branches(places, people)
	rows = [row for place in oracle.PLACES for row in add_rows(place, places, people)]
	period = open_period(rows, places)
	spares = add_spares(places, people)
	move(places)
	documents = [(kind, rule) for kind, rule in sorted(access.RULES.items()) if not rule.is_table]
	told = {
		"password": password,
		"places": places,
		"people": people,
		"rows": rows,
		"spares": spares,
		"period": period,
		"links": {
			doctype: links_of(doctype) for doctype in oracle.RULES if frappe.db.exists("DocType", doctype)
		},
		"doctypes": app_doctypes(),
		"registered": {
			"scoped": [
				kind for kind, rule in documents if rule.reads in ("branch", "recipient") and not rule.beside
			],
			"dated": [
				kind for kind, rule in documents if rule.reads == "seated" and "province" not in rule.write
			],
			"shared": [kind for kind, rule in documents if "province" in rule.write],
			"children": dict(access.PARENTS),
		},
	}
	path.write_text(json.dumps(told))
	access.forget()
	frappe.clear_cache()


def app_doctypes() -> list[dict]:
	"""Every doctype of the app as the site knows it: what a new one brings must find its rule in the oracle."""
	modules = frappe.get_all("Module Def", {"app_name": "bontot"}, pluck="name")
	fields = ["name", "istable", "issingle"]
	return frappe.get_all("DocType", {"module": ("in", modules)}, fields, order_by="name")


def links_of(doctype: str) -> list[dict[str, str]]:
	"""Fields of a kind of document that name another one: {field, target, title: its title, hidden: what is not that}."""
	hidden = {"Party Member": "card_number", tree.DOCTYPE: "path"}
	return [
		{
			"field": field.fieldname,
			"target": field.options,
			"title": frappe.get_meta(field.options).title_field or "name",
			"hidden": hidden.get(field.options, "modified_by"),
		}
		for field in frappe.get_meta(doctype).get("fields", {"fieldtype": "Link"})
		if field.options in oracle.RULES and not field.is_virtual
	]


def open_period(rows: list[dict], places: dict[str, dict]) -> str:
	"""A period of the province in which the file of every place lies, where it stood when the period opened."""
	first = {row["doctype"]: row["name"] for row in reversed(rows) if row["place"] == ONE_PLACE}
	values = values_of("Review Period", mark(), first) | {"state": "Open", "title": mark()}
	at = {"organization": places[ONE_PLACE]["name"], "organization_path": places[ONE_PLACE]["path"]}
	period = insert("Review Period", name=fresh_name(), **values | at)
	for row in rows:
		if row["doctype"] == "Evaluation":
			lies = {"period": period, "year": getdate().year, "period_path": places[row["place"]]["path"]}
			shown = {"period_framework": first["Period Framework"], "organization_name": row["content"]}
			frappe.db.set_value("Evaluation", row["name"], lies | shown)
	return period


def add_organization(key: str) -> dict[str, str]:
	above = STOOD_BELOW.get(key) or oracle.PLACES[key]
	parent = frappe.db.get_value(tree.DOCTYPE, {"code": code(above)}, "name") if above else None
	values = {"organization_name": mark(), "kind": KINDS.get(key, "chi_bo_truc_thuoc"), "code": code(key)}
	doc = frappe.get_doc(doctype=tree.DOCTYPE, parent_organization=parent, valid_from="2020-01-01", **values)
	doc.insert()
	return {"name": doc.name, "path": doc.path, "content": doc.organization_name}


def code(key: str) -> str:
	return MARK if key == "province" else f"{MARK}-{key}"


def close(places: dict[str, dict]) -> None:
	ended = getdate() - timedelta(days=200)
	frappe.db.set_value(tree.DOCTYPE, places["closed_cell"]["name"], "valid_to", ended)


def add_position() -> None:
	granted = [{"role": role} for role in roles.ALL]
	abilities = {"may_author": 1, "may_appraise": 1, "may_decide": 1}
	for position in oracle.DISABLED_POSITIONS:
		doc = {"doctype": "Position", "code": position, "position_name": position, "roles": granted}
		frappe.get_doc({**doc, **abilities}).insert()


def add_person(who: str, password: str, places: dict[str, dict]) -> str:
	"""Name of the account, with its seats and, where the table says so, roles that nothing grants any more."""
	person = oracle.PEOPLE[who]
	if person.guest:
		return "Guest"
	user = create_account(f"Ma Trận {who}", f"{secrets.token_hex(6)}@{DOMAIN}", password)
	update_password(user, password)
	today = getdate()
	days = {
		"living": ("2020-01-01", None),
		"ended": ("2020-01-01", today - timedelta(days=1)),
		"to come": (today + timedelta(days=1), None),
	}
	for seat in person.seats:
		if seat.lent:
			continue  # `lend`, when its holder is there
		first, last = days[seat.life]
		held = {"organization": places[seat.place]["name"], "position": seat.position, "user": user}
		frappe.get_doc(doctype="Seat", from_date=first, to_date=last, **held).insert()
		if seat.position in oracle.DISABLED_POSITIONS:
			frappe.db.set_value("Position", seat.position, "disabled", 1)
	if person.administrator:
		give(user, ["System Manager"])
	if person.leftover_roles:
		give(user, [*roles.ALL, roles.PERSONAL_DATA])
		keep_roles(user)
	return user


def lend(places: dict[str, dict], people: dict[str, str]) -> None:
	"""The lent seats of the table, of whoever holds them; what ended was taken back."""
	today = getdate()
	for who, person in oracle.PEOPLE.items():
		for seat in person.seats:
			if not seat.lent:
				continue
			mine = oracle.Seat(seat.position, seat.place)
			holder = next(other for other, one in oracle.PEOPLE.items() if mine in one.seats)
			at = {
				"organization": places[seat.place]["name"],
				"position": seat.position,
				"user": people[holder],
			}
			held = frappe.get_all("Seat", at, pluck="name")
			days = {"from_date": today, "to_date": today + timedelta(days=30)}
			doc = frappe.get_doc(
				doctype="Delegation", seat=held[0], borrower=people[who], reason=mark(), **days
			)
			doc.insert()
			if seat.life == "ended":
				frappe.db.set_value("Delegation", doc.name, "revoked_at", today - timedelta(days=1))
				access.forget()
				sync(people[who])  # as whoever takes it back does, and the night


def follow_branches(places: dict[str, dict], people: dict[str, str]) -> None:
	for who, person in oracle.PEOPLE.items():
		if not person.oversees:
			continue
		branches = [{"organization": places[branch]["name"]} for branch in person.oversees]
		doc = frappe.get_doc(
			doctype="Oversight Assignment", title=mark(), organization=places["province"]["name"],
			assignment_kind=frappe.get_meta("Oversight Assignment").get_options("assignment_kind").split("\n")[0],
			from_date=getdate(), to_date=getdate() + timedelta(days=30), decision_number="1",
			people=[{"user": people[who]}], branches=branches,
		)  # fmt: skip
		doc.insert()


def move(places: dict[str, dict]) -> None:
	"""By a reorganization, as life does: the cell goes below another grassroots organisation with its old documents."""
	from bontot.reorganization.testing import reorganize

	for key in STOOD_BELOW:
		below = places[oracle.PLACES[key]]["name"]
		act = {"act": "Move", "organization": places[key]["name"], "target": below}
		reorganize(places["province"]["name"], str(getdate()), [act])
		places[key]["path"] = tree.path_of(places[key]["name"])


def give(user: str, granted: tuple[str, ...] | list[str]) -> None:
	held = frappe.get_all("Has Role", {"parenttype": "User", "parent": user}, pluck="role")
	for role in set(granted) - set(held):
		insert("Has Role", parent=user, parenttype="User", parentfield="roles", role=role)
	frappe.db.set_value("User", user, "user_type", "System User")


def keep_roles(user: str) -> None:
	"""As if put right today already: what roles alone would open is to be seen, not how soon they go."""
	frappe.cache.hset(OF_DAY, user, str(getdate()))


def lies_at(doctype: str, place: str) -> bool:
	kind = oracle.RULES[doctype].kind
	if kind in (oracle.SHARED, oracle.ADMINISTRATORS, oracle.MAKER):
		return place == ONE_PLACE
	return kind != oracle.DATED or place in DATED_AT


def add_rows(place: str, places: dict[str, dict], people: dict[str, str]) -> list[dict]:
	"""One row of every kind of document at a place, with its children and all that hangs on it."""
	made, names = [], {tree.DOCTYPE: places[place]["name"]}
	known = [doctype for doctype in oracle.RULES if frappe.db.exists("DocType", doctype)]
	names |= {doctype: fresh_name() for doctype in known if doctype not in names and lies_at(doctype, place)}
	for doctype in known:
		if not lies_at(doctype, place):
			continue
		if doctype == tree.DOCTYPE:
			row = {
				**places[place],
				"field": "organization_name",
				"writable": "organization_name",
				"titled": True,
				"children": [],
				"personal": [],
			}
		else:
			row = add_row(doctype, names[doctype], place, places, people, names)
		hung = hanging.hang(doctype, row["name"], people)
		made.append({"doctype": doctype, "place": place, **row, "hanging": hung})
	return made


def add_row(doctype: str, name: str, place: str, places: dict, people: dict, names: dict) -> dict:
	content = mark()
	links = {key: value for key, value in names.items() if key in oracle.RULES}
	values = values_of(doctype, content, links)
	if doctype == "Obligation Reminder":
		values["recipient"] = people.get(oracle.RECIPIENTS.get(place, ""), "Administrator")
	if doctype == "Seat":  # nobody's: it must open nothing to anyone of the table
		values |= {
			"user": "Administrator",
			"position": "theo_doi",
			"to_date": "2020-12-31",
			"from_date": "2020-01-01",
		}
	if doctype == "Party Member":
		values |= {"card_number": mark(), "citizen_id": mark(), "phone": mark()}
	if frappe.get_meta(doctype).has_field("organization_path"):
		values |= {"organization": places[place]["name"], "organization_path": places[place]["path"]}
	insert(doctype, name=name, **values)
	field = next(key for key, value in values.items() if value == content)
	meta = frappe.get_meta(doctype)
	personal = [values[key] for key in ("card_number", "citizen_id", "phone") if key in values]
	return {
		"name": name,
		"content": content,
		"field": field,
		"writable": writable(doctype, field),
		"titled": bool(meta.show_title_field_in_link and meta.title_field == field),
		"children": insert_children(doctype, name, links),
		"personal": personal,
	}


def add_spares(places: dict[str, dict], people: dict[str, str]) -> list[dict]:
	"""A document to delete for everyone who may delete one there."""
	made = []
	for who in oracle.PEOPLE:
		for doctype in oracle.RULES:
			if doctype == tree.DOCTYPE or not frappe.db.exists("DocType", doctype):
				continue
			for place in oracle.PLACES:
				if lies_at(doctype, place) and oracle.writes(who, doctype, place, "delete"):
					# Named nowhere else: of some documents there may be one for an organisation and a period.
					nothing = {other: fresh_name() for other in oracle.RULES}
					names = nothing | {tree.DOCTYPE: places[place]["name"]}
					row = add_row(doctype, fresh_name(), place, places, people, names)
					made.append({"who": who, "doctype": doctype, "place": place, "name": row["name"]})
	return made


def remove(path: Path) -> None:
	"""Every trace of the test province, whatever the people of the matrix made in it."""
	users = frappe.get_all("User", {"name": ("like", f"%@{DOMAIN}")}, pluck="name")
	top = frappe.db.get_value(tree.DOCTYPE, {"code": MARK}, "path")
	if top:
		low, high = tree.path_range(top)
		for doctype in set(frappe.get_all("DocField", {"fieldname": "organization_path"}, pluck="parent")):
			within = [["organization_path", ">=", low], ["organization_path", "<", high]]
			take_away(doctype, frappe.get_all(doctype, within, pluck="name"))
		within = [["path", ">=", low], ["path", "<", high]]
		take_away(tree.DOCTYPE, frappe.get_all(tree.DOCTYPE, within, pluck="name"))
	for doctype in [d for d in oracle.RULES if frappe.db.exists("DocType", d)]:
		made = {"owner": ("in", users)} if users else {"name": ("like", "zn%nz")}
		take_away(doctype, frappe.get_all(doctype, made, pluck="name"))
		take_away(doctype, frappe.get_all(doctype, {"name": ("like", "zn%nz")}, pluck="name"))
	take_away("Position", [p for p in oracle.DISABLED_POSITIONS if frappe.db.exists("Position", p)])
	hanging.remove(users)
	for user in users:
		clear_sessions(user, force=True)
		delete_all_passwords_for("User", user)
	erase("Notification Settings", users)
	erase("User", users)
	path.unlink(missing_ok=True)


def take_away(doctype: str, names: list[str]) -> None:
	hanging.remove_of(doctype, names)
	erase(doctype, names)


def main() -> None:
	what, path = sys.argv[1], Path(sys.argv[2]).absolute()
	with site():
		frappe.flags.mute_emails = True
		{"build": build, "remove": remove}[what](path)
		frappe.db.commit()


if __name__ == "__main__":
	main()
