// Files that a person chose, by their kinds: of the minutes, pictures are pages and a paper is the minutes file itself. Pure,
// tested by Node.

const PICTURES = ["jpg", "jpeg", "png"];
const TYPES = { "image/jpeg": "jpg", "image/png": "png" };

/** The ending that says what a file is: some cameras give a name without one. */
export function ending(file) {
	const at = file.name.lastIndexOf(".");
	return at > 0 ? file.name.slice(at + 1).toLowerCase() : (TYPES[file.type] ?? "");
}

/** {pictures, papers, others} of the chosen files, in their order; `others` are of no kind in `endings`. */
export function sorted(files, endings) {
	const found = { pictures: [], papers: [], others: [] };
	for (const file of files) {
		const kind = ending(file);
		if (!endings.includes(kind)) found.others.push(file);
		else if (PICTURES.includes(kind)) found.pictures.push(file);
		else found.papers.push(file);
	}
	return found;
}

/** The kinds as the chooser takes them. */
export const accepted = (endings) => endings.map((one) => `.${one}`).join(",");

/** The kinds as people read them: "PDF, DOCX, JPG, JPEG, PNG". */
export const named = (endings) => endings.map((one) => one.toUpperCase()).join(", ");
