// The sign at the upper left leads to the first page the server chose; by itself it opens a workspace.

$(document).on("toolbar_setup", () => {
	const home = frappe.boot.home_page;
	if (home && home !== "Workspaces") $(".navbar-home").attr("href", `/app/${home}`);
});
