"""Finding people by name, in memory only: nothing about a name is ever written."""

from .alike import Likeness, Match, Reason, compare
from .index import NameIndex
from .words import fold

__all__ = ["Likeness", "Match", "NameIndex", "Reason", "compare", "fold"]
