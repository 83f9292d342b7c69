"""Histories that a good demo lacks: members who moved, left or came late, cells that stand elsewhere since the year's end."""

from __future__ import annotations

from datetime import date
from random import Random

import frappe

YEAR = 2025
MOVE_DAYS = (  # before the year, in it, on its edges, after it
	date(YEAR - 1, 12, 31),
	date(YEAR, 2, 14),
	date(YEAR, 2, 15),
	date(YEAR, 9, 1),
	date(YEAR, 12, 31),
	date(YEAR + 1, 1, 1),
	date(YEAR + 1, 1, 5),
)


def move_members(random: Random) -> None:
	"""A tenth of the members have a history: moved once or twice, gone for a time, exempt, admitted late, left."""
	cells = frappe.get_all("Party Member", pluck="organization", distinct=True, order_by="organization")
	people = frappe.get_all("Party Member", fields=["name", "organization"], order_by="name")
	for row in random.sample(people, len(people) // 10):
		happened = random.choice(("moved", "moved", "moved twice", "temporary", "state", "came", "left"))
		days = sorted(random.sample(MOVE_DAYS, 2))
		if happened.startswith("moved"):
			stays = row.organization
			for day in days if happened == "moved twice" else days[1:]:
				target = random.choice([cell for cell in cells if cell != stays])
				transfer(row.name, stays, target, day, "Permanent")
				stays = target
			path = frappe.db.get_value("Party Organization", stays, "path")
			place = {"organization": stays, "organization_path": path}
			frappe.db.set_value("Party Member", row.name, place, update_modified=False)
		elif happened == "temporary":
			guest_of = random.choice([cell for cell in cells if cell != row.organization])
			transfer(row.name, row.organization, guest_of, days[0], "Temporary", days[1])
			turn(row.name, {date(2000, 1, 1): "Full", days[0]: "Temporarily Away", days[1]: "Full"})
		elif happened == "state":
			turn(row.name, {days[0]: "Exempt"} | ({days[1]: "Full"} if random.random() < 0.5 else {}))
		else:
			values = (
				{"admission_date": days[1]} if happened == "came" else {"state": "Left", "left_on": days[1]}
			)
			frappe.db.set_value("Party Member", row.name, values, update_modified=False)


def transfer(member: str, origin: str, target: str, day: date, kind: str, until: date | None = None) -> None:
	frappe.get_doc(
		doctype="Member Transfer",
		name=frappe.generate_hash(length=12),
		member=member,
		organization=origin,
		to_organization=target,
		transfer_kind=kind,
		effective_date=day,
		until=until,
		state="Done",
	).db_insert()  # past the controller, as all of these records


def turn(member: str, record: dict[date, str]) -> None:
	for number, (day, state) in enumerate(sorted(record.items()), start=1):
		frappe.get_doc(
			doctype="Member State",
			name=frappe.generate_hash(length=12),
			parent=member,
			parenttype="Party Member",
			parentfield="state_changes",
			idx=number,
			from_date=day,
			state=state,
		).db_insert()


def move_cells(random: Random) -> None:
	"""Some cells stand under another grassroots organisation since the second day of the new year."""
	fields = ["name", "path", "parent_organization", "organization_name", "kind", "level"]
	fields += ["grassroots_organization", "upper_organization"]
	cells = frappe.get_all("Party Organization", {"kind": "chi_bo_truc_thuoc"}, fields, order_by="name")
	above = sorted({cell.grassroots_organization for cell in cells})
	paths = {name: frappe.db.get_value("Party Organization", name, "path") for name in above}
	for cell in random.sample([cell for cell in cells if cell.parent_organization in paths], 12):
		new = random.choice([name for name in above if name != cell.parent_organization])
		path = paths[new] + cell.path[len(paths[cell.parent_organization]) :]
		kept = {field: cell[field] for field in fields if field != "name"}
		frappe.get_doc(
			doctype="Organization Placement",
			name=f"thu-{cell.name}",
			organization=cell.name,
			organization_path=path,
			from_date=date(1000, 1, 1),
			to_date=date(YEAR + 1, 1, 1),
			**kept,
		).db_insert()
		place = {"parent_organization": new, "grassroots_organization": new, "path": path}
		frappe.db.set_value("Party Organization", cell.name, place, update_modified=False)
		for doctype in ("Party Member", "Annual Rating", "Meeting", "Leadership Document"):
			where = {"organization": cell.name}
			frappe.db.set_value(doctype, where, "organization_path", path, update_modified=False)
