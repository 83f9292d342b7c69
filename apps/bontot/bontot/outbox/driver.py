"""Placeholder until the driver lands."""


def sweep() -> None:
	pass
