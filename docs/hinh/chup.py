"""Take the pictures of README and docs/huong-dan: `env/bin/python docs/hinh/chup.py [BENCH]`, the bench running.

What only reads is taken from the demo; what changes something is played in a throw-away province that is taken
away again. So the demo is left as it was, and the pictures can be taken anew after every change of the pages. Each guide's
pictures stand in a file of their own beside this one.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable

import commission
import organizations
import reviewer
import secretary
from camera import BENCH, PICTURES, TAKEN  # first: it says where the tests find the bench
from demo import the_demo
from stage import Stage

from tests.browser.chromium import chromium
from tests.main_job.round import Round
from tests.main_job.trial import province

SHARP = 2  # device pixels a CSS pixel while taking; phone pictures keep 1.5, the others 1
LIMIT = 3 * 2**20  # bytes of all pictures together
ACTS: tuple[Callable[[Stage], None], ...] = (
	commission.open_the_year,
	commission.make_it_concrete,
	commission.try_a_new_version,
	secretary.record_the_meeting,
	secretary.assess,
	secretary.send,
	reviewer.return_one,
	secretary.mend,
	reviewer.agree,
	reviewer.agree_to_many,
	reviewer.print_papers,
	commission.decide,
	organizations.plan_a_reorganization,
	organizations.propose_a_reorganization,
	organizations.check_a_workbook,
)


def main() -> int:
	with chromium() as browser:
		browser.new_context = functools.partial(browser.new_context, device_scale_factor=SHARP)  # type: ignore[method-assign]
		the_demo(browser)
		with province(BENCH.root) as trial:
			stage = Stage(browser, Round(BENCH.url, BENCH.var, trial))
			for act in ACTS:
				print(f"— {act.__name__}", flush=True)
				act(stage)
	total = sum(path.stat().st_size for path in PICTURES.glob("*.png"))
	print(f"{len(TAKEN)} pictures, {total / 2**20:.2f} MB in all")
	return 0 if total <= LIMIT else 1


if __name__ == "__main__":
	sys.exit(main())
