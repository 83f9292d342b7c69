"""What must be mended in the framework from outside so that the app runs on every version of it."""

import pydantic


class _Opaque:
	"""A class pydantic knows nothing of."""


def mend_pydantic_config(*_args, **_kwargs) -> None:
	"""Let the framework's typed endpoints run where its pydantic settings class is not accepted.

	The framework hands a *class* to pydantic as settings; some releases of pydantic refuse that, and every
	typed endpoint fails. Tried out, not told by a version number. Runs before each request, job and test run:
	hooks are the only place of an app that every process passes. Cheap when nothing is to be done.
	"""
	try:
		from frappe.utils import typing_validations
	except ImportError:  # a framework without typed endpoints
		return
	config = getattr(typing_validations, "FrappePydanticConfig", None)
	if isinstance(config, type) and not _accepted(config):
		typing_validations.FrappePydanticConfig = {"arbitrary_types_allowed": True}


def _accepted(config: type) -> bool:
	try:
		pydantic.TypeAdapter(_Opaque, config=config)
	except Exception:  # which error it is differs from release to release
		return False
	return True
