// The framework forbids to enlarge a page with two fingers, on which people with weak eyes depend.

document.querySelector("meta[name=viewport]")?.setAttribute("content", "width=device-width, initial-scale=1");
