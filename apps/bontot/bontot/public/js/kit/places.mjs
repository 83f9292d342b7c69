// The places to which the bar at the foot leads, and at which of them a page stands.

export const PLACES = [
	{
		label: "Work",
		address: "/app/my-work",
		sign: "M4 6h2v2H4zm5 0h11v2H9zM4 11h2v2H4zm5 0h11v2H9zM4 16h2v2H4zm5 0h11v2H9z",
	},
	{
		label: "Meetings",
		address: "/app/unit-records/meetings",
		sign: "M7 3v3M17 3v3M4 9h16M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z",
	},
	{
		label: "Members",
		address: "/app/unit-records/members",
		sign: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6.5M17 14.2a6 6 0 0 1 4 5.8",
	},
	{
		label: "Assessments",
		address: "/app/unit-records/assessments",
		sign: "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
	},
	{
		label: "Me",
		address: "/app/my-work/me",
		sign: "M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0",
	},
];
const [WORK, MEETINGS, , ASSESSMENTS, ME] = PLACES;
const OF_PAGE = {
	"meeting-record": MEETINGS,
	"self-assessment": ASSESSMENTS,
	"explain-result": ASSESSMENTS,
	"yearly-rating": ASSESSMENTS,
};

/** The place at which a page stands; undefined for one that stands at none. @param {{name: string, parts: string[]}} route */
export function placeOf({ name, parts }) {
	if (name === "my-work") return parts[0] === "me" ? ME : WORK;
	return OF_PAGE[name] ?? PLACES.find((place) => place.address === `/app/${name}/${parts[0]}`);
}

const GUIDES = {
	"my-work": "README",
	"appraisal-queue": "tham-dinh",
	"explain-result": "tham-dinh",
	"province-overview": "ban-to-chuc",
	"who-holds-what": "nhan-su",
};

/** Where the guide to a page is read. @param {string} name of the page */
export const guideOf = (name) => `/huong-dan/${GUIDES[name] ?? "bi-thu-chi-bo"}`;
