"""Plays the main job: `python -m tests.main_job.run [URL]`. Exit code 0, or 1 with the step that failed."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from pathlib import Path

from ops import bench as benches
from tests.main_job.round import Round
from tests.main_job.steps import STEPS
from tests.main_job.trial import province


def play(round: Round) -> int:
	total = len(STEPS)
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
	print(f"Main job: all {total} steps held.")
	return 0


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__)
	parser.add_argument("url", nargs="?", default=os.environ.get("BONTOT_URL") or benches.load().url)
	parser.add_argument(
		"--root", type=Path, default=None, help="root of the bench (default: BONTOT_BENCH_ROOT)"
	)
	given = parser.parse_args()
	root = given.root or Path(os.environ.get("BONTOT_BENCH_ROOT") or benches.REPO)
	with province(root) as trial:
		return play(Round(given.url, root / "var", trial))


if __name__ == "__main__":
	sys.exit(main())
