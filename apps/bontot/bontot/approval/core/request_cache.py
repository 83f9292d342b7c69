"""Questions that many files ask alike, put to the database once while one act is done on all of them.

Within a transaction the tree and the periods stand still for whoever reads them without a lock; so what was answered for
one file holds for the next. Outside of `asking` every question goes to the database.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import frappe

T = TypeVar("T")


@contextmanager
def remembering() -> Iterator[None]:
	"""Remember answers until the end. A transaction that ends inside must not go on asking: enter again."""
	before: dict[Hashable, Any] | None = getattr(frappe.local, "bontot_asked_once", None)
	frappe.local.bontot_asked_once = {}
	try:
		yield
	finally:
		frappe.local.bontot_asked_once = before


def tell(key: Hashable, answer: Any) -> None:
	"""Give an answer that was found for many at once, while answers are remembered."""
	frappe.local.bontot_asked_once[key] = answer


def ask(key: Hashable, find: Callable[[], T]) -> T:
	answers: dict[Hashable, Any] | None = getattr(frappe.local, "bontot_asked_once", None)
	if answers is None:
		return find()
	if key not in answers:
		answers[key] = find()
	return answers[key]
