"""How words sound: one letter a sound, and how far apart two words are."""

import math
import re

# One letter a sound: S sh, C ch, q ts, Z zh, j dj, x kh, G gh, T th, D dh, N ng.
# A, W, Y, E and H are the soft letters of Arabic: each may be a vowel or, but for A, a consonant.
VOWELS = frozenset("aeiou")
SOFT = frozenset("AWYEH")

_LATIN = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mc(?=[^aeiou])", "mak"),
        (r"^hs|^x(?=[iu])", "S"),
        (r"(?<![xh])x(?!h)", "ks"),
        (r"ck|q", "k"),
        (r"shch|sch|sh", "S"),
        (r"tch|tsch", "C"),
        (r"chr", "kr"),
        (r"ch|cz", "C"),
        (r"dzh|dj|xh|dz(?=[aeiouy])", "j"),
        (r"gj", "j"),
        (r"zh", "Z"),
        (r"tz|ts", "q"),
        (r"kh", "x"),
        (r"gh", "G"),
        (r"ph", "f"),
        (r"th", "T"),
        (r"dh", "D"),
        (r"bh", "b"),
        (r"rh", "r"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"eau|aw(?=[^aeiouy]|$)", "o"),
        (r"gu(?=[ei])", "g"),
        (r"(?<=[aeiou])gn|ny(?=[aeiou])|nh", "ny"),
        (r"y(?![aeiou])", "i"),
        (r"ij$", "i"),
        (r"(.)\1+", r"\1"),
        (r"i+", "i"),
    )
]

# The consonants of a word as far as clerks tell them apart, then in classes coarse enough for any scripts.
_FRAME = str.maketrans(
    {**dict.fromkeys("aeiouyAEYH"), **dict(zip("WvTDGgSqCZN", "wwtdkkssjjn", strict=True))}
)
_BONES = str.maketrans({**dict.fromkeys("hw"), **dict(zip("bdjzx", "ptssk", strict=True))})

_NEAR: dict[tuple[str, str], float] = {}


def _near(cost: float, *groups: str) -> None:
    for group in groups:
        for one in group:
            for other in group:
                if one != other:
                    _NEAR[one, other] = min(cost, _NEAR.get((one, other), 1.0))


_near(0.02, "yi", "wu")
_near(0.05, "tT", "dD", "gG", "Nn")
_near(
    0.12, "kx", "xh", "ae", "ei", "ou", "sS", "SC", "jZ", "jC", "zs", "wv", "qs", "qC", "Gx", "ye", "wo", "kG"
)
_near(
    0.25,
    "ao",
    "sz",
    "ai",
    "td",
    "pb",
    "vf",
    "kg",
    "gh",
    "Gh",
    "bv",
    "jy",
    "ji",
    "jz",
    "Zz",
    "SZ",
    "pf",
    "zD",
    "TsS",
    "wb",
    "zq",
    "jg",
    "Cx",
    "Ck",
    "jh",
    "jx",
    "au",
    "eo",
    "iu",
    "eu",
    "io",
    "kh",
)
_near(0.45, "mn", "lr", "ks", "Cs", "js", "jS", "bf", "qz", "dz", "ts", "tC", "dj", "sf")
# Soft letters: what each may stand for.
for _letter, _costs in {
    "A": {"a": 0.0, "e": 0.05, "o": 0.1, "i": 0.15, "u": 0.15, "E": 0.05, "H": 0.1, "Y": 0.25, "y": 0.5},
    "E": {"a": 0.0, "e": 0.0, "o": 0.0, "i": 0.0, "u": 0.0, "y": 0.1},
    "W": {"w": 0.0, "u": 0.0, "o": 0.0, "v": 0.05, "e": 0.4, "a": 0.4, "b": 0.5, "f": 0.4},
    "Y": {"y": 0.0, "i": 0.0, "e": 0.05, "j": 0.2, "a": 0.2, "H": 0.3},
    "H": {"h": 0.0, "a": 0.0, "e": 0.02, "t": 0.15, "T": 0.1, "i": 0.3, "o": 0.3},
}.items():
    for _other, _cost in _costs.items():
        _NEAR[_letter, _other] = _NEAR[_other, _letter] = _cost


def sound_of(letters: str) -> str:
    """The sounds of a word in Latin letters: "youssouf" and "yusuf" -> "yusuf"."""
    for pattern, sound in _LATIN:
        letters = pattern.sub(sound, letters)
    return letters


def frame_of(sounds: str) -> str:
    """The consonants of a word: muhammad, محمد -> mhmd."""
    return sounds.translate(_FRAME)


def bone_keys(frame: str) -> set[str]:
    """Keys under which a frame is kept: its consonants in coarse classes, and these with any one missing."""
    keys: set[str] = set()
    # w is a vowel to some and a v to others.
    for bones in {frame.translate(_BONES)[:10], frame.replace("w", "f").translate(_BONES)[:10]}:
        keys |= {bones, *(bones[:i] + bones[i + 1 :] for i in range(len(bones)))}
    return keys


def _drop_costs(sounds: str, other_sparse: bool) -> list[float]:
    """What it costs that a sound of one word is missing from the other."""
    costs = []
    for sound in sounds:
        if sound in VOWELS:
            costs.append(0.06 if other_sparse else 0.4)
        elif sound in SOFT:
            costs.append({"E": 0.03, "H": 0.1, "A": 0.3, "W": 0.4, "Y": 0.35}[sound])
        elif sound == "h":
            costs.append(0.4)
        elif sound in "wy":
            costs.append(0.45)
        else:
            costs.append(1.0)
    return costs


def weight_of(sounds: str) -> float:
    """How much there is to compare in a word: consonants count one, vowels less."""
    return sum(0.35 if s in VOWELS else 0.3 if s in SOFT else 1.0 for s in sounds)


def distance(a: str, b: str, a_sparse: bool, b_sparse: bool, most: float) -> float:
    """What it costs to turn the sounds of one word into those of another, swaps of neighbours included.

    Gives up, with an infinite cost, as soon as it must be more than `most`.
    """
    near = _NEAR.get
    a_drop = _drop_costs(a, b_sparse)
    b_drop = _drop_costs(b, a_sparse)
    before: list[float] = []
    row = [0.0]
    for cost in b_drop:
        row.append(row[-1] + cost)
    for i, x in enumerate(a):
        x_drop = a_drop[i]
        left = row[0] + x_drop
        new = [left]
        for j, y in enumerate(b):
            best = row[j] if x == y else row[j] + near((x, y), 1.0)
            if (up := row[j + 1] + x_drop) < best:
                best = up
            if (side := left + b_drop[j]) < best:
                best = side
            if (
                i
                and j
                and x == b[j - 1]
                and y == a[i - 1]
                and x != y
                and (swap := before[j - 1] + 0.6) < best
            ):
                best = swap
            new.append(best)
            left = best
        if min(new) > most and min(row) > most:
            return math.inf
        before, row = row, new
    return row[-1]
