"""A province for the suites of the tree: committed for many processes, and taken away again by its path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import frappe
from bontot.organization import tree
from bontot.organization.testing import create_test_organization
from bontot.organization.tree import dated
from bontot.reorganization import applying, service

from ops.bench import REPO

BODIES, GRASSROOTS, CELLS = 4, 4, 4


@contextmanager
def province(bodies: int = BODIES, bases: int = GRASSROOTS, cells: int = CELLS) -> Iterator[SimpleNamespace]:
	"""A committed province of so many bodies with grassroots organisations with cells each; gone afterwards."""
	top = create_test_organization("tinh", None, "Đảng bộ tỉnh Cùng Lúc").name
	for body in range(bodies):
		above = create_test_organization("truc_thuoc_tinh", top, f"Đảng bộ {body}").name
		for base in range(bases):
			grassroots = create_test_organization("dang_bo_co_so", above, f"Đảng bộ cơ sở {body}.{base}").name
			for cell in range(cells):
				create_test_organization("chi_bo_truc_thuoc", grassroots, f"Chi bộ {body}.{base}.{cell}")
	frappe.db.commit()  # other processes work on it
	try:
		yield SimpleNamespace(name=top, path=tree.path_of(top))
	finally:
		remove(top)


def remove(top: str) -> None:
	"""Everything that carries the province's path, the tasks of its reorganisations, its organisations."""
	decisions = remove_documents(top)
	inside = ("like", f"{tree.path_of(top)}%")
	names = frappe.get_all(tree.DOCTYPE, {"path": inside}, pluck="name", limit_page_length=0)
	frappe.db.delete("Version", {"docname": ("in", names + decisions)})
	frappe.db.delete(tree.DOCTYPE, {"name": ("in", names)})
	frappe.db.commit()  # as the province was


def remove_documents(top: str) -> list[str]:
	"""All documents of a province, not its organisations; returns the names of its reorganisations. Nothing is committed."""
	frappe.db.rollback()
	inside = ("like", f"{tree.path_of(top)}%")
	decisions = frappe.get_all("Reorganization", {"organization": top}, pluck="name")
	for table in ("Reorganization Act", "Reorganization Share"):
		frappe.db.delete(table, {"parent": ("in", decisions or [""])})
	for name in decisions:
		frappe.db.delete("Outbox Task", {"payload": ("like", f'%"{name}"%')})
	for doctype, column in applying.path_columns():
		frappe.db.delete(doctype, {column: inside})
	return decisions


def workers(top: str, seeds: range, operations: int) -> list[dict[str, int]]:
	"""Let a process a seed work at once on the province; what each counted. Raises AssertionError when one breaks."""
	running = [
		subprocess.Popen(
			[
				sys.executable,
				"-W",
				"ignore",
				"-m",
				"tests.organization.worker",
				top,
				str(seed),
				str(operations),
			],
			cwd=REPO,
			env=os.environ | {"FRAPPE_BENCH_ROOT": os.environ["BONTOT_BENCH_ROOT"]},
			stdout=subprocess.PIPE,
			stderr=subprocess.PIPE,
			text=True,
		)
		for seed in seeds
	]
	counted = []
	for process in running:
		output, errors = process.communicate()
		assert process.returncode == 0, errors[-4000:]
		counted.append(json.loads(output.splitlines()[-1]))
	return counted


ORACLE = """
	with recursive walk as (
		select name, cast(lpad(conv(serial, 10, 36), 6, '0') as char(140)) as path, 1 as depth,
			cast(if(level = 'co_so', name, null) as char(140)) as grassroots,
			cast(if(level = 'truc_thuoc_tinh', name, null) as char(140)) as upper_one
		from `tabParty Organization` where name = %(top)s
		union all
		select child.name, concat(walk.path, lpad(conv(child.serial, 10, 36), 6, '0')), walk.depth + 1,
			if(child.level = 'co_so', child.name, walk.grassroots),
			if(child.level = 'truc_thuoc_tinh', child.name, coalesce(walk.upper_one, child.name))
		from `tabParty Organization` child join walk on child.parent_organization = walk.name
		where walk.depth < 20
	)
	select organization.name, organization.path, walk.path as wanted,
		organization.grassroots_organization <=> walk.grassroots
			and organization.upper_organization <=> walk.upper_one as above_fits,
		organization.level <=> kind.level as level_fits,
		organization.valid_to is not null or organization.name = %(top)s or exists (
			select 1 from `tabOrganization Kind Parent` allowed
			join `tabParty Organization` parent on parent.kind = allowed.parent_kind
			where allowed.parent = organization.kind and parent.name = organization.parent_organization
		) as kind_fits
	from `tabParty Organization` organization
	left join walk on walk.name = organization.name
	left join `tabOrganization Kind` kind on kind.name = organization.kind
	where organization.path like concat(%(path)s, '%%') or walk.name is not null
"""


