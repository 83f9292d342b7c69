"""The framework's public advisories since August 2023, by their public id, and the requests that replay each class.

Source: the records of the CVE programme and the project's own security advisories, read on 27 November 2026. An advisory
that names no endpoint is replayed by every door of its class; that one endpoint was mended upstream is not what is asked
here, but that none of the class is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.guard.advisories import changing, outside, reading
from tests.guard.advisories.attack import Attack

# id: what it is, and by which groups of attacks below it is replayed
RECORDS: dict[str, tuple[str, tuple[str, ...]]] = {
	"CVE-2023-41328": ("SQL injection", ("sql",)),
	"CVE-2023-46127": ("HTML in the name of a new document", ("names",)),
	"CVE-2024-24812": ("reflected script in portal pages", ("pages",)),
	"CVE-2024-24813": ("SQL injection from reports", ("sql",)),
	"CVE-2024-27105": ("files cloned and deleted past their permission", ("files",)),
	"CVE-2024-34074": ("sign-in leads to another site", ("redirect",)),
	"CVE-2025-26240": ("files of the server and requests to others in a PDF", ("pdf",)),
	"CVE-2025-30212": ("SQL injection", ("sql",)),
	"CVE-2025-30213": ("code by documents that carry code", ("code",)),
	"CVE-2025-30214": ("accounts taken over by what is told", ("secrets",)),
	"CVE-2025-30217": ("SQL injection", ("sql",)),
	"CVE-2025-52895": ("SQL injection", ("sql",)),
	"CVE-2025-52896": ("script in a file of the data import", ("imports",)),
	"CVE-2025-52898": ("token of a password's reset told by a forged host", ("hosts",)),
	"CVE-2025-55731": ("SQL injection", ("sql",)),
	"CVE-2025-55732": ("SQL injection past an earlier mend", ("sql",)),
	"CVE-2025-56380": ("SQL injection in one value's question", ("sql",)),
	"CVE-2025-66205": ("SQL injection", ("sql",)),
	"CVE-2025-66206": ("path traversal", ("traversal",)),
	"CVE-2025-68929": ("template by link becomes code", ("code", "pages")),
	"CVE-2025-68953": ("path traversal", ("traversal",)),
	"CVE-2026-29077": ("a document shared with more than one has", ("sharing",)),
	"CVE-2026-29081": ("SQL injection by a field's name", ("sql",)),
	"CVE-2026-31877": ("SQL injection by a field's name", ("sql",)),
	"CVE-2026-31878": ("the server asks where it is told to", ("outgoing",)),
	"CVE-2026-31879": ("another's workspace changed", ("workspaces",)),
	"CVE-2026-39352": ("any file by what a script includes", ("traversal",)),
	"CVE-2026-42219": ("path traversal under /backups", ("traversal",)),
	"CVE-2026-44208": ("discussions without permission", ("guests",)),
	"CVE-2026-44976": ("steps of onboarding changed by anybody", ("workspaces",)),
	"CVE-2026-47194": ("link of a sign-in by mail with a forged host", ("hosts", "ways_in")),
	"CVE-2026-47765": ("deleted documents restored without permission", ("writing",)),
	"CVE-2026-49394": ("public workspace changed", ("workspaces",)),
	"CVE-2026-55852": ("files outside by an imported package", ("code",)),
	"CVE-2026-62315": ("protected fields in a dictionary of fields", ("protected",)),
	"CVE-2026-63654": ("approval by link", ("workflow",)),
	"CVE-2026-66001": ("consent of OAuth by link", ("outside",)),
	"CVE-2026-66003": ("fields of linked documents", ("linked",)),
}  # fmt: skip
# The framework's line that this app stands on has not what they are about; named so that nobody looks for them above.
NOT_OF_THIS_LINE = {"CVE-2026-41482": "PDF by Chrome is of line 16"}

GROUPS: dict[str, Callable[[], Iterator[Attack]]] = {
	group.__name__: group
	for group in (
		reading.sql, reading.secrets, reading.linked, reading.traversal, reading.files,
		changing.writing, changing.sharing, changing.protected, changing.names, changing.workflow, changing.workspaces, changing.code,
		outside.ways_in, outside.outside, outside.hosts, outside.guests, outside.outgoing, outside.imports, outside.pdf, outside.pages,
	)
}  # fmt: skip
# Answered by a page and not by a refusal: a test of its own asks where it leads.
ASKED_APART = {"redirect"}
