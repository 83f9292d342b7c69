"""Plays the main job: `python -m tests.main_job.run [URL]`. Exit code 0, or 1 with the step that failed."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from pathlib import Path

from ops import bench as benches
from tests.main_job.steps import AHEAD, STEPS, Round


def play(round: Round) -> int:
	total = len(STEPS) + AHEAD
	for number, step in enumerate(STEPS, start=1):
		began = time.monotonic()
		print(f"bước {number}/{total} · {step.title} … ", end="", flush=True)
		try:
			step.play(round)
		except Exception:
			print("HỎNG", flush=True)
			traceback.print_exc(file=sys.stdout)
			print(f"\nStep {number} of {total} failed: {step.title}")
			return 1
		print(f"được ({time.monotonic() - began:.1f} s)", flush=True)
	ahead = f"; {AHEAD} are still to be written" if AHEAD else ""
	print(f"Main job: {len(STEPS)} of {total} steps held{ahead}.")
	return 0


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("url", nargs="?", default=os.environ.get("BONTOT_URL") or benches.load().url)
	parser.add_argument(
		"--var", type=Path, default=None, help="var/ of the bench (default: by BONTOT_BENCH_ROOT)"
	)
	given = parser.parse_args()
	root = Path(os.environ.get("BONTOT_BENCH_ROOT") or benches.REPO)
	return play(Round(given.url, given.var or root / "var"))


if __name__ == "__main__":
	sys.exit(main())
