import { mountPage } from "./kit";
import ProvinceOverview from "./province_overview/ProvinceOverview.vue";

frappe.provide("bontot.pages");
bontot.pages.province_overview = (wrapper) =>
	mountPage(wrapper, ProvinceOverview, { title: "Whole Party Organization" });
