"""Why a cell or a row is refused, and how to mend it; and what one should know of rows that came in."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "formula": _("This cell holds a formula. Replace it by its value (copy, then paste as values)."),
    "cell_error": _("This cell shows an error of the spreadsheet, such as #N/A. Type the value or empty it."),
    "too_long": _("This text is longer than the field allows. Shorten it."),
    "not_in_list": _("This is not a value of the list. Use a code or label of the sheet “validation”."),
    "country_unknown": _("This country is not known. Use its two-letter code or its name."),
    "language_unknown": _("This language is not known. Use its ISO 639 code or its name."),
    "smuggling": _(
        "Smuggling of migrants is not trafficking and is never turned into it. Leave this cell empty and "
        "describe what happened in the case after the import."
    ),
    "one_value_only": _("This field takes one value. Keep one of them."),
    "stands_alone": _("“Does not know” and “does not want to say” stand alone: take away the other answers."),
    "not_yes_no": _("Write TRUE or FALSE, yes or no."),
    "not_a_number": _("Write a whole number, in digits."),
    "number_too_big": _("This number is larger than it can be."),
    "date_unreadable": _("Write the date like 21/11/2026, 11/2026 or 2026."),
    "date_impossible": _("This day does not exist. Write the day first, then the month, like 21/11/2026."),
    "date_short_year": _("Write the year with four digits, like 21/11/2026."),
    "date_out_of_range": _("Write a year between 1900 and 2100, like 21/11/2026."),
    "date_day_missing": _("Write the day, the month and the year, like 21/11/2026."),
    "date_future": _("This date is in the future. Check the year."),
    "hour_unreadable": _("Write the hour like 18:30."),
    "hours_in_pairs": _("Write both hours, from and to, or none."),
    "consents_disagree": _("The two columns about consent disagree. Keep the right answer in one of them."),
    "giver_and_name": _("The name of the giver belongs to a guardian or representative, and only to them."),
    "spoken_uncertified": _("A spoken consent names who certifies it. Add the name."),
    "ends_before_it_began": _("The last day of the consent lies before its first. Check both dates."),
    "closed_but_open": _("The case has a closing day but is not closed. Change the status or empty the day."),
    "not_accepted": _("This value cannot be kept in this field. Compare it with the other rows."),
    "not_saved": _("This row could not be saved together with the others. Bring in the file again."),
}

WARNINGS = {
    "owner_unknown": _("The case owner is no member of your staff: you hold the case."),
    "owner_not_yours_to_name": _("Only a protection officer gives cases to others: you hold the case."),
    "closing_day_unknown": _("The closing day is not in the workbook: today was taken."),
}

ALIKE = {
    "same_person": _("Same name, date of birth and citizenship as a person you know."),
    "same_name_and_year": _("Same name and year of birth as a person you know."),
    "same_in_file": _("Same name and year of birth as another row of this workbook."),
}

SENTENCES = REFUSALS | WARNINGS | ALIKE


def sentence(rule: str) -> str:
    """The rule in the language of the reader."""
    return str(SENTENCES[rule])
