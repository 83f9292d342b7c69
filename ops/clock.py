"""A shifted clock for the Python services of a bench: BONTOT_CLOCK="@2027-01-15 08:00:00" or "+45d".

Tests play the real scheduler on a chosen day with it. The moment is turned into an offset once, when the
bench starts, so that every service agrees on the time and one that is started again does not fall back.
MariaDB, Redis, nginx and Node keep the true time. Needs Debian's package libfaketime.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

VIETNAM = timezone(timedelta(hours=7))
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def offset_seconds(clock: str, now: datetime) -> int:
	"""Seconds between the true time and what `clock` asks for; a date without zone is Vietnam's.

	Raises ValueError for anything but "@YYYY-MM-DD HH:MM:SS" and "+N" or "-N" followed by s, m, h or d.
	"""
	if match := re.fullmatch(r"([+-])(\d+)([smhd])", clock):
		sign, count, unit = match.groups()
		return int(sign + count) * UNITS[unit]
	if clock.startswith("@"):
		moment = datetime.strptime(clock[1:], "%Y-%m-%d %H:%M:%S").replace(tzinfo=VIETNAM)
		return round((moment - now).total_seconds())
	raise ValueError(f'BONTOT_CLOCK is {clock!r}; write "@2027-01-15 08:00:00" (Vietnam) or "+45d".')


def fixed(environment: Mapping[str, str]) -> dict[str, str]:
	"""A copy of `environment` in which BONTOT_CLOCK, where set, is an offset in seconds from now on."""
	copy = dict(environment)
	if clock := copy.get("BONTOT_CLOCK"):
		copy["BONTOT_CLOCK"] = f"{offset_seconds(clock, datetime.now(VIETNAM)):+d}s"
	return copy


def variables(environment: Mapping[str, str]) -> dict[str, str]:
	"""What a process needs in its environment to live under the clock asked for; {} when none is."""
	clock = environment.get("BONTOT_CLOCK")
	if not clock:
		return {}
	return {
		"LD_PRELOAD": str(library()),
		"FAKETIME": f"{offset_seconds(clock, datetime.now(VIETNAM)):+d}",
		"FAKETIME_DONT_FAKE_MONOTONIC": "1",  # timeouts of gunicorn and RQ count true seconds
		"FAKETIME_DISABLE_SHM": "1",  # of no use with an offset, and killed processes leave it behind
		"NO_FAKE_STAT": "1",  # file times belong to the machine
	}


def library() -> Path:
	found = sorted(Path("/usr/lib").glob(f"{os.uname().machine}-linux-gnu/faketime/libfaketimeMT.so.1"))
	if not found:
		raise FileNotFoundError(
			"BONTOT_CLOCK needs Debian's package libfaketime: apt-get install libfaketime"
		)
	return found[0]
