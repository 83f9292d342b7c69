// The bar above every page, for those who hear it: the framework's signs there have a picture and no words.

$(document).on("toolbar_setup", () => {
	$(".navbar-home").attr("aria-label", __("My Work")).find("img").attr("alt", "");
	$(".dropdown-notifications > .notifications-icon").attr("aria-label", __("Notifications"));
	$(".dropdown-message > .notifications-icon").attr("aria-label", __("Messages"));
});
