"""Placeholder until roles follow seats."""


def sync_all() -> None:
	pass
