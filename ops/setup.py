"""`bin/setup`: from a clean clone to a bench with a site, by steps that are skipped when done."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from ops import config, floors, framework, official, packages, site
from ops import environments as envs
from ops.bench import REPO, Bench, load
from ops.steps import Runner, Shell, Step, StepError, digest, fail, only_one, read, write_whole

CHOICES = REPO / "var" / "setup.json"
WITHOUT_DEMO = REPO / "var" / "without-demo"  # --no-demo was said: bin/start must not build one later
OFFICIAL_HOME = REPO / "var" / "framework"  # our builder and its packages when the checkout is official's own


@dataclass(frozen=True, slots=True)
class Choices:
	"""What was asked for on the command line; remembered, so that a later plain bin/setup keeps it."""

	python: str
	git: str = ""
	branch: str = ""

	@property
	def home(self) -> Path:
		"""Folder of our package.json, asset builder, realtime server and node_modules."""
		return OFFICIAL_HOME if self.git else framework.APP


def remembered() -> Choices:
	"""Choices of the last set-up, or the defaults before the first."""
	data = json.loads(read(CHOICES) or "{}")
	return Choices(**{"python": sys.executable, **data})


def steps(shell: Shell, bench: Bench, choices: Choices, lane: str, dev: bool) -> list[Step]:
	"""The steps up to the site; those of the site itself are in ops/site.py."""
	python = Path(choices.python)
	lock = framework.load_lock()
	beside = digest(framework.BESIDE / "package.json", framework.BESIDE / "package-lock.json")
	listed = [
		Step(
			"tools",
			"tools (uv, frappe-bench, supervisor) in var/tools",
			lambda: envs.make_tools(shell),
			lambda: digest(envs.LISTS / "tools.txt", sys.executable),
			lambda: envs.holds(envs.TOOLS / "bin" / "python", envs.LISTS / "tools.txt"),
		),
		_framework_step(shell, bench, choices, lock, envs.lock_file(lane)),
		Step(
			"beside",
			"asset builder and realtime server beside the framework",
			lambda: framework.lay_beside(choices.home),
			lambda: digest(str(choices.home), framework.BESIDE),
			lambda: (choices.home / "package.json").exists(),
		),
		Step(
			"env",
			f"libraries in env/ (Python {lane})",
			lambda: envs.make_env(shell, bench, python, lane),
			lambda: envs.env_inputs(python, lane),
			lambda: envs.env_stands(bench.python, lane),
		),
		Step(
			"npm",
			"front-end libraries (npm ci)",
			lambda: install_npm(shell, choices.home),
			lambda: digest(str(choices.home), beside),
			lambda: (framework.APP / "node_modules" / ".package-lock.json").exists(),
		),
		Step(
			"assets",
			"asset bundles",
			lambda: build_assets(shell, bench, choices.home),
			lambda: digest(framework.BESIDE, beside, lock.digest, str(choices), app_sources()),
			lambda: assets_stand(bench),
		),
	]
	if dev:
		listed.append(
			Step(
				"dev",
				"tools of developers in var/dev",
				lambda: envs.make_dev(shell),
				lambda: digest(envs.LISTS / "dev.txt", sys.executable),
				lambda: envs.holds(envs.DEV / "bin" / "python", envs.LISTS / "dev.txt"),
			)
		)
	return listed


def _framework_step(shell: Shell, bench: Bench, choices: Choices, lock: framework.Lock, pins: Path) -> Step:
	app = framework.APP
	if choices.git:

		def clone() -> None:
			official.clone(shell, choices.git, choices.branch, app)

		return Step(
			"framework",
			f"framework from {choices.git} ({choices.branch})",
			clone,
			lambda: digest(choices.git, choices.branch),
			lambda: official.is_checkout(app),
		)

	def restore() -> None:
		wheel = framework.fetch_wheel(shell, envs.TOOLS / "bin" / "python", lock)
		if official.is_checkout(app):
			refuse_downgrade(bench, app, wheel, lock)
			official.clear_place(app)
		framework.restore(wheel, lock, app, framework.MANIFEST)

	def stands() -> bool:
		if official.is_checkout(app) or not (app / lock.module).exists():
			return False
		framework.check_tree(app, lock, read(framework.MANIFEST))  # on every set-up; stops at a difference
		return True

	says = f"framework restored from its wheel, {lock.files} files as locked"
	return Step("framework", says, restore, lambda: lock.digest, stands)


def refuse_downgrade(bench: Bench, app: Path, wheel: Path, lock: framework.Lock) -> None:
	"""Raise StepError when a site was already migrated by a later framework than the wheel's."""
	ours = version_in(dict(framework.restored_files(wheel, lock))[f"{lock.module}/__init__.py"].decode())
	theirs = version_in((app / lock.module / "__init__.py").read_text())
	if floors.parts(theirs) > floors.parts(ours) and site.site_stands(bench):
		raise StepError(
			f"The site runs on Frappe {theirs}; the wheel holds {ours}, and tables do not go back.",
			f"Back up, move sites/{bench.site} and var/mariadb away, and run bin/setup --frappe-wheel again.",
		)


