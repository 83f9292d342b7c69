"""Whether what a person is told can be read by him: Vietnamese, no English, no code, no traceback."""

from __future__ import annotations

import html
import re

# Words no Vietnamese sentence has and hardly an English one is without.
ENGLISH = frozenset(
	"the is are was were not and of please must should cannot does did with your you error invalid failed missing"
	" required permission permitted found argument type value exist exists allowed document field request server"
	" internal already been has have method expected instead than more characters".split()
)
MARKED = re.compile(r"[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)
CODE = re.compile(r"Traceback|File \"|[a-z_]+\.[a-z_]+\.[a-z_]+|\bline \d+|Exception|None\b|<class")


def in_vietnamese(text: str) -> str:
	"""What is wrong with a message for people; "" when nothing is."""
	plain = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
	if not plain:
		return "nothing was said"
	plain = re.sub(r"“[a-z_]+”", "…", plain)  # an argument is named as it is called
	if found := CODE.search(plain):
		return f"code in {plain!r}: {found[0]}"
	if english := sorted(ENGLISH & set(re.findall(r"[a-z]+", plain.lower()))):
		return f"English in {plain!r}: {', '.join(english)}"
	if not MARKED.search(plain):
		return f"no Vietnamese in {plain!r}"
	return ""
