"""One name for one function, whatever path it was reached by and whatever is wrapped around it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=4096)
def name_of(function: Callable) -> str:
	"""`module.qualified_name` of the function itself; decorators that hide it are looked through."""
	inner = inspect.unwrap(function)
	while "<locals>" in getattr(inner, "__qualname__", "") and (hidden := _wrapped(inner)):
		inner = inspect.unwrap(hidden)
	return f"{inner.__module__}.{getattr(inner, '__qualname__', type(inner).__qualname__)}"


def _wrapped(wrapper: Callable) -> Callable | None:
	"""The function a decorator without functools.wraps has enclosed."""
	for cell in getattr(wrapper, "__closure__", None) or ():
		if inspect.isfunction(cell.cell_contents):
			return cell.cell_contents
	return None
