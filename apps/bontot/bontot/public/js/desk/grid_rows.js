// On a phone a tap anywhere on a row of a table opens it: its cells are too narrow to be written in, and of the framework's
// own way in, the row's number, nobody knows. The keyboard, and wide screens, go on as ever.

const NARROW = matchMedia("(max-width: 767px)");
// What a row has of its own to press: a file opens beside the desk, any other link would lead away from the form.
const OWN = "a[target=_blank], button, .row-check, .grid-row-check, .row-index, .btn-open-row";

document.addEventListener(
	"click",
	(event) => {
		// A click without a count comes from a key.
		if (!NARROW.matches || !event.detail || event.target.closest(OWN)) return;
		const line = event.target.closest(".form-grid .grid-row > .data-row");
		const row = line && $(line.parentElement).data("grid_row");
		if (!row?.doc || !row.open_form_button) return; // the heading, and tables whose rows have no form
		event.preventDefault();
		event.stopPropagation();
		row.toggle_view(true);
	},
	true // before the cell begins to be edited
);
