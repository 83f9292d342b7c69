"""An import of a whole province in a process of its own, which nothing else has made larger: `python -m … FOLDER`.

FOLDER holds organizations.xlsx and members.xlsx. Prints {part: seconds} and the process's peak memory in MiB as JSON; all
is rolled back. Each part is read, compared with the database, worked out and written, as the background job does it.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bontot.workbook import applying, service

from tests.benchmark._site import site

PARTS = ("organizations", "members")


def main(folder: Path) -> None:
	told: dict[str, float] = {}
	with site():
		for part in PARTS:
			began = time.perf_counter()
			book, plan, state = service.look(folder / f"{part}.xlsx", "", lambda _part: None)
			if book.problems.errors:
				raise AssertionError(book.problems.in_order()[0])
			rows = len(plan.sheets[part].new)
			applying.apply(plan, state, "benchmark", lambda _done, _total: None)
			told[part], told[f"{part} rows"] = time.perf_counter() - began, rows
			del book, plan, state
		told["MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
	print(json.dumps(told))


if __name__ == "__main__":
	main(Path(sys.argv[1]))
