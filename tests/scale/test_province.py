"""A province of size P: built through a kill, opened through a kill, and looked at. Prints its figures."""

from __future__ import annotations

import os
import re
import signal
import time
import unittest
from pathlib import Path

from bontot.demo.plan import SIZES

from tests.scale import grounds
from tests.scale.grounds import command, inside, say, sql

SIZE = SIZES["P"]
STILL = 600  # seconds
BUILD = ("execute", "bontot.demo.build.build", "--kwargs", "{'size': 'P'}")


class TestProvince(unittest.TestCase):
	"""One test, since each stage stands on the one before it."""

	@classmethod
	def setUpClass(cls) -> None:
		cls.bench = grounds.fresh_bench()
		cls.addClassCleanup(grounds.remove, cls.bench)

	def test_a_whole_province(self) -> None:
		self.build_through_a_kill()
		self.rows_save_again_unchanged()
		self.open_through_a_kill()
		self.look_at_it()

	def count(self, table: str, where: str = "1") -> int:
		return int(sql(self.bench, f"select count(*) from `tab{table}` where {where}")[-1][0])

	def build_through_a_kill(self) -> None:
		began = time.monotonic()
		first = command(self.bench, *BUILD)
		for line in first.stdout:
			if re.search(r"buổi sinh hoạt: \d{4}/", line):
				break
		first.send_signal(signal.SIGKILL)
		first.wait()
		half = self.count("Meeting")
		second = command(self.bench, *BUILD)
		output = second.communicate()[0]
		self.assertEqual(second.returncode, 0, output[-3000:])
		say(f"size P built, killed once at {half} meetings and gone on: {time.monotonic() - began:.0f} s")
		self.assertEqual(self.count("Party Organization"), SIZE.organizations)
		self.assertEqual(self.count("Party Member"), SIZE.members)
		self.assertGreater(half, 0)
		figures = {
			table: self.count(table)
			for table in ("Meeting", "Meeting Attendance", "Agenda Item", "Seat", "User")
		}
		say("rows:", figures)
		orphans = "not exists (select 1 from `tabMeeting` m where m.name = `tabMeeting Attendance`.parent)"
		self.assertEqual(self.count("Meeting Attendance", orphans), 0)
		third = command(self.bench, *BUILD)
		third.communicate()
		again = {table: self.count(table) for table in figures}
		self.assertEqual(again, figures, "a further run added rows")

	def rows_save_again_unchanged(self) -> None:
		answer = inside(self.bench, "sample")
		say(
			f"{answer['saved']} sampled rows saved again through their controllers, changed: {answer['changed']}"
		)
		self.assertEqual(answer["saved"], 1000)
		self.assertEqual(answer["changed"], {})

	def open_through_a_kill(self) -> None:
		made = inside(self.bench, "make_period")
		where = f"period = '{made['period']}'"
		began = time.monotonic()
		inside(self.bench, "open_period", made["period"], made["user"])
		killed_at = self.kill_a_worker_half_way(where)
		self.wait_until_open(made["period"], where)
		wanted = self.count(
			"Party Organization", "kind in ('chi_bo_truc_thuoc', 'chi_bo_co_so', 'dang_bo_co_so')"
		)
		say(
			f"period opened for {wanted} organisations, worker killed at {killed_at}: {time.monotonic() - began:.0f} s"
		)
		self.assertEqual(self.count("Evaluation", where), wanted)
		distinct = sql(self.bench, f"select count(distinct organization) from tabEvaluation where {where}")[
			-1
		][0]
		self.assertEqual(int(distinct), wanted)
		items = "parent in (select name from tabEvaluation where " + where + ")"
		short = sql(
			self.bench,
			f"select count(*) from (select parent, count(*) n from `tabEvaluation Item` where {items} group by parent) c"
			" where n not in (9, 18)",
		)[-1][0]
		self.assertEqual(int(short), 0, "files with too few or doubled criteria")

	def wait_until_open(self, period: str, where: str) -> None:
		"""However slow the machine is; but when nothing moves for longer than a claim and two sweeps last, it hangs."""
		moved, files = time.monotonic(), 0
		while sql(self.bench, f"select state from `tabReview Period` where name = '{period}'")[-1] != [
			"Open"
		]:
			if (now := self.count("Evaluation", where)) != files:
				moved, files = time.monotonic(), now
			self.assertLess(time.monotonic(), moved + STILL, f"the opening stands still at {files} files")
			time.sleep(1)

	def kill_a_worker_half_way(self, where: str) -> int:
		until = time.monotonic() + 120
		while not (done := self.count("Evaluation", where)):
			self.assertLess(time.monotonic(), until, "nothing begins")
			time.sleep(0.05)
		for pid in workers(self.bench):
			os.kill(pid, signal.SIGKILL)
		self.assertLess(done, SIZE.organizations - 300, "the worker was through before it could be killed")
		return done

	def look_at_it(self) -> None:
		figures = inside(self.bench, "pages")
		for look, figure in figures.items():
			say(f"{look}: {figure['ms']} ms, {figure['sql']} SQL")
			self.assertLess(figure["sql"], 80, look)


def workers(bench) -> list[int]:
	"""Pids of the bench's RQ workers and of the horse that one of them rides, by their environment, never by name."""
	root = f"FRAPPE_BENCH_ROOT={bench.root}".encode()
	found = []
	for folder in os.scandir("/proc"):
		if not folder.name.isdigit():
			continue
		try:
			environment = Path(folder.path, "environ").read_bytes().split(b"\0")
			line = Path(folder.path, "cmdline").read_bytes().replace(b"\0", b" ")
		except OSError:
			continue
		if root in environment and b" worker " in line + b" ":
			found.append(int(folder.name))
	return found
