"""The programs of a bench: the same under supervisor and under `bench start`, on ports that may all be moved at once."""

from __future__ import annotations

import os
import re
import unittest
from pathlib import Path
from unittest import mock

from ops import bench, services, stack
from ops.bench import REPO

PROCFILE = REPO / "Procfile"
SUPERVISED = re.compile(r"^\[program:(\w+)\]\ncommand = \S+/bin/service (\w+) main$", re.MULTILINE)
LINE = re.compile(r"^\w+: bin/service (\w+)$")
SHIFT = "BONTOT_PORT_SHIFT"


def programs_of_procfile(text: str) -> list[str]:
	"""Names of the programs that `bench start` starts. A line that starts anything else fails."""
	lines = [line for line in text.splitlines() if line and not line.startswith("#")]
	return [LINE.match(line)[1] for line in lines]


def ports_of(shift: int) -> dict[str, set[int]]:
	"""Ports of every bench by its name, all moved by `shift`."""
	names = ("main", "test", "beside", "scale", *(f"lane{n}" for n in range(1, 9)))
	with mock.patch.dict(os.environ, {SHIFT: str(shift)}):
		found = {name: bench.load(name).ports for name in names}
	return {name: {getattr(ports, each) for each in ports.__slots__} for name, ports in found.items()}


class TestPrograms(unittest.TestCase):
	def test_procfile_and_supervisor_start_the_same_programs(self) -> None:
		supervised = SUPERVISED.findall(stack.supervisor_programs(bench.load()))
		self.assertTrue(supervised)
		self.assertEqual([name for name, started in supervised if name != started], [])
		self.assertEqual(
			sorted(started for _name, started in supervised),
			sorted(programs_of_procfile(PROCFILE.read_text())),
		)

	def test_a_queue_without_its_worker_would_be_found(self) -> None:
		less = PROCFILE.read_text().replace("worker_unhurried: bin/service worker_unhurried\n", "")
		self.assertEqual(
			{program.name for program in stack.PROGRAMS} - set(programs_of_procfile(less)),
			{"worker_unhurried"},
		)


class TestMovedPorts(unittest.TestCase):
	def test_no_two_benches_share_a_port(self) -> None:
		found = [port for ports in ports_of(0).values() for port in ports]
		self.assertEqual(len(found), len(set(found)))

	def test_the_move_that_people_are_told_of_meets_no_bench_that_stayed(self) -> None:
		told = {int(shift) for text in self.texts() for shift in re.findall(SHIFT + r"=(\d+)", text)}
		self.assertEqual(len(told), 1)
		stayed, moved = (set().union(*ports_of(shift).values()) for shift in (0, *told))
		self.assertEqual(stayed & moved, set())
		self.assertLess(max(moved), 32768)  # above, Linux takes ports for connections that go out

	def test_a_move_that_collides_would_be_found(self) -> None:
		self.assertTrue(set().union(*ports_of(0).values()) & set().union(*ports_of(2000).values()))

	def texts(self) -> list[str]:
		places = (
			Path(services.__file__),
			REPO / "config" / "ports.toml",
			*(REPO / "docs" / "van-hanh").glob("*.md"),
		)
		return [place.read_text() for place in places]
