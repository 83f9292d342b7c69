"""Debian packages the bench needs: which are missing, and their installation without starting any service."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ops.bench import REPO
from ops.steps import Shell, StepError, write_whole

LIST = REPO / "config" / "apt-packages.txt"
POLICY = Path("/usr/sbin/policy-rc.d")
SAVED = POLICY.with_name("policy-rc.d.kept-by-bontot")
OURS = "# bontot set-up: no service starts while it installs packages"
COMMANDS = tuple("mariadbd mariadb mysqldump redis-server nginx git node npm chromium faketime".split())
SYSTEM_PATH = f"{os.environ.get('PATH', '')}:/usr/local/sbin:/usr/sbin:/sbin"


def wanted(text: str) -> list[str]:
	"""Names in the list, without those whose "unless" is met."""
	names = []
	for line in text.splitlines():
		words = line.partition("#")[0].split()
		if words and not (len(words) == 4 and words[1] == "unless" and has(words[2], int(words[3]))):
			names.append(words[0])
	return names


def has(command: str, major: int) -> bool:
	"""Whether `command` is on PATH and says that its major version is `major` or later."""
	if not shutil.which(command):
		return False
	said = subprocess.run([command, "--version"], capture_output=True, text=True).stdout
	found = re.search(r"(\d+)\.\d+", said)
	return bool(found) and int(found[1]) >= major


def missing(names: list[str]) -> list[str]:
	"""Which of the Debian packages are not installed. An interrupted installation counts as missing."""
	query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *names]
	said = subprocess.run(query, capture_output=True, text=True).stdout
	there = {line.split()[0] for line in said.splitlines() if line.endswith(" installed")}
	return [name for name in names if name not in there]


def ensure(shell: Shell, lock: Path) -> str:
	"""Install what is missing; returns a note. Raises StepError with the command to run when not root."""
	if not shutil.which("dpkg-query"):
		if lacking := [name for name in COMMANDS if not shutil.which(name, path=SYSTEM_PATH)]:
			raise StepError(
				f"These commands are missing: {' '.join(lacking)}", "Install them with your system's tool."
			)
		return "not Debian; the commands are there"
	put_policy_back()
	names = missing(wanted(LIST.read_text()))
	if not names:
		return ""
	install = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
	if os.geteuid():
		raise StepError(
			f"Debian packages are missing: {' '.join(names)}",
			f"Run this once, then bin/setup again:\n\n    sudo {' '.join(install)}\n",
		)
	units = set(service_units())
	with no_service_starts(lock):
		quiet = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
		shell.run("dpkg", "--configure", "-a", env=quiet)  # a killed run may have stopped half way
		shell.run("apt-get", "update", env=quiet)
		shell.run(
			*install,
			env=quiet,
			remedy="Look at the log; `apt-get install -f` may mend a broken installation.",
		)
	if fresh := sorted(set(service_units()) - units):
		shell.run("systemctl", "disable", *fresh)  # ours run under the bench, not at boot
	return f"installed {' '.join(names)}"


def service_units() -> list[str]:
	"""Enabled units of the services we install; none where there is no systemd."""
	if not shutil.which("systemctl"):
		return []
	names = [f"{name}.service" for name in ("nginx", "redis-server", "mariadb")]
	return [
		name
		for name in names
		if subprocess.run(["systemctl", "is-enabled", "--quiet", name], capture_output=True).returncode == 0
	]


@contextmanager
def no_service_starts(lock: Path) -> Iterator[None]:
	"""Refuse every start of a service by a package, as Debian's policy layer provides for.

	Our script refuses only while the set-up's lock is held: after a kill it acts as the one it replaced.
	"""
	if POLICY.exists():
		POLICY.replace(SAVED)
	script = f"""#!/bin/sh
{OURS}
flock --nonblock '{lock}' true || exit 101
[ -x '{SAVED}' ] && exec '{SAVED}' "$@"
exit 0
"""
	write_whole(POLICY, script, 0o755)
	try:
		yield
	finally:
		put_policy_back()


def put_policy_back() -> None:
	"""Undo no_service_starts, also after a run that was killed inside it."""
	if os.geteuid():
		return
	if POLICY.exists() and OURS in POLICY.read_text(errors="replace"):
		POLICY.unlink()
	if SAVED.exists() and not POLICY.exists():
		SAVED.replace(POLICY)