def differences(place: SimpleNamespace) -> list[str]:
	"""What is wrong with the tree, by an oracle that knows parents only: wrong path, cycle or orphan, columns above, level or
	kind that do not fit, who outlives whom, what decisions left behind."""
	frappe.db.rollback()  # a fresh look
	rows = frappe.db.sql(ORACLE, {"top": place.name, "path": place.path}, as_dict=True)
	found = []
	seen = set()
	for row in rows:
		if row.name in seen:
			found.append(f"{row.name}: reached twice, a cycle")
		elif row.wanted is None:
			found.append(f"{row.name}: not reached from the top, an orphan or a cycle")
		elif row.path != row.wanted:
			found.append(f"{row.name}: path {row.path}, wanted {row.wanted}")
		else:
			fits = {"columns above": row.above_fits, "level": row.level_fits, "kind": row.kind_fits}
			found += [f"{row.name}: {what} that does not fit" for what, fit in fits.items() if not fit]
		seen.add(row.name)
	found += outliving(place)
	return found + misplaced(place) + left_behind(place)


LEFT_BEHIND = {
	"history of a decision that was undone": """
		select placement.name from `tabOrganization Placement` placement
		join `tabReorganization` decision on decision.name = placement.reorganization
		where decision.organization = %(top)s and decision.state <> 'Applied'
	""",
	"succession of a decision that was undone": """
		select succession.name from `tabOrganization Succession` succession
		join `tabReorganization` decision on decision.name = succession.reorganization
		where decision.organization = %(top)s and decision.state <> 'Applied'
	""",
	"split or merger without a succession": """
		select act.name from `tabReorganization Act` act
		join `tabReorganization` decision on decision.name = act.parent
		where act.parenttype = 'Reorganization' and decision.organization = %(top)s and decision.state = 'Applied'
			and act.act in ('Split', 'Merge') and not exists (
				select 1 from `tabOrganization Succession` succession
				join `tabParty Organization` heir on heir.name = succession.organization
				where succession.reorganization = decision.name and succession.predecessor = act.organization
			)
	""",
	"ended by a decision and still living": """
		select act.name from `tabReorganization Act` act
		join `tabReorganization` decision on decision.name = act.parent
		join `tabParty Organization` organization on organization.name = act.organization
		where act.parenttype = 'Reorganization' and decision.organization = %(top)s and decision.state = 'Applied'
			and (act.act in ('Dissolve', 'Merge') or (act.act = 'Split' and act.source_continues = 0))
			and organization.valid_to is null
	""",
}


def left_behind(place: SimpleNamespace) -> list[str]:
	"""What tables say of decisions that does not agree with how they ended."""
	return [
		f"{name}: {what}"
		for what, statement in LEFT_BEHIND.items()
		for name in frappe.db.sql(statement, {"top": place.name}, pluck=True)
	]


def applied(place: SimpleNamespace, before: int) -> Counter[str]:
	"""What was done to the tree since it had `before` organisations, read from the tables alone: organisations that no
	decision founded, decisions that stand, decisions that were carried out and undone."""
	inside = {"path": ("like", f"{place.path}%")}
	inserted = frappe.db.count(tree.DOCTYPE, {**inside, "founding_decision_number": ("is", "not set")})
	states = Counter(frappe.get_all("Reorganization", {"organization": place.name}, pluck="state"))
	return Counter(inserted=inserted - before, standing=states["Applied"], undone=states["Undone"])


def outliving(place: SimpleNamespace) -> list[str]:
	rows = frappe.db.sql(
		"""select child.name from `tabParty Organization` child
		join `tabParty Organization` parent on parent.name = child.parent_organization
		where child.path like concat(%s, '%%') and parent.valid_to is not null
			and (child.valid_to is null or child.valid_to > parent.valid_to)""",
		place.path,
		pluck=True,
	)
	return [f"{name}: outlives its parent" for name in rows]


def misplaced(place: SimpleNamespace) -> list[str]:
	return [f"{doctype} {name}: stands elsewhere" for doctype, name, _organization in stale(place)]


def stale(place: SimpleNamespace) -> list[tuple[str, str, str]]:
	"""(doctype, name, organisation) of documents whose place is not that of their organisation."""
	found = []
	for doctype, column in applying.path_columns():
		if column != "organization_path" or not frappe.get_meta(doctype).has_field("organization"):
			continue
		rows = frappe.db.sql(
			f"""select document.name, organization.name from `tab{doctype}` document
			join `tabParty Organization` organization on organization.name = document.organization
			where document.organization_path <> organization.path and organization.path like concat(%s, '%%')""",
			place.path,
		)  # doctypes are our own
		found += [(doctype, name, organization) for name, organization in rows]
	return found


def heal(place: SimpleNamespace, rows: list[tuple[str, str, str]]) -> int:
	"""What the outbox does a few minutes after each decision and each undo, of those whose organisations these rows belong to."""
	organizations = {organization for _doctype, _name, organization in rows}
	moved = {"organization": ("in", sorted(organizations) or [""])}
	healed = set()
	for name in frappe.get_all(dated.PLACEMENT, moved, pluck="reorganization", distinct=True):
		healed |= set(applying.displaced(name))
	undone = frappe.get_all("Reorganization", {"organization": place.name, "state": "Undone"}, pluck="name")
	for name in undone:
		tasks = {"handler": service.HEAL, "task_key": ("like", f"{service.HEAL}:{name}:%:undone")}
		for payload in frappe.get_all("Outbox Task", tasks, pluck="payload"):
			healed |= set(json.loads(payload)["organizations"] or ())
	return applying.heal_paths(sorted(healed & organizations))
