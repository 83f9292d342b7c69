"""The site of a bench: folders, common settings, the site itself, its migration and its demo."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ops import config
from ops.bench import REPO, Bench, load
from ops.services import DATA, pid_file, root_password, run_sql, start_data, stop_data
from ops.steps import Runner, Shell, Step, digest, only_one, read, write_whole

APP = REPO / "apps" / "bontot" / "bontot"
APPS = ("frappe", "bontot")
# The framework refuses the 61st new account within an hour; suites make their people anew.
TEST_SETTINGS = {"allow_tests": True, "throttle_user_limit": 100_000}


def lay_out(bench: Bench) -> None:
	"""Folders a bench has; a second one links to the apps, libraries and assets of the main one."""
	for folder in (bench.sites / "assets", bench.logs, bench.root / "config" / "pids", bench.run):
		if not folder.is_symlink():
			folder.mkdir(parents=True, exist_ok=True)
	for app in APPS if bench.root == REPO else ():
		link(bench.sites / "assets" / app, REPO / "apps" / app / app / "public")  # as `bench build` does
	if bench.root != REPO:
		link(bench.root / "apps", REPO / "apps")
		link(bench.root / "env", REPO / "env")
		if not (bench.sites / "assets").is_symlink():
			(bench.sites / "assets").rmdir()
		link(bench.sites / "assets", REPO / "sites" / "assets")
	if not (bench.sites / "apps.txt").exists():
		write_whole(bench.sites / "apps.txt", "".join(f"{app}\n" for app in APPS))


def link(path: Path, target: Path) -> None:
	"""Make `path` a link to `target`, in one step; a link that points there already is left alone."""
	if path.is_symlink() and path.readlink() == target:
		return
	fresh = path.with_name(f".{path.name}.link")
	fresh.unlink(missing_ok=True)
	fresh.symlink_to(target)
	fresh.replace(path)


def frappe(shell: Shell, bench: Bench, *words: str) -> str:
	"""Run a command of the framework on the bench's site, as `bench --site` would."""
	helper = [bench.python, "-m", "frappe.utils.bench_helper", "frappe", "--site", bench.site]
	return shell.run(*helper, *words, cwd=bench.sites, env=settings_of(bench))


def settings_of(bench: Bench) -> dict[str, str]:
	"""Environment of everything that runs the framework."""
	return {"FRAPPE_BENCH_ROOT": str(bench.root), "PYTHONUNBUFFERED": "1"}


def half_made(bench: Bench) -> Path:
	"""Mark that stands while a site is being made; what bears it is thrown away by the next set-up."""
	return bench.var / "site-half-made"


def site_stands(bench: Bench) -> bool:
	config_file = bench.sites / bench.site / "site_config.json"
	return config_file.exists() and (bench.var / "mariadb").exists() and not half_made(bench).exists()


def database_stands(bench: Bench) -> bool:
	"""Ask MariaDB whether the site's database is there and filled."""
	name = json.loads((bench.sites / bench.site / "site_config.json").read_text())["db_name"]
	query = (
		f"SELECT 1 FROM information_schema.tables WHERE table_schema = '{name}' AND table_name = 'tabDocType'"
	)
	return run_sql(bench, query).stdout.strip() == "1"


def make(shell: Shell, bench: Bench, extra: dict[str, object]) -> bool:
	"""Make the site; returns whether it had to be. One that is there unmarked is somebody's: never overwritten."""
	if site_stands(bench) and database_stands(bench):
		return False  # only the stamp was lost
	folder, mark = bench.sites / bench.site, half_made(bench)
	if folder.exists() and not mark.exists():
		aside = bench.var / "set-aside" / f"{bench.site}-{time.strftime('%Y%m%d-%H%M%S')}"
		aside.parent.mkdir(parents=True, exist_ok=True)
		folder.rename(aside)
		print(f"         the database of sites/{bench.site} is gone; its files are kept in {aside}")
	write_whole(mark, "")
	shutil.rmtree(folder, ignore_errors=True)
	passwords = {
		"BONTOT_ROOT_PASSWORD": root_password(bench),
		"BONTOT_ADMIN_PASSWORD": config.secret(bench, "administrator"),
	}
	scheduler = "scheduler" if bench.root == REPO else "still"
	shell.run(
		*(bench.python, REPO / "ops" / "new_site.py", bench.site, json.dumps(extra), scheduler),
		cwd=bench.sites,
		env=passwords | settings_of(bench),
		secrets=passwords.values(),
	)
	mark.unlink()
	return True


