"""The luck of the demo: each thing has its own, by what it is about, so that one more or one fewer changes only its own."""

import random


def of(seed: int, *about: object) -> random.Random:
	"""A source of chance that depends on the seed and these keys alone, whatever was drawn before."""
	return random.Random("-".join(str(key) for key in (seed, *about)))


def share(seed: int, *about: object) -> float:
	"""A number from 0 up to 1."""
	return of(seed, *about).random()
