"""French typography: the spaces that may not break, and the curly apostrophe.

One function both writes (a filter where pages are made) and checks (a text is right when it does
not change).
"""

import re

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"

# Stands for a piece that stays as it is while the rules run over the text around it.
MASK = "\ue000"

# No prose: the mask itself, code and markup, placeholders, entities, addresses,
# and words with a mark inside (times such as 12:30, codes such as hte:type).
UNTOUCHED = re.compile(
    rf"{MASK}"
    r"|<(script|style|pre|code|textarea)\b.*?</\1>|<!--.*?-->|<[a-zA-Z/!][^>]*>"
    r"|\{\{.*?\}\}|\{%.*?%\}|\{[^{}\s]*\}|%\(\w+\)[a-z]"
    r"|&#?\w+;"
    r"|\b(?:https?|ftp|mailto|tel):[^\s<>«»]*[^\s<>«».,;:!?)]"
    r"|\b\w+(?:[:;?!]+\w+)+",
    re.DOTALL,
)

SPACES = f"[ {NO_BREAK_SPACE}{NARROW_NO_BREAK_SPACE}]"
NAMED_SPACE = re.compile(r"&(?:nbsp|#160|#8239);")

RULES = [
    (re.compile(rf"(?<=[^\s(«\[;:!?]){SPACES}*(?=[;!?])"), NARROW_NO_BREAK_SPACE),
    (re.compile(rf"(?<=[^\s(«\[;:!?]){SPACES}*(?=:(?:[\s»)\]{MASK}]|$))"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=«){SPACES}*(?=\S)"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=[^\s«]){SPACES}*(?=»)"), NO_BREAK_SPACE),
    # 45 %, 17 jours, 18 h 30: a number stays with what it counts.
    (re.compile(rf"(?<=[\d{MASK}]){SPACES}*(?=%(?!\w))"), NO_BREAK_SPACE),
    (re.compile(r"(?<=\d) (?=[^\W\d_])"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=\d{NO_BREAK_SPACE}h) (?=\d)"), NO_BREAK_SPACE),
    (re.compile(rf"(?<=[^\W\d_])'(?=[\w«{MASK}])"), "’"),
]

SPACE_BEFORE_MARK = re.compile(rf"\S{SPACES}[;:!?](?:\s|$)|[«»]")


def french(text: str) -> str:
    """Put the French spaces and apostrophes into a text; one that has them does not change.

    U+202F before ; ! ?, U+00A0 before : and % and inside « », between a number and its unit,
    ’ between letters. Markup, placeholders, addresses, times and codes are left alone.
    """
    text = NAMED_SPACE.sub(NO_BREAK_SPACE, text)
    untouched = [match.group() for match in UNTOUCHED.finditer(text)]
    prose = UNTOUCHED.sub(MASK, text)
    for place, mark in RULES:
        prose = place.sub(mark, prose)
    pieces = iter(untouched)
    return re.sub(MASK, lambda _: next(pieces), prose)


def has_french_marks(text: str) -> bool:
    """Whether a text meant to be English has a space before a mark, or French quotation marks."""
    prose = UNTOUCHED.sub(MASK, NAMED_SPACE.sub(NO_BREAK_SPACE, text))
    return SPACE_BEFORE_MARK.search(prose) is not None
