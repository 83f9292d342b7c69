"""Permissions: who may see and do what; the only place that decides (in prose: docs/quyen.md).

`seats_in_force` says who sits where on a day, `scopes` what that lets a person read, `rules` who does what with each kind of
document.
"""

from bontot.organization.access.rules import (
	PARENTS,
	READING,
	RULES,
	SCOPED,
	conditions,
	is_scoped,
	lent_seat,
	may_access,
	may_make,
	may_write_at,
	parents_of,
	rules_rows,
	writers_by_proxy,
)
from bontot.organization.access.scopes import NOTHING, Scope, scope
from bontot.organization.access.seats_in_force import (
	ABILITY_FIELDS,
	Ability,
	forget,
	is_administrator,
	knows_all_it_reads,
	may_know,
	overseen,
	own_seats,
	require_seat,
	seats,
)

__all__ = [
	"ABILITY_FIELDS",
	"NOTHING",
	"PARENTS",
	"READING",
	"RULES",
	"SCOPED",
	"Ability",
	"Scope",
	"conditions",
	"forget",
	"is_administrator",
	"is_scoped",
	"knows_all_it_reads",
	"lent_seat",
	"may_access",
	"may_know",
	"may_make",
	"may_write_at",
	"overseen",
	"own_seats",
	"parents_of",
	"require_seat",
	"rules_rows",
	"scope",
	"seats",
	"writers_by_proxy",
]
