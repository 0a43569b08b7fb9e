"""The machine-readable zone of travel documents (ICAO Doc 9303): read, checked, never corrected.

A zone is read as it is written. What does not fit is told; a likely misreading is only suggested.
That every check digit is right does not show that a document is genuine.
"""

from casework.standards.mrz.digits import are_indistinguishable, check_digit
from casework.standards.mrz.shapes import Finding, UnreadableZone
from casework.standards.mrz.states import country_of, state_in_words
from casework.standards.mrz.zone import Zone, parse

__all__ = [
    "Finding",
    "UnreadableZone",
    "Zone",
    "are_indistinguishable",
    "check_digit",
    "country_of",
    "parse",
    "state_in_words",
]
