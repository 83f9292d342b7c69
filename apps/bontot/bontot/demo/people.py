"""Names of invented people. Faker's vi_VN list has 5,600 names; a province has 136,000 members, so it is widened here."""

from __future__ import annotations

import random
from collections.abc import Iterator

from faker.providers.person.vi_VN import Provider as VietnameseNames

FAMILY = (
	*VietnameseNames.last_names,
	*(
		"Phan",
		"Võ",
		"Đỗ",
		"Hồ",
		"Ngô",
		"Lý",
		"Đào",
		"Đinh",
		"Lâm",
		"Trịnh",
		"Nông",
		"Hà",
		"Triệu",
		"Lương",
		"Ma",
	),
	*("Lò", "Vàng", "Giàng", "Sùng", "Quàng", "Cầm", "Bàn", "Chẩu", "Hoàng"),
)
MIDDLE_MALE = (
	"Văn",
	"Đức",
	"Xuân",
	"Quang",
	"Minh",
	"Hữu",
	"Công",
	"Đình",
	"Ngọc",
	"Thanh",
	"Trung",
	"Quốc",
	"Bá",
	"Tiến",
)
MIDDLE_FEMALE = (
	"Thị",
	"Thị Thu",
	"Thị Minh",
	"Thị Hồng",
	"Ngọc",
	"Thu",
	"Thanh",
	"Kim",
	"Thị Bích",
	"Thị Thanh",
)
GIVEN_MALE = (
	*VietnameseNames.first_names_male,
	*(
		"Dũng",
		"Cường",
		"Hùng",
		"Sơn",
		"Thắng",
		"Tuấn",
		"Bình",
		"Chiến",
		"Đạt",
		"Hải",
		"Hiếu",
		"Kiên",
		"Long",
		"Lợi",
	),
	*(
		"Mạnh",
		"Phong",
		"Quyết",
		"Tâm",
		"Thành",
		"Toàn",
		"Trường",
		"Tùng",
		"Việt",
		"Vinh",
		"Thọ",
		"Nghĩa",
		"Khánh",
	),
)
GIVEN_FEMALE = (
	*VietnameseNames.first_names_female,
	*(
		"Hạnh",
		"Hiền",
		"Hoa",
		"Huệ",
		"Loan",
		"Nga",
		"Nhung",
		"Oanh",
		"Phượng",
		"Quyên",
		"Thoa",
		"Thúy",
		"Thơm",
	),
	*("Tuyết", "Yến", "Xuân", "Bích", "Dung", "Giang", "Hằng", "Lành", "Liên", "Mến", "Ngân", "Sen", "Tươi"),
)


def names(seed: int) -> Iterator[tuple[str, str]]:
	"""Yield (full name, "Male" | "Female") without end, the same for the same seed; no name twice among any 400."""
	choose = random.Random(seed)  # a Faker of its own for each of 10,000 cells would take ten minutes
	recent: list[str] = []
	seen: set[str] = set()
	while True:
		if choose.random() < 0.58:
			sex, middle, given = "Male", MIDDLE_MALE, GIVEN_MALE
		else:
			sex, middle, given = "Female", MIDDLE_FEMALE, GIVEN_FEMALE
		name = f"{choose.choice(FAMILY)} {choose.choice(middle)} {choose.choice(given)}"
		words = name.split()
		if name in seen or len(set(words)) < len(words):
			continue  # nobody is called "Hoàng Văn Hoàng" beside another one
		seen.add(name)
		recent.append(name)
		if len(recent) > 400:
			seen.discard(recent.pop(0))
		yield name, sex
