"""One cell more below a grassroots organisation, by its controller, committed: path against nested set.

In a province of 10,000 organisations, and in a nation of 34 such provinces on one site.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import frappe
from bontot.organization.testing import create_test_organization

from ops.benchmark import Figure
from ops.ratio import measure as compare
from tests.benchmark import _trees
from tests.benchmark._site import site

PROVINCE = (20, 12, 40)
NATION = 34


def measure() -> Iterator[Figure]:
	with site():
		yield figure("a province of 10,000", 1, PROVINCE, pairs=15, wanted=5)
		yield figure("a nation of 300,000", NATION, (20, 12, 36), pairs=5, wanted=50)


def figure(where: str, provinces: int, widths: tuple[int, int, int], pairs: int, wanted: float) -> Figure:
	with _trees.planted(provinces, widths) as twice:
		number = itertools.count()
		choose = random.Random(1)

		def ours() -> None:
			create_test_organization("chi_bo_truc_thuoc", choose.choice(twice.grassroots))
			frappe.db.commit()  # as the end of a request

		def stock() -> None:
			_trees.peer(f"N{next(number):06}", choose.choice(twice.grassroots)).insert()
			frappe.db.commit()  # as the end of a request

		ratio = compare(stock, ours, pairs=pairs, warm_up=2)
		return Figure("tree_insert", f"nested set in {where}", ratio, at_least=wanted)
