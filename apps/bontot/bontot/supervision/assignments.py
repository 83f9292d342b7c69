"""Reading rights of living oversight assignments: hooks `reading_scopes`, `ever_reading`, `reading_people`,
`reading_branches`.
"""

from collections.abc import Sequence
from datetime import date

import frappe

# An assignment lives on its days unless it was ended early; its people read while their accounts are enabled.
ALIVE = """account.enabled = 1 and assignment.ended = 0
		and assignment.from_date <= %(on)s and assignment.to_date >= %(on)s"""
PEOPLE = """`tabOversight Assignment` assignment
	join `tabOversight Person` person on person.parent = assignment.name
		and person.parenttype = 'Oversight Assignment'
	join `tabUser` account on account.name = person.user"""
LIVING = f"{PEOPLE} where {ALIVE}"
BRANCHES = """select organization.path from `tabOversight Branch` branch
	join `tabParty Organization` organization on organization.name = branch.organization
	where branch.parenttype = 'Oversight Assignment' and branch.parent in"""


def ever_named() -> str:
	"""Statement on %(user)s without a row for whom no assignment ever named: asked along with the seats at the beginning of
	nearly every request, and few were."""
	return "select 1 from `tabOversight Person` where user = %(user)s limit 1"


def paths_of(user: str, on: date) -> list[str]:
	"""Today's paths of the branches that `user` follows on a day."""
	statement = f"{BRANCHES} (select assignment.name from {LIVING} and person.user = %(user)s)"
	return [path for (path,) in frappe.db.sql(statement, {"user": user, "on": on})]


def followed_by(user: str, on: date) -> list[dict]:
	"""{assignment, title, to_date, organization, organization_name} of each branch that `user` follows on a day, in
	order of the last day of the assignment."""
	statement = f"""select assignment.name as assignment, assignment.title, assignment.to_date,
			organization.name as organization, organization.organization_name
		from {PEOPLE}
		join `tabOversight Branch` branch on branch.parent = assignment.name
			and branch.parenttype = 'Oversight Assignment'
		join `tabParty Organization` organization on organization.name = branch.organization
		where {ALIVE} and person.user = %(user)s
		order by assignment.to_date, assignment.name, branch.idx"""
	return frappe.db.sql(statement, {"user": user, "on": on}, as_dict=True)


def people(on: date) -> list[str]:
	"""Everybody who follows some branch on a day."""
	return [user for (user,) in frappe.db.sql(f"select distinct person.user from {LIVING}", {"on": on})]


def readers_of(organizations: Sequence[str], on: date) -> dict[str, int]:
	"""Count the people who follow the branch of each organisation on a day; none: no entry."""
	statement = f"""select branch.organization, count(distinct living.user) from `tabOversight Branch` branch
		join (select assignment.name, person.user from {LIVING}) living on living.name = branch.parent
		where branch.parenttype = 'Oversight Assignment' and branch.organization in %(organizations)s
		group by branch.organization"""
	return dict(frappe.db.sql(statement, {"on": on, "organizations": tuple(organizations) or ("",)}))


def covers(assignment: str, user: str, path: str, on: date) -> bool:
	"""Whether this very assignment lets `user` follow the organisation at `path` on a day."""
	statement = f"{BRANCHES} (select assignment.name from {LIVING} and person.user = %(user)s and assignment.name = %(name)s)"
	rows = frappe.db.sql(statement, {"user": user, "on": on, "name": assignment})
	return any(path.startswith(branch) for (branch,) in rows)