def version_in(text: str) -> str:
	return re.search(r"""^__version__ = ["'](.+)["']""", text, re.MULTILINE)[1]


def install_npm(shell: Shell, home: Path) -> None:
	"""`npm ci` beside the builder; the framework's folders reach it by links."""
	shell.run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=home)
	if home != framework.APP:
		if (framework.APP / "node_modules").is_dir() and not (framework.APP / "node_modules").is_symlink():
			shutil.rmtree(framework.APP / "node_modules")
		site.link(framework.APP / "node_modules", home / "node_modules")
	site.link(framework.APP / "frappe" / "public" / "node_modules", framework.APP / "node_modules")


def build_assets(shell: Shell, bench: Bench, home: Path) -> None:
	site.lay_out(bench)
	config.write_common_settings(bench)
	shell.run("node", home / "esbuild", "--production", "--sites-path", bench.sites, cwd=home)


def assets_stand(bench: Bench) -> bool:
	"""Whether every address of the map of assets is a file."""
	for name in ("assets.json", "assets-rtl.json"):
		table = json.loads(read(bench.sites / "assets" / name) or "{}")
		if not table or not all((bench.sites / path.lstrip("/")).exists() for path in table.values()):
			return False
	return True


def app_sources() -> str:
	"""Digest of what the app's bundles are made from."""
	public = site.APP / "public"
	files = [
		p for p in sorted(public.rglob("*")) if p.is_file() and not {"dist", "node_modules"} & set(p.parts)
	]
	return digest("\n".join(str(p.relative_to(public)) for p in files), *files)


def run(choices: Choices, demo: bool = True, dev: bool = False) -> Path:
	"""Do all steps of the main bench; returns the log file. Raises StepError or ServiceError."""
	bench = load()
	with only_one(bench.var / "setup.lock", "Another bin/setup") as handle:
		shell = Shell(bench.var / "log" / "setup.log", keep_open=handle)
		shell.note("--- set-up ---")
		runner = Runner(bench.var / "stamps")
		runner.run(
			Step("packages", "Debian packages", lambda: None, stands=lambda: packages_stand(shell, bench))
		)
		lane = envs.lane_of(Path(choices.python))
		write_whole(CHOICES, json.dumps(asdict(choices), indent=1) + "\n")
		for step in steps(shell, bench, choices, lane, dev):
			runner.run(step)
			if step.name == "framework" and choices.git:
				package = framework.BESIDE / "package.json"
				for line in official.check_libraries(framework.APP, envs.lock_file(lane), package):
					print(f"         instead: {line}")
		site.run_steps(runner, shell, bench, demo)
	return shell.log


def packages_stand(shell: Shell, bench: Bench) -> bool:
	if note := packages.ensure(shell, bench.var / "setup.lock"):
		print(f"         {note}")
	return True


def read_arguments(argv: list[str] | None) -> tuple[Choices, argparse.Namespace]:
	parser = argparse.ArgumentParser("bin/setup", description=__doc__)
	parser.add_argument(
		"--python", metavar="PATH", help="Python of the framework (3.13 or 3.11); env/ is made anew"
	)
	parser.add_argument(
		"--frappe-git", metavar="URL", help="take Frappe from this repository (a local path works)"
	)
	parser.add_argument(
		"--frappe-branch", metavar="NAME", default="version-15", help="its branch (version-15)"
	)
	parser.add_argument("--frappe-wheel", action="store_true", help="go back to the framework from the wheel")
	demo = parser.add_mutually_exclusive_group()
	demo.add_argument("--no-demo", action="store_true", help="leave the site empty, remembered for bin/start")
	demo.add_argument("--demo", action="store_true", help="build the demo after all, on a site still empty")
	parser.add_argument("--dev", action="store_true", help="also what only developers need, into var/dev")
	given = parser.parse_args(argv)
	before = remembered()
	python = shutil.which(given.python) if given.python else before.python
	if python is None:
		parser.error(f"there is no {given.python}")
	git, branch = before.git, before.branch
	if given.frappe_git:
		git, branch = given.frappe_git, given.frappe_branch
	if given.frappe_wheel:
		git, branch = "", ""
	return Choices(python, git, branch), given


def wants_demo(given: argparse.Namespace, mark: Path = WITHOUT_DEMO) -> bool:
	"""What the command line says, or else what an earlier one said; `mark` keeps it."""
	if given.no_demo:
		write_whole(mark, "")
	elif given.demo:
		mark.unlink(missing_ok=True)
	return not mark.exists()


def main(argv: list[str] | None = None) -> int:
	choices, given = read_arguments(argv)
	log = load().var / "log" / "setup.log"
	try:
		run(choices, demo=wants_demo(given), dev=given.dev)
	except (StepError, RuntimeError, OSError) as error:
		return fail(error, log)
	except KeyboardInterrupt:
		print("\nSet-up was interrupted; run it again and it goes on from here.", file=sys.stderr)
		return 130
	return 0
