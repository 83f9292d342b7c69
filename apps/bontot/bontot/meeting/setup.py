"""Installation of this module on a new site."""


def install() -> None:
	pass
