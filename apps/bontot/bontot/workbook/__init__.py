"""Organisations, members and seats in and out by one Excel workbook.

	layout, values, problems    what the sheets are, what a cell means, how a fault is said (pure)
	package, reader             a file becomes rows, or faults that name sheet, row and column (pure)
	snapshot, checking          rows against what the database holds: what is new, changed, wrong (pure but for snapshot)
	applying                    the plan into the tables, batch by batch
	writing, template, export   the same sheets outwards
	service, api                the acts of a person, and their background runs

The workbook speaks Vietnamese whoever opens it: its words are data (data/*.json), not translations.
"""
