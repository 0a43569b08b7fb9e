"""Reading a name written in any script as words in Latin letters."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# A name is a few words; more than this is a pasted text and would only cost time.
LONGEST_TEXT = 10_000
LONGEST_NAME = 300
LONGEST_WORD = 40

_SILENT = dict.fromkeys(map(ord, "'’‘ʼʻʿʾ`´ʹʺ׳ـ’ʽ"))
_NOT_A_LETTER = re.compile(r"[\W_]+")

_GREEK = [
    (re.compile(pattern), latin)
    for pattern, latin in (
        (r"\bμπ", "b"),
        (r"\bντ", "d"),
        (r"\bγκ", "g"),
        (r"μπ", "mp"),
        (r"γ(?=[γκξχ])", "n"),
        (r"ο[υύ]", "ou"),
        (r"([αεη])[υύ](?=[αάεέηήιίοόυύωώβγδζλμνρ])", r"\1v"),
        (r"([αεη])[υύ]", r"\1f"),
        (r"χ", "ch"),
    )
]

# Surnames whose character is read otherwise as a name than as a word, and the two-character ones.
_HAN_SURNAMES = dict(
    pair.split(":")
    for pair in (
        *(
            "曾:zeng",
            "单:shan",
            "單:shan",
            "解:xie",
            "仇:qiu",
            "查:zha",
            "区:ou",
            "區:ou",
            "朴:piao",
            "盖:ge",
            "乐:yue",
        ),
        *(
            "翟:zhai",
            "尉迟:yuchi",
            "欧阳:ouyang",
            "歐陽:ouyang",
            "司马:sima",
            "司馬:sima",
            "诸葛:zhuge",
            "諸葛:zhuge",
        ),
        *("上官:shangguan", "夏侯:xiahou", "皇甫:huangfu", "慕容:murong", "令狐:linghu", "司徒:situ"),
        *("东方:dongfang", "公孙:gongsun", "长孙:zhangsun", "宇文:yuwen"),
    )
)

_THAI = [
    (re.compile(pattern), thai)
    for pattern, thai in (
        (r"[ก-ฮ][ิุ]?์", ""),  # thanthakhat silences the letter under it
        (r"ตร(?=์|$)", "ต"),
        (r"รร(?=[ก-ฮ])", "ั"),
        (r"รร", "ัน"),
        (r"ห(?=[งญนมยรลว][ก-ฮะ-ู])", ""),
        (r"ศร(?=ี)", "ส"),
        (r"ทร(?=ั|า)", "ซ"),
        (r"ญ(?=ญ|$)", "น"),
        (r"ๆ|ฯ|็|[่-๋]", ""),
        (r"([เแโใไ])([ก-ฮ](?:[รลว](?=[ก-ฮาะ]))?)", r"\2\1"),  # written before the consonant, spoken after
    )
]
_THAI_LETTERS = {
    **dict(zip("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธน", "kxxxxxNCCCsCydtTTTndtTTTn", strict=True)),
    **dict(zip("บปผฝพฟภมยรฤลวศษสหฬอฮ", "bppfpfpmyrrlwssshlEh", strict=True)),
    **dict(zip("ะัาิีึืุูเแโ", "aaaiiuuuueeo", strict=True)),
    "ำ": "am",
    "ใ": "ai",
    "ไ": "ai",
}
_THAI_FINALS = str.maketrans("rlCsTdbpfx", "nnttttpppk")

_ARABIC_LETTERS = {
    letter: sound
    for sound, letters in {
        "A": "اآأإٱ",
        "E": "عء",
        "W": "وؤۇۆۈۋ",
        "Y": "يىئیےېۍێ",
        "H": "ة",
        "h": "هہۀحەھ",
        "k": "كکڪق",
        "t": "تطٹټ",
        "s": "سص",
        "d": "دڈډ",
        "r": "رڑړڕ",
        "D": "ذضظ",
        "n": "نںڼ",
        "l": "لڵ",
        "b": "ب",
        "p": "پ",
        "T": "ث",
        "j": "ج",
        "C": "چ",
        "x": "خ",
        "z": "زځ",
        "Z": "ژ",
        "S": "ش",
        "G": "غ",
        "f": "ف",
        "v": "ڤ",
        "g": "گګ",
        "m": "م",
        "q": "څ",
    }.items()
    for letter in letters
}


def clean(text: str) -> str:
    """One spacing, one case, no marks of direction, apostrophes silent, every other sign a space."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold().translate(_SILENT)
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    # Combining marks are letters of their script here (Thai vowels, Devanagari signs).
    return " ".join(
        "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in kept).split()
    )


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """The script of one letter, by its Unicode name: "LATIN", "ARABIC", "CJK"."""
    return unicodedata.name(letter, "LATIN").split(" ")[0].split("-")[0]


