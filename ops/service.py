"""`bin/service NAME [BENCH]`: become one program of a bench. Supervisor and the Procfile both call this.

The process writes its pid file and then turns into the program, so the number on file is the program's own.
"""

from __future__ import annotations

import os
import sys

from ops import bench as benches
from ops import clock, services, stack
from ops.processes import stop


def main(arguments: list[str]) -> None:
	name, bench_name = [*arguments, "main"][:2]
	bench = benches.load(bench_name)
	program = next((program for program in stack.PROGRAMS if program.name == name), None)
	if program is None:
		raise SystemExit(f"No program {name!r}; there are: {', '.join(p.name for p in stack.PROGRAMS)}.")
	become(bench, program)


def become(bench: benches.Bench, program: stack.Program) -> None:
	"""Replace this process by the program. Raises SystemExit when it runs already."""
	file = services.pid_file(bench, program.name)
	if "BONTOT_SUPERVISED" not in os.environ:
		services.prepare(bench)
		stack.render(bench)
	if pid := file.alive():
		raise SystemExit(f"{program.name} of bench {bench.name} runs already (process {pid}).")
	stop(file, seconds=5)  # children that outlived their master, as nginx's do, and hold its port
	file.write(os.getpid())
	environment = dict(os.environ) | {
		"PYTHONUNBUFFERED": "1",
		"BONTOT_SERVICE_OF": str(bench.root),
		"FRAPPE_BENCH_ROOT": str(bench.root),
		"SITES_PATH": str(bench.sites),
	}
	if program.python:
		environment |= clock.variables(os.environ)
	if program.in_sites:
		services.wait_for_data(bench)
		os.chdir(bench.sites)
	else:
		os.chdir(bench.var)
	command = program.command(bench)
	sys.stdout.flush()
	os.execvpe(command[0], command, environment)


if __name__ == "__main__":
	try:
		main(sys.argv[1:])
	except services.ServiceError as error:
		raise SystemExit(str(error)) from error
