"""What this module brings to a new site."""


def install() -> None:
	pass