def migrate(shell: Shell, bench: Bench) -> None:
	frappe(shell, bench, "migrate")


def shape_digest() -> str:
	"""What asks for a migration when it changes: doctypes and other records, patches, hooks, framework."""
	files = sorted(APP.rglob("*.json"))
	files = [file for file in files if not {"public", "node_modules", "test_data"} & set(file.parts)]
	names = [str(file.relative_to(APP)) for file in files]
	rest = [APP / "patches.txt", APP / "hooks.py", APP / "modules.txt", REPO / "config" / "framework.toml"]
	return digest("\n".join(names), *files, *rest, REPO / "var" / "setup.json")


def demo_builder() -> bool:
	"""Whether the app has a demo to build."""
	return "def ensure(" in (read(APP / "demo" / "build.py") or "")


def build_demo(shell: Shell, bench: Bench) -> None:
	frappe(shell, bench, "execute", "bontot.demo.build.ensure")


class BorrowedServices:
	"""MariaDB and Redis from the first step that needs them to the end of the block.

	What was started is written down before, so that after a kill the next set-up stops it.
	"""

	def __init__(self, bench: Bench) -> None:
		self.bench = bench
		self.book = bench.run / "started-by-setup"

	def need(self) -> None:
		if not self.book.exists():
			names = [service.name for service in DATA if not pid_file(self.bench, service.name).alive()]
			write_whole(self.book, " ".join(names))
			start_data(self.bench)

	def give_back(self) -> None:
		if self.book.exists():
			stop_data(self.bench, (read(self.book) or "").split())
			self.book.unlink()

	def __enter__(self) -> BorrowedServices:
		self.give_back()
		return self

	def __exit__(self, *_error: object) -> None:
		self.give_back()


def run_steps(runner: Runner, shell: Shell, bench: Bench, demo: bool) -> None:
	"""Everything between ready apps and a site people can sign in to."""
	lay_out(bench)
	config.write_common_settings(bench)
	extra = {} if bench.root == REPO else TEST_SETTINGS
	with BorrowedServices(bench) as services:

		def step(name: str, says: str, work: Callable[[], None], **more: Callable[[], Any]) -> bool:
			def with_services() -> None:
				services.need()
				work()

			return runner.run(Step(name, says, with_services, **more))

		def site() -> None:
			if make(shell, bench, extra):
				write_whole(runner.stamps / "migrate", shape_digest())

		step("site", f"MariaDB, site {bench.site}, app", site, stands=lambda: site_stands(bench))
		step("migrate", "tables follow the app", lambda: migrate(shell, bench), inputs=shape_digest)
		if demo and demo_builder():
			step("demo", "demo province", lambda: build_demo(shell, bench))


def make_site(bench: Bench | str, demo: bool = False) -> Bench:
	"""Have a second bench (`test`, `lane1` …) with folders, data and a site; quick when it has them.

	Needs a finished bin/setup of the main one. Raises StepError or ServiceError.
	"""
	bench = load(bench) if isinstance(bench, str) else bench
	with only_one(bench.var / "setup.lock", f"A set-up of bench {bench.name}") as lock:
		shell = Shell(bench.var / "log" / "setup.log", keep_open=lock)
		run_steps(Runner(bench.var / "stamps"), shell, bench, demo)
	return bench
