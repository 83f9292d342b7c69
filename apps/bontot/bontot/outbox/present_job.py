"""The framework's list of background jobs where it falls over: a job that has gone meanwhile, a question without conditions.

A job that has ended is kept for a while only; the older framework looks up each that it has a number of, and fails at the
first that is gone. Every one fails where nothing, or something else than its own list sends, is asked of the jobs (hook
`override_doctype_class`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.core.doctype.rq_job import rq_job
from frappe.core.doctype.rq_job.rq_job import RQJob
from frappe.utils import cint
from frappe.utils.background_jobs import get_redis_conn

from bontot import arguments

PAGE = 20
LISTED = ("in", "not in")


class PresentJob(RQJob):
	@staticmethod
	def get_list(args: Mapping[str, Any]) -> list[frappe._dict]:
		"""Rows as the framework's, of one page. Raises ArgumentError."""
		start, most = cint(args.get("start")), cint(args.get("page_length")) or PAGE
		numbers = RQJob.get_matching_job_ids(understood(args))[start : start + most]
		found = rq_job.Job.fetch_many(job_ids=numbers, connection=get_redis_conn())
		rows = [rq_job.serialize_job(job) for job in found if job]
		return sorted(rows, key=lambda row: row.modified, reverse="desc" in str(args.get("order_by") or ""))

	@staticmethod
	def get_count(args: Mapping[str, Any]) -> int:
		return RQJob.get_count(understood(args))


def understood(args: Mapping[str, Any]) -> dict[str, Any]:
	"""`args` with conditions [doctype, field, operator, value], none of which the framework stumbles over."""
	filters = args.get("filters") or []
	if isinstance(filters, Mapping):
		filters = [
			[field, *(value if isinstance(value, list) else ["=", value])] for field, value in filters.items()
		]
	rows = filters if isinstance(filters, list) else [None]
	if not all(_is_plain(row) for row in rows):
		arguments.wrong_kind(["filters"])
	return dict(args) | {"filters": [["RQ Job", *row[-3:]] for row in rows]}


def _is_plain(row: Any) -> bool:
	if not isinstance(row, list) or len(row) not in (3, 4):
		return False
	field, operator, value = row[-3:]
	texts = value if isinstance(value, list) and operator in LISTED else [value]
	return all(isinstance(text, str) for text in (field, operator, *texts))
