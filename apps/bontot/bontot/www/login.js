// Signing in, all in one answer of the server: the button works as soon as it is seen, and what is typed stays.
(() => {
	const part = (id) => document.getElementById(id);
	const form = part("sign-in");
	const button = form.querySelector(".btn-login");
	const sign = button.textContent;
	let code = null; // of a second step, where the province asks for one

	function say(words, done = false) {
		const said = part("said");
		said.textContent = words;
		said.classList.toggle("done", done);
		said.hidden = !words;
	}

	const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
	const told = (answer) =>
		plain(
			JSON.parse(answer._server_messages ?? "[]")
				.map((each) => JSON.parse(each).message)
				.join(" ")
		);

	async function post(method, values) {
		const response = await fetch(`/api/method/${method}`, {
			method: "POST",
			headers: { Accept: "application/json" },
			body: new URLSearchParams(values),
		});
		return { response, answer: await response.json() };
	}

	/** Where the person was led from, within this site, else where the server says. */
	function next(answer) {
		if (answer.redirect_to) return answer.redirect_to;
		const asked = new URLSearchParams(location.search).get("redirect-to") ?? "";
		const isLocal = asked.startsWith("/") && !/^\/[/\\]/.test(asked);
		return isLocal && asked !== "/app" ? asked : answer.home_page;
	}

	async function signIn() {
		const usr = part("login_email").value.trim();
		const pwd = part("login_password").value;
		if (!usr || !pwd) return say(part("said").dataset.lacking);
		const second = code ? { otp: part("login_code").value.trim(), tmp_id: code } : {};
		const { response, answer } = await post("login", { usr, pwd, ...second });
		if (!response.ok) {
			say(told(answer) || part("said").dataset.wrong);
			return part(code ? "login_code" : "login_password").select();
		}
		if (answer.verification) {
			const { setup, prompt } = answer.verification;
			if (setup === false) return say(part("login_code").dataset.lacking);
			code = answer.tmp_id;
			say(plain(prompt ?? "") || part("login_code").dataset.prompt, true);
			form.querySelector("[data-step=password]").hidden = true;
			form.querySelector("[data-step=code]").hidden = false;
			return part("login_code").focus();
		}
		location.assign(next(answer));
		return new Promise(() => {}); // busy until the page is another
	}

	async function forgotten() {
		const user = part("login_email").value.trim();
		if (!user) return say(form.querySelector(".btn-forgot").dataset.lacking);
		const { response, answer } = await post("frappe.core.doctype.user.user.reset_password", { user });
		say(told(answer) || part("said").dataset.offline, response.ok);
	}

	const busy = (act) => async (event) => {
		event.preventDefault();
		if (button.disabled) return;
		button.disabled = true;
		button.textContent = button.dataset.busy;
		say("");
		try {
			await act();
		} catch {
			say(part("said").dataset.offline);
		}
		button.disabled = false;
		button.textContent = sign;
	};
	form.addEventListener("submit", busy(signIn));
	form.querySelector(".btn-forgot").addEventListener("click", busy(forgotten));
	part("show_password").addEventListener("change", (event) => {
		part("login_password").type = event.target.checked ? "text" : "password";
	});
	button.disabled = false;
})();
