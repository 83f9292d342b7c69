"""Placeholder until the jobs land."""


def run_daily() -> None:
	pass
