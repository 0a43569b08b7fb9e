"""Papers of invented people, whom never to contact, and the days on which one may call."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from PIL import Image, ImageDraw

from casework.exchange.demo.cases import Author, Story
from casework.records import CaseRecord
from casework.standards.countries import to_alpha3
from casework.standards.mrz import check_digit
from casework.victims.models import (
    Attachment,
    Case,
    ContactPoint,
    DocumentExamination,
    ExpertExamination,
    NeverContact,
    TravelDocument,
)
from casework.victims.uploads import clean_file
from casework.victims.zones import spellings

DAYS: tuple[list[str], ...] = (["mon", "wed", "fri"], ["tue", "thu"], ["sat", "sun"], [])
AVOIDED = {
    "en": [
        ("Uncle of the person", "Brought the person to the recruiter. Still asks neighbours."),
        ("Former employer", "Keeps the passport and sends messages through others."),
    ],
    "fr": [
        ("Oncle de la personne", "A présenté la personne au recruteur. Interroge encore les voisins."),
        ("Ancien employeur", "Garde le passeport et envoie des messages par d’autres personnes."),
    ],
}
ANSWERED = {
    "en": "Only the person. Say it is the dentist.",
    "fr": "La personne seule. Se présenter comme le dentiste.",
}
EXPERTS = {
    "en": "Document laboratory of the border police",
    "fr": "Laboratoire des documents, police aux frontières",
}
QUESTIONS = {"en": "Is the page with the photo original?", "fr": "La page avec la photo est-elle d’origine ?"}
NOTES = {"en": "The photo sits a little loose.", "fr": "La photo tient mal."}
SCANS = {"en": "Passport, page with the photo", "fr": "Passeport, page avec la photo"}


def papers_of(case: Case, story: Story, author: Author, is_shown_first: bool) -> Iterator[CaseRecord]:
    """Documents and rules of contact of one invented case; its own draws leave the stories as they are."""
    random = Random(f"{case.opened_on} {case.victim.full_name}")
    language = author.language
    if random.random() < 0.3:
        relationship, why = random.choice(AVOIDED[language])
        numbers = f"+41 79 111 {random.randrange(10**4):04d}"
        yield NeverContact(case=case, name=random.choice(["M. Okoro", "R. Haas", "T. Ionescu"]),
                           relationship=relationship, why=why, numbers=numbers)  # fmt: skip
    if random.random() < 0.2:
        yield TravelDocument(case=case, kind="birth_certificate", holder="never_had")
    if random.random() < 0.75:
        yield from _passport(case, story, author, random, is_shown_first)


def rules_of(contact: ContactPoint, author: Author) -> ContactPoint:
    """A channel with its days, who may answer and whether to leave a message."""
    random = Random(contact.value)
    contact.days = random.choice(DAYS)
    contact.may_leave_message = random.choice(["no", "no", "yes", ""])
    contact.hide_own_number = random.choice(["yes", ""])
    if random.random() < 0.5:
        contact.answered_by = ANSWERED[author.language]
    return contact


def _passport(
    case: Case, story: Story, author: Author, random: Random, is_shown_first: bool
) -> Iterator[CaseRecord]:
    language, today, victim = author.language, author.today, case.victim
    holder = random.choice(["withheld", "withheld", "with_person", "with_us", "lost", "with_authorities"])
    expires = today + timedelta(days=random.choice([40, 75, 400, 1200, 2000, -30]))
    document = TravelDocument(
        case=case, kind="passport", holder=holder, issuing_state=story.person.country,
        number=f"{random.choice('ABCKLP')}{random.randrange(10**7):07d}", surname=victim.family_name,
        given_names=victim.given_names, birth_date=victim.birth_date, nationality=story.person.country,
        expires_on=expires, sex=random.choice("FFM"),
    )  # fmt: skip
    is_in_hand = holder in ("with_person", "with_us")
    if is_in_hand and random.random() < 0.6:
        document.machine_zone = _zone(document, expires, random)
    yield document
    if is_in_hand and random.random() < 0.7:
        doubts = random.random() < 0.4
        yield DocumentExamination(
            case=case, document=document, examined_on=max(case.opened_on, today - timedelta(days=12)),
            fits=["paper", "watermark", "number_everywhere"], does_not_fit=["photo_fixed"] if doubts else [],
            cannot_tell=["hologram"], conclusion="doubt" if doubts else "no_doubt",
            note=NOTES[language] if doubts else "",
        )  # fmt: skip
        if doubts:
            asked = max(case.opened_on, today - timedelta(days=10))
            yield ExpertExamination(
                case=case, document=document, asked_whom=EXPERTS[language], question=QUESTIONS[language],
                asked_on=asked, due_on=asked + timedelta(days=random.choice([5, 14, 21])),
            )  # fmt: skip
    if is_in_hand and is_shown_first:
        scan = clean_file(_scan())
        yield Attachment(
            case=case, kind="document_scan", title=SCANS[language], attached_to_kind="document",
            attached_to=document.id, content=scan.content, media_type=scan.media_type,
            size=len(scan.content), digest=scan.digest,
        )  # fmt: skip


def _zone(document: TravelDocument, expires: date, random: Random) -> str:
    """The zone of an invented passport; one in four was made with another year of birth."""
    names = [
        " ".join(next(iter(spellings(name)), ["X"])) for name in (document.surname, document.given_names)
    ]
    born = document.birth_date
    year = (born.year if born else 1999) - (2 if random.random() < 0.25 else 0)
    birth = f"{year % 100:02d}{born.month or 1:02d}{born.day or 1:02d}" if born else "<<<<<<"
    state = to_alpha3(document.issuing_state)
    upper = document.number.ljust(9, "<")
    upper += check_digit(upper)
    dates = [birth, f"{expires:%y%m%d}"]
    parts = [part + check_digit(part) for part in dates]
    rest = "<" * 14 + "0"
    composite = check_digit(upper + parts[0] + parts[1] + rest)
    first = f"P<{state}{names[0]}  {names[1]}".replace(" ", "<")[:44].ljust(44, "<")
    return f"{first}\n{upper}{state}{parts[0]}{document.sex}{parts[1]}{rest}{composite}"


def _scan() -> bytes:
    """A picture of a page that shows nothing of anybody."""
    page = Image.new("RGB", (880, 620), "#e9e4d4")
    pen = ImageDraw.Draw(page)
    pen.rectangle((30, 30, 850, 590), outline="#7a6f4f", width=4)
    pen.rectangle((60, 90, 300, 400), fill="#c9c2ab", outline="#7a6f4f")
    pen.text((340, 100), "SPECIMEN", fill="#7a1f1f", font_size=48)
    for line in range(5):
        pen.rectangle((340, 190 + 45 * line, 780, 205 + 45 * line), fill="#b7ae92")
    pen.text((60, 500), "P<UTOSPECIMEN<<SPECIMEN<<<<<<<<<<<<<<<<<<<", fill="#333333", font_size=26)
    written = io.BytesIO()
    page.save(written, "PNG")
    return written.getvalue()
