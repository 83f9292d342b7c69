// How a file's period is called beside the name of its organisation. Pure.

const PERIODS = { Year: "Year {0}", "Six-Month": "Six-month review {0}" };

/** @param {{period_kind: string, year: number}} file */
export function periodWords({ period_kind, year }, translate) {
	return translate(PERIODS[period_kind] ?? "Interim review {0}", [year]);
}
