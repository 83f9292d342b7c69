import { mountPage } from "./kit";
import YearlyRating from "./yearly_rating/YearlyRating.vue";

frappe.provide("bontot.pages");
bontot.pages.yearly_rating = (wrapper) => mountPage(wrapper, YearlyRating, { title: "Yearly Rating" });
