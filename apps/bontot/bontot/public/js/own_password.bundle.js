// The page /update-password: one answer under the boxes, in words, and nothing typed is lost by a refusal.
import { plainText, serverMessages } from "./kit/failure.mjs";

const form = document.querySelector(".own-password form");
const note = form.querySelector("[role=alert]");
const box = (id) => document.getElementById(id);

function tell(text, done = false) {
	note.textContent = text;
	note.hidden = false;
	note.classList.toggle("alert-success", done);
	note.classList.toggle("alert-danger", !done);
}

function words(answer) {
	const told = serverMessages(answer).map(({ message }) => message);
	const said = typeof answer.message === "string" ? plainText(answer.message) : "";
	return told.join(" ") || said || note.dataset.offline;
}

async function change() {
	const key = new URLSearchParams(location.search).get("key") ?? "";
	const typed = [...form.querySelectorAll("input")];
	const empty = typed.find((input) => !input.value);
	if (empty) {
		empty.focus();
		return tell(note.dataset.lacking);
	}
	if (box("new_password").value !== box("confirm_password").value) return tell(note.dataset.different);
	const response = await fetch("/api/method/frappe.core.doctype.user.user.update_password", {
		method: "POST",
		headers: { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token ?? "" },
		body: new URLSearchParams({
			key,
			old_password: box("old_password")?.value ?? "",
			new_password: box("new_password").value,
			logout_all_sessions: 1,
		}),
	});
	const answer = await response.json();
	if (!response.ok) return tell(words(answer));
	tell(note.dataset.done, true);
	setTimeout(() => (location.href = answer.message.startsWith("/") ? answer.message : "/app"), 1500);
}

form.addEventListener("submit", async (event) => {
	event.preventDefault();
	const button = form.querySelector("[type=submit]");
	if (button.disabled) return;
	button.disabled = true;
	try {
		await change();
	} catch {
		tell(note.dataset.offline);
	}
	button.disabled = false;
});

for (const button of form.querySelectorAll(".show-password")) {
	const show = button.textContent;
	button.addEventListener("click", () => {
		const input = box(button.getAttribute("aria-controls"));
		const shown = input.type === "text";
		input.type = shown ? "password" : "text";
		button.textContent = shown ? show : button.dataset.hide;
	});
}