def word_script(word: str) -> str:
    """The script of a word: that of its first letter which is not Latin, else Latin."""
    for letter in word:
        if letter > "\u02ff" and letter.isalpha() and (script := script_of(letter)) != "LATIN":
            return script
    return "LATIN"


def split_han(word: str) -> list[str]:
    """A Chinese name as family and given name: 王小明 -> wang xiaoming, 欧阳娜 -> ouyang na."""
    for length in (2, 1):
        if len(word) > length and (family := _HAN_SURNAMES.get(word[:length])):
            return [family, to_letters(word[length:])]
    return [to_letters(word[:1]), to_letters(word[1:])] if len(word) > 1 else [to_letters(word)]


def to_letters(text: str) -> str:
    """Only a-z and digits, by transliteration."""
    return "".join(
        c for c in anyascii(unicodedata.normalize("NFKC", text)).lower() if "a" <= c <= "z" or c.isdigit()
    )


def read_greek(word: str) -> str:
    """Greek with its pairs of letters read as sounds: Ευαγγελία -> evangelia."""
    word = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c != "\u0301")
    )
    for pattern, latin in _GREEK:
        word = pattern.sub(latin, word)
    return to_letters(word)


def read_brahmic(word: str) -> str:
    """Devanagari, Bengali and their kin with the unwritten vowel put back: शर्मा -> sharma.

    The Unicode name of each letter says how it is read, so no table is needed.
    """
    word = word.replace("ज्ञ", "ग्य").replace("জ্ঞ", "গ্য")
    sounds: list[str] = []
    open_consonant = False
    for letter in unicodedata.normalize("NFC", word):
        name = unicodedata.name(letter, "")
        last = name.rsplit(" ", 1)[-1].lower()
        if "VIRAMA" in name:
            open_consonant = False
        elif "NUKTA" in name:
            if sounds and sounds[-1] in {"d", "dh"}:
                sounds[-1] = "r"
        elif "VOWEL SIGN" in name:
            sounds.append(_brahmic_vowel(last))
            open_consonant = False
        elif name == "BENGALI SIGN CANDRABINDU":
            continue  # a nasal vowel, not written in Latin letters
        elif "ANUSVARA" in name or "CANDRABINDU" in name or last in {"bindi", "tippi"}:
            sounds.append("an" if open_consonant else "n")
            open_consonant = False
        elif "LETTER" in name and (last[0] not in "aeiou" and "vocalic" not in name.lower()):
            if open_consonant:
                sounds.append("a")
            consonant = last.removesuffix("a").replace("tt", "t").replace("dd", "d").replace("nn", "n")
            sounds.append(
                {"ss": "sh", "ssh": "sh", "c": "ch", "rr": "r", "ll": "l", "ng": "n", "ny": "n"}.get(
                    consonant, consonant
                )
            )
            open_consonant = last.endswith("a") and "khanda" not in name.lower()
        elif "LETTER" in name:
            if open_consonant:
                sounds.append("a")
            sounds.append(_brahmic_vowel(last))
            open_consonant = False
    return to_letters("".join(sounds))


def _brahmic_vowel(name: str) -> str:
    return {"aa": "a", "ii": "i", "uu": "u", "ee": "e", "oo": "o", "r": "ri", "au": "au", "ai": "ai"}.get(
        name, name
    )


_THAI_TITLE = re.compile("^(?:นางสาว|เด็กหญิง|เด็กชาย|นาย(?=..)|นาง(?=...))(?=.)")


def read_thai(word: str) -> list[str]:
    """Thai as sounds, with the last consonant as written and as spoken."""
    word = _THAI_TITLE.sub("", word)
    for pattern, thai in _THAI:
        word = pattern.sub(thai, word)
    sounds = "".join(_THAI_LETTERS.get(letter, "") for letter in word)
    spoken = sounds[:-1] + sounds[-1:].translate(_THAI_FINALS)
    return [sounds] if spoken == sounds else [sounds, spoken]


def read_arabic(word: str) -> str:
    """Arabic letters as consonants and soft letters: A W Y E may each be a vowel, محمد -> mhmd."""
    sounds = "".join(
        _ARABIC_LETTERS.get(letter) or ("" if unicodedata.combining(letter) else to_letters(letter))
        for letter in word
    )
    return sounds[:-1] + "H" if sounds.endswith("h") and len(sounds) > 1 else sounds
