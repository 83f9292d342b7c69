"""Runs work so that nothing of it outlives a kill, not even `kill -9` of the command that started it.

The command stays a thin parent; the work runs in a child with a session of its own. Both adopt orphans
(PR_SET_CHILD_SUBREAPER), so every process that was ever started below stays findable, and each ends the rest
when the other dies.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable

from ops.processes import descendants, send, stop_pids, wait_until

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
ORDERLY_SECONDS = 4
_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
	if _libc.prctl(option, value, 0, 0, 0):
		raise OSError(ctypes.get_errno(), "prctl failed")


def run(work: Callable[[], int]) -> int:
	"""Return the exit code of `work`, run in a guarded child; afterwards none of its processes is left."""
	sys.stdout.flush()
	sys.stderr.flush()
	_prctl(PR_SET_CHILD_SUBREAPER, 1)
	parent = os.getpid()
	child = os.fork()
	if child == 0:
		os._exit(_guarded(work, parent))
	for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
		signal.signal(number, lambda received, frame: os.kill(child, signal.SIGTERM))
	while True:  # adopted orphans end here too
		pid, status = os.wait()
		if pid == child:
			break
	end_descendants()
	return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1


def _guarded(work: Callable[[], int], parent: int) -> int:
	os.setsid()
	_prctl(PR_SET_CHILD_SUBREAPER, 1)
	for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
		signal.signal(number, _end)
	_prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
	if os.getppid() != parent:  # it died before we asked to be told
		return 1
	try:
		return work()
	except SystemExit as error:
		if isinstance(error.code, str):
			print(error.code, file=sys.stderr, flush=True)
			return 1
		return int(error.code or 0)
	except BaseException:
		import traceback

		traceback.print_exc()
		return 1
	finally:
		sys.stdout.flush()
		end_descendants()


def _end(received: int, frame: object) -> None:
	signal.signal(received, signal.SIG_IGN)
	end_descendants()
	os._exit(128 + received)


def end_descendants() -> None:
	"""End everything below this process: politely for a moment, then by force, until nothing is left."""
	stop_pids(descendants(os.getpid()), ORDERLY_SECONDS)
	# A supervisor that was killed leaves its children to us; those may just have had children themselves.
	for _ in range(50):
		rest = descendants(os.getpid())
		if not rest:
			return
		send(rest, signal.SIGKILL)
		wait_until(lambda: not _reaped_any(), 0.2)
	raise RuntimeError(f"these processes cannot be ended: {descendants(os.getpid())}")


def _reaped_any() -> bool:
	with contextlib.suppress(ChildProcessError):
		return os.waitpid(-1, os.WNOHANG)[0] != 0
	return False
