"""Paths and ports of a bench.

The checkout is the main bench. A second one (`test`) lives under `var/`, with sites, data and ports of its own
and links to the same `apps/` and `env/`, so that a test run never touches what people use.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
SITE = "localhost"  # gunicorn picks the site by host name, and people open http://localhost


@dataclass(frozen=True, slots=True)
class Ports:
	web: int
	socketio: int
	redis_queue: int
	redis_cache: int
	mariadb: int


@dataclass(frozen=True, slots=True)
class Bench:
	name: str
	root: Path
	ports: Ports
	site: str = SITE

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def var(self) -> Path:
		"""Everything a running bench writes outside its sites: data, sockets, logs, pid files, generated configuration."""
		return self.root / "var"

	@property
	def run(self) -> Path:
		return self.var / "run"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def python(self) -> Path:
		return REPO / "env" / "bin" / "python"

	@property
	def tools(self) -> Path:
		"""bin/ of the environment that holds uv, frappe-bench and supervisor, apart from the framework's own."""
		return REPO / "var" / "tools" / "bin"

	@property
	def url(self) -> str:
		return f"http://{self.site}:{self.ports.web}"


def load(name: str = "main") -> Bench:
	"""Return the bench called `name`: "main" is the checkout itself, any other lives under var/.

	`test` and `beside` are those of `bin/test`; `lane1` to `lane8` are further ones, for people and suites that work side by
	side on one machine.
	"""
	settings = tomllib.loads((REPO / "config" / "ports.toml").read_text())
	shifts = settings["shift"] | {f"lane{n}": settings["shift"]["test"] + 100 * n for n in range(1, 9)}
	shift = shifts[name] + int(os.environ.get("BONTOT_PORT_SHIFT", "0"))
	ports = Ports(**{service: port + shift for service, port in settings["ports"].items()})
	return Bench(name, REPO if name == "main" else REPO / "var" / f"{name}-bench", ports)
