"""`bin/translations`: whether every text of the app has its Vietnamese line, and a tidy catalogue.

Sources are what Frappe translates at run time: `_("…")` and `__("…")` in code, and names, labels, descriptions
and options of the records the app ships. A text is covered by the app's own catalogue or by the framework's.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ops.bench import REPO
from ops.steps import write_whole

APP = REPO / "apps" / "bontot" / "bontot"
CATALOGUE = APP / "translations" / "vi.csv"
FRAMEWORK = REPO / "apps" / "frappe" / "frappe" / "translations" / "vi.csv"

# A call of `__` in JavaScript or a Vue template whose first argument is a literal; the third may be a context.
CALL = re.compile(
	r"""(?<![\w$.])__\(\s*(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
	r"""(?:\s*,\s*(?:null|undefined|\[[^\]]*\])\s*,\s*(?P<q2>["'])(?P<context>[^"']*)(?P=q2))?""",
	re.DOTALL,
)
# The desk fills these with an English word it never translates ("List View"): better said without it.
WITHOUT_PLACES = {"{0} View"}
FOREIGN = {"node_modules", "dist", "translations", "testdata", "test_data", "data", "tests"}


class Text(NamedTuple):
	source: str
	context: str = ""


class Row(NamedTuple):
	source: str
	translation: str
	context: str

	@property
	def text(self) -> Text:
		return Text(self.source, self.context)


def texts(app: Path = APP) -> dict[Text, list[str]]:
	"""Every text of the app that people may read, with the files it stands in."""
	found: dict[Text, list[str]] = defaultdict(list)
	for path in sorted(app.rglob("*")):
		inside = path.relative_to(app)
		if not path.is_file() or FOREIGN & set(inside.parts) or path.name.startswith("test_"):
			continue
		for text in of_file(path):
			if readable(text.source) and str(inside) not in found[text]:
				found[text].append(str(inside))
	return dict(found)


def of_file(path: Path) -> Iterator[Text]:
	"""Texts of one file, by its kind; nothing for kinds that hold none."""
	if path.name == "modules.txt":
		yield from (Text(line.strip()) for line in path.read_text().splitlines())
	elif path.suffix == ".py":
		yield from of_python(path.read_text())
	elif path.suffix in (".js", ".mjs", ".vue", ".html"):
		yield from of_javascript(path.read_text())
		if path.suffix == ".html":
			yield from of_template(path.read_text())
	elif path.suffix == ".json":
		yield from of_record(json.loads(path.read_text()))


def of_python(code: str) -> Iterator[Text]:
	for node in ast.walk(ast.parse(code)):
		if not isinstance(node, ast.Call) or not node.args:
			continue
		name = getattr(node.func, "id", getattr(node.func, "attr", ""))
		first = node.args[0]
		if name in ("_", "_lt") and isinstance(first, ast.Constant) and isinstance(first.value, str):
			contexts = [word.value for word in node.keywords if word.arg == "context"]
			yield Text(first.value, str(ast.literal_eval(contexts[0])) if contexts else "")


def of_javascript(code: str) -> Iterator[Text]:
	for match in CALL.finditer(code):
		if match["quote"] != "`" or "${" not in match["text"]:
			yield Text(re.sub(r"\\(['\"`\\])", r"\1", match["text"]), match["context"] or "")


def of_template(code: str) -> Iterator[Text]:
	"""Jinja: `_("…")`."""
	for match in re.finditer(r"""(?<![\w.])_\(\s*(["'])((?:\\.|(?!\1).)*)\1""", code):
		yield Text(match[2])


def of_record(record: object) -> Iterator[Text]:
	"""Texts of a doctype, page, report, workspace, print format or whatever else a module ships."""
	if not isinstance(record, dict) or "doctype" not in record:
		return
	kind = record["doctype"]
	if kind in ("DocType", "Page", "Report", "Print Format", "Number Card", "Dashboard Chart"):
		yield Text(record.get("title") or record.get("label") or record.get("name", ""))
	if kind == "DocType":
		yield from of_doctype(record)
	elif kind == "Workspace":
		yield from (Text(record.get(key) or "") for key in ("title", "label"))
		for table in ("links", "shortcuts", "number_cards", "charts", "quick_lists"):
			yield from (Text(row.get("label") or "") for row in record.get(table, []))
	elif kind == "Report":
		for row in [*record.get("filters", []), *record.get("columns", [])]:
			yield Text(row.get("label") or "")


def of_doctype(record: dict) -> Iterator[Text]:
	yield Text(record.get("name", ""))
	yield Text(record.get("description") or "")
	for field in record.get("fields", []):
		yield Text(field.get("label") or "")
		yield Text(field.get("description") or "")
		if field.get("fieldtype") == "Select":
			yield from (Text(option) for option in (field.get("options") or "").split("\n"))
	for rule in record.get("permissions", []):
		yield Text(rule.get("role") or "")
	for group in [*record.get("links", []), *record.get("actions", []), *record.get("states", [])]:
		yield Text(group.get("group") or group.get("label") or group.get("title") or "")


def readable(source: str) -> bool:
	"""Whether a text needs a line: it has words, and they are not Vietnamese already."""
	words = re.sub(r"\{\w*\}|<[^>]*>", "", source)
	return bool(re.search(r"[A-Za-z]", words)) and not re.search(r"[À-ỹ]", words)


def rows(path: Path = CATALOGUE) -> list[Row]:
	"""Lines of a catalogue. Raises ValueError naming a line that is not `source,translation[,context]`."""
	found = []
	with path.open(newline="", encoding="utf-8") as lines:
		for number, line in enumerate(csv.reader(lines), start=1):
			if len(line) not in (2, 3):
				raise ValueError(f"{path.name}, record {number}: {len(line)} columns: {line}")
			found.append(Row(line[0], line[1], line[2] if len(line) == 3 else ""))
	return found


def missing(found: Iterable[Text], *catalogues: list[Row]) -> list[Text]:
	"""Texts no catalogue has. A line without context serves every context."""
	known = {row.text for catalogue in catalogues for row in catalogue if row.translation}
	return sorted(text for text in found if text not in known and Text(text.source) not in known)


def faults(catalogue: list[Row]) -> list[str]:
	"""What is wrong with a catalogue: empty sides, doubles, places ({0}) that got lost, and people called “bạn”."""
	said = []
	by_text: dict[Text, set[str]] = defaultdict(set)
	times: dict[Text, int] = defaultdict(int)
	for row in catalogue:
		by_text[row.text].add(row.translation)
		times[row.text] += 1
		if not row.source.strip() or not row.translation.strip():
			said.append(f"empty: {row}")
		if places(row.source) != places(row.translation) and row.source not in WITHOUT_PLACES:
			said.append(f"places differ: {row.source!r} = {row.translation!r}")
		if re.search(r"\bbạn\b", row.translation, re.IGNORECASE):
			said.append(f"“đồng chí” is how people are addressed: {row.translation!r}")
	for text, count in times.items():
		if count > 1:
			kind = "contradictory lines" if len(by_text[text]) > 1 else "double line"
			said.append(f"{kind}: {text.source!r} = {sorted(by_text[text])}")
	return said


def places(text: str) -> set[str]:
	return set(re.findall(r"\{\w*\}", text))


def tidy(catalogue: list[Row]) -> list[Row]:
	"""Sorted by source, the last line of each text kept."""
	return sorted({row.text: row for row in catalogue if row.source.strip()}.values())


def written(catalogue: list[Row]) -> str:
	out = io.StringIO(newline="")
	csv.writer(out, lineterminator="\n").writerows(catalogue)
	return out.getvalue()


def main(arguments: list[str] | None = None) -> int:
	parser = argparse.ArgumentParser("bin/translations", description="Check the app's Vietnamese catalogue.")
	parser.add_argument("--sort", action="store_true", help="sort it; of double lines the last stays")
	given = parser.parse_args(arguments)
	own = rows()
	said = faults(own)
	if given.sort:
		said = [line for line in said if line.startswith("contradictory")]
		own = tidy(own)
		write_whole(CATALOGUE, written(own))
	elif own != tidy(own):
		said.append("not sorted: run bin/translations --sort")
	found = texts()
	said += [
		f"no Vietnamese for {text.source!r}{f' ({text.context})' if text.context else ''}: {found[text][0]}"
		for text in missing(found, own, rows(FRAMEWORK))
	]
	print("\n".join([*said, f"{len(own)} lines, {len(found)} texts of the app, {len(said)} findings"]))
	return 1 if said else 0


if __name__ == "__main__":
	sys.exit(main())
