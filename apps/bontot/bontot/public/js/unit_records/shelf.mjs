// Which books stand on the shelf "Sổ sách chi bộ", for whom. Pure.

const ALWAYS = [
	{ label: "Meetings and tasks given", address: "/app/unit-records/meetings" },
	{ label: "Members", address: "/app/unit-records/members" },
	{ label: "Assessments of all years", address: "/app/unit-records/assessments" },
];
const PAGES = [
	{ label: "Yearly Rating", name: "yearly-rating" },
	{ label: "Who Holds What", name: "who-holds-what" },
];
const KINDS = [
	"Yearly Target",
	"Leadership Document",
	"Residence Remark",
	"Member Transfer",
	"Delegation",
	"Summary Report",
	"Reorganization Proposal",
	"Visit Note",
	"Obligation",
];
const OWN_WORKSPACES = "Synthesis"; // the module whose workspaces are the app's

const slug = (words) => words.toLowerCase().replace(/ /g, "-");

/**
 * @param {{kinds: string[], pages: string[], workspaces: {name: string, module: string, public: number}[]}} open what the
 *     person's roles open: kinds of document, pages, workspaces
 * @returns {{label: string, address: string, isDesk?: boolean}[]} labels in English
 */
export function shelf({ kinds, pages, workspaces }) {
	return [
		...ALWAYS,
		...PAGES.filter((page) => pages.includes(page.name)).map(({ label, name }) => ({
			label,
			address: `/app/${name}`,
		})),
		...KINDS.filter((kind) => kinds.includes(kind)).map((kind) => ({
			label: kind,
			address: `/app/${slug(kind)}`,
		})),
		...workspaces
			.filter((one) => one.module === OWN_WORKSPACES && one.public)
			.map(({ name }) => ({ label: name, address: `/app/${slug(name)}`, isDesk: true })),
	];
}
