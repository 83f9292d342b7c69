"""Types of the arguments of endpoints that carry JSON: as a body of JSON brings it, or written out as the desk's forms send it.

An endpoint that takes more than one value says by such a type what stands in it; the text is read and looked at before
anything runs (`arguments.check_arguments`), so that no endpoint reads JSON itself.
"""

import json
from typing import Annotated, Any, NoReturn

from pydantic import BeforeValidator, Field, FiniteFloat, JsonValue, StringConstraints

LONGEST_NAME = 140  # of a document, as the framework has it


def read(value: Any) -> Any:
	"""Parse a text as JSON; return anything else as it is. Raises ValueError for a text that says nothing."""
	if not isinstance(value, str):
		return value
	try:
		return json.loads(value, parse_constant=_refuse)
	except RecursionError as error:
		raise ValueError("nested too deep") from error


def _refuse(constant: str) -> NoReturn:
	raise ValueError(f"{constant} is no JSON")


WRITTEN = BeforeValidator(read)
Name = Annotated[str, StringConstraints(max_length=LONGEST_NAME)]
Names = Annotated[list[Name], WRITTEN]
Year = Annotated[int, Field(ge=1900, le=2200)]
Scalar = str | int | FiniteFloat | bool | None
Row = dict[str, Scalar]
Rows = Annotated[list[Row], WRITTEN]
# One part of a record: its fields, or the rows of its table.
Part = Annotated[Row | list[Row], WRITTEN]
# Conditions of a list; their grammar is `query_grammar`'s.
ConditionList = Annotated[list[JsonValue], WRITTEN]
Conditions = Annotated[list[JsonValue] | dict[str, JsonValue], WRITTEN]
