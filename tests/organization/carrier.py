"""Claims the task of an entered reorganisation as a worker does, carries it out and stops before anything is committed: `python -m tests.organization.carrier TASK`.

Prints "changed" when everything is written, and waits to be killed.
"""

from __future__ import annotations

import sys
import time
from unittest.mock import patch

from bontot.outbox import driver
from bontot.reorganization import applying

from tests.benchmark._site import site


def wait_after(real):
	def rewrite(*arguments: object, **more: object) -> None:
		print(f"changed {real(*arguments, **more)}", flush=True)
		time.sleep(600)

	return rewrite


if __name__ == "__main__":
	with site(), patch.object(applying, "rewrite_paths", wait_after(applying.rewrite_paths)):
		driver.drive(sys.argv[1])
