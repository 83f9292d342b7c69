import frappe

CELLS = ("chi_bo_co_so", "chi_bo_truc_thuoc")
BODIES = ("truc_thuoc_tinh", "dang_bo_co_so")
# Position: {kind of organisation: seats it should have at least}.
SHIPPED = {
	"bi_thu_chi_bo": dict.fromkeys(CELLS, 1),
	"bi_thu_dang_uy": dict.fromkeys((*BODIES, "dang_bo_bo_phan", "dang_bo_truc_thuoc_co_so"), 1),
	"pho_bi_thu_dang_uy": dict.fromkeys(BODIES, 1),
	"can_bo_tham_dinh": dict.fromkeys(BODIES, 1),
	"can_bo_van_phong": {"tinh": 1},
	"can_bo_btc_tinh": {"tinh": 1},
}


def execute() -> None:
	"""Positions shipped before they said to which kinds they belong say so now; what somebody wrote stays."""
	for position, kinds in SHIPPED.items():
		if not frappe.db.exists("Position", position) or frappe.db.exists(
			"Position Kind", {"parent": position}
		):
			continue
		doc = frappe.get_doc("Position", position)
		for kind, expected in kinds.items():
			if frappe.db.exists("Organization Kind", kind):
				doc.append("kinds", {"kind": kind, "expected": expected})
		doc.save(ignore_permissions=True)  # a patch; nobody is signed in
