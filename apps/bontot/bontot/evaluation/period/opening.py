"""Opening a period: one act of the Organization Commission, then a file for every organisation that can earn the title.

The act freezes the framework and writes an outbox task; the task makes the files in batches, each a commit, under
deterministic names. Killed at any point and run again, it goes on to exactly one file each.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, create_batch, get_datetime, getdate, now_datetime, nowdate

from bontot import outbox
from bontot.criteria import frozen
from bontot.evaluation.computing import computed, due_dates, local_frameworks, new_evaluation
from bontot.evaluation.computing.places import counted_on
from bontot.evaluation.errors import PeriodStateError
from bontot.evaluation.period import age_rule, kind_change
from bontot.organization import access, tree
from bontot.organization.access import hide_existence
from bontot.organization.tree import dated

BATCH = 500
HANDLER = "evaluation.open_period"


def start(name: str) -> dict[str, str | None]:
	"""Open a period as the signed-in user, or an open one again for organisations that have no file yet.

	Returns {task, state}; a second call while it opens returns the same task. Raises NoSeatError, PeriodStateError,
	FrameworkNotUsableError.
	"""
	hide_existence.require("Review Period", name)
	period = frappe.get_doc("Review Period", name, for_update=True)
	access.require_seat(period.organization, "decide")
	if period.state == "Closed":
		message = _("Period {0} is closed and cannot be opened again.").format(period.title)
		frappe.throw(message, PeriodStateError, title=_("Period Closed"))
	if period.state == "Draft":
		freeze(period)
	return {"task": enqueue(period), "state": period.state}


def freeze(period) -> None:
	"""Keep the framework as it is now in the period and say that it opens."""
	period.require_usable_framework()
	kept = frozen.resolve(period.framework)
	period.frozen_framework = json.dumps(kept, ensure_ascii=False)
	period.framework_digest = kept["digest"]
	period.state = "Opening"
	period.opened_on = now_datetime()
	period.opened_by = frappe.session.user
	period.flags.by_service = True
	period.save(ignore_permissions=True)  # require_seat has checked who opens
	local_frameworks.freeze(period, kept)
	forget(period.name)


def enqueue(period, mark: str = "") -> str | None:
	"""Write the task; an open period needs one only when some organisation has no file yet, or one of another title. `mark`: with the same one a second
	call asks for nothing more; by default each call is a new one."""
	if period.state == "Open":
		if not (without_file(period) or kind_change.outdated(period)):
			return None
		mark = mark or frappe.generate_hash(length=8)
	else:
		mark = "first"
	key = f"{HANDLER}:{period.name}:{mark}"
	return outbox.enqueue(HANDLER, key, {"period": period.name}, reference=("Review Period", period.name))


def add_missing() -> None:
	"""Enqueue each open period once a day: organisations that were founded or re-hung since get their evaluations, and drafts of
	those whose kind was changed are rebuilt.
	"""
	for name in open_periods():
		enqueue(frappe.get_doc("Review Period", name), nowdate())


def add_missing_tomorrow(mark: str) -> None:
	"""The same after a reorganisation, which people may undo until then: a file would stand in the way of that."""
	tomorrow = get_datetime(add_days(nowdate(), 1))
	for name in open_periods():
		outbox.enqueue(HANDLER, f"{HANDLER}:{name}:{mark}", {"period": name}, run_after=tomorrow)


def open_periods() -> list[str]:
	# Of the whole site, whoever reorganises; the handler makes what the period itself asks for.
	return frappe.get_all("Review Period", {"state": "Open"}, pluck="name", order_by="name")


def run(task: outbox.Task) -> None:
	"""Outbox handler: make the files that are missing, then say that the period is open."""
	period = frappe.get_doc("Review Period", task.payload["period"])
	if period.state not in ("Opening", "Open"):
		return
	waiting = without_file(period)
	total = len(waiting) + frappe.db.count("Evaluation", {"period": period.name})
	done = total - len(waiting)
	for batch in create_batch(waiting, BATCH):
		insert_files(period, batch)
		done += len(batch)
		task.progress(done, total)
	kind_change.follow(period, lambda _done, _total: task.progress(total, total))
	set_open(period.name, total)
	if due_dates.of_period(now := frappe.get_doc("Review Period", period.name)) != due_dates.of_period(
		period
	):
		due_dates.follow(now)  # changed while its files were made
	computed.enqueue_refresh(period.name, f"opening:{total}", task.acting_user)


def set_open(name: str, total: int) -> None:
	table = frappe.qb.DocType("Review Period")
	query = frappe.qb.update(table).set(table.units_total, total).set(table.units_opened, total)
	query = query.set(table.state, "Open").set(table.modified, now_datetime())
	query.where((table.name == name) & table.state.isin(["Opening", "Open"])).run()
	forget(name)


def forget(name: str) -> None:
	"""Drop the cached period now and after the commit: a reader in between would keep what was before."""
	drop = partial(frappe.clear_document_cache, "Review Period", name)
	drop()
	frappe.db.after_commit.add(drop)


def without_file(period, day: date | None = None) -> list[Any]:
	"""Return the organisations of the period that have no file yet, in order of path; of one that is not opened as of `day`."""
	day = day or counted_on(period)
	organization, evaluation = dated.as_of(day), frappe.qb.DocType("Evaluation")
	kind = frappe.qb.DocType("Organization Kind")
	top = dated.place(period.organization, day)
	query = (
		frappe.qb.from_(organization)
		.join(kind)
		.on(kind.name == organization.kind)
		.left_join(evaluation)
		.on((evaluation.organization == organization.name) & (evaluation.period == period.name))
		.select(*(organization[field] for field in new_evaluation.ORGANIZATION_FIELDS), kind.title_kind)
		.select(organization.valid_from)
		.where(tree.within(organization.path, top.path if top else tree.path_of(period.organization)))
		.where(kind.title_kind.isin(new_evaluation.TITLE_KINDS) & evaluation.name.isnull())
		.orderby(organization.path)
	)
	return query.run(as_dict=True)


def insert_files(period, organizations: list[Any]) -> None:
	"""Write the files of a batch and their criteria, skipping names that are there already."""
	core = json.loads(period.frozen_framework)
	frameworks = local_frameworks.of_period(period.name)
	_own, deadlines = due_dates.of_period(period)
	stamp = now_datetime()
	common = {
		"creation": stamp,
		"modified": stamp,
		"owner": frappe.session.user,
		"modified_by": frappe.session.user,
		"docstatus": 0,
	}
	outside = outside_reasons(period, organizations, core["settings"])
	answered = {row.name: local_frameworks.choose(frameworks, row, row.title_kind) for row in organizations}

	@cache
	def items_of(period_framework: str | None, *place: str | None) -> list[dict[str, Any]]:
		framework = local_frameworks.content(period_framework) if period_framework else core
		title_kind, kind, sector = place
		asked = frozen.applicable(framework, title_kind, period.period_kind, kind, sector)
		return [new_evaluation.item_values(row) for row in asked]

	def files() -> Iterator[dict[str, Any]]:
		for row in organizations:
			due_on = new_evaluation.due_date(row.level, period_values, deadlines)
			own = answered[row.name]
			values = new_evaluation.file_values(
				row,
				row.title_kind,
				period_values,
				due_on,
				len(items_of(own, row.title_kind, row.kind, row.sector)),
				own,
			)
			reason = outside.get(row.name)
			values |= {"state": "Outside" if reason else values["state"], "outside_reason": reason}
			yield {"name": new_evaluation.file_name(row.name, period.name), "idx": 0, **common, **values}

	def items() -> Iterator[dict[str, Any]]:
		for row in organizations:
			parent = new_evaluation.file_name(row.name, period.name)
			place = {"parent": parent, "parenttype": "Evaluation", "parentfield": "items"}
			place_of = (row.title_kind, row.kind, row.sector)
			for idx, values in enumerate(items_of(answered[row.name], *place_of), start=1):
				name = new_evaluation.item_name(parent, values["criterion_key"])
				yield {"name": name, "idx": idx, **common, **place, **values}

	period_values = period.as_dict(no_default_fields=True) | {"name": period.name}
	period_values["self_assessment_due_on"] = getdate(period.self_assessment_due_on)
	insert_rows("Evaluation", list(files()))
	insert_rows("Evaluation Item", list(items()))


def outside_reasons(period, organizations: list[Any], settings: dict[str, str]) -> dict[str, str]:
	"""Explain why those founded in the period and too young for it are outside. A body that came out of others is as old as they
	are.
	"""
	least = age_rule.least_months(settings)
	span = getdate(period.starts_on), getdate(period.ends_on)
	young = [row.name for row in organizations if age_rule.too_young(row.valid_from, *span, least)]
	if not young:
		return {}
	old = frappe.get_all("Organization Succession", {"organization": ("in", young)}, pluck="organization")
	reason = _("Founded in the period, with fewer than {0} whole months left of it").format(least)
	return {name: reason for name in young if name not in set(old)}


def insert_rows(doctype: str, rows: list[dict[str, Any]]) -> None:
	if rows:
		fields = list(rows[0])
		# A driver that took over an expired claim may meet rows of the one before: same name, same content.
		frappe.db.bulk_insert(doctype, fields, [tuple(row.values()) for row in rows], ignore_duplicates=True)
