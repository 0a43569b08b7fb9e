"""Looking for words in files and tables, in every form in which they might lie there."""

import base64
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

BLOCK = 16 * 1024 * 1024


def forms(word: str) -> set[bytes]:
    """The word as UTF-8 and UTF-16, these in hexadecimal, and in base64 at each of three places."""
    plain = {
        spelling.encode(code)
        for spelling in (word, word.lower(), word.upper())
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    }
    written = {text for data in plain for text in (data, data.hex().encode(), *_in_base64(data))}
    return {text.lower() for text in written}


def _in_base64(data: bytes) -> Iterator[bytes]:
    for shift in range(3):
        encoded = base64.b64encode(b"\x00" * shift + data)
        # The first and last signs depend on what stands beside the word.
        yield encoded[4 if shift else 0 : len(encoded) - 4]


class Sweep:
    """Finds words wherever they are; `seen` counts the bytes that were looked through."""

    def __init__(self, words: Iterable[str]) -> None:
        every = sorted({form for word in words for form in forms(word)})
        self._pattern = re.compile(b"|".join(map(re.escape, every)))
        self._longest = max(map(len, every))
        self.seen = 0

    def finds(self, data: bytes) -> bool:
        self.seen += len(data)
        return self._pattern.search(data.lower()) is not None

    def file(self, path: Path) -> bool:
        """Whether a file holds a word; read in blocks that overlap."""
        rest = b""
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if self.finds(rest + block):
                    return True
                rest = block[-self._longest :]
        return False

    def directory(self, root: Path) -> list[Path]:
        """The files under a directory that hold a word; a file that vanishes meanwhile holds nothing."""
        found = []
        for path in sorted(root.rglob("*")):
            try:
                if path.is_file() and not path.is_symlink() and self.file(path):
                    found.append(path)
            except FileNotFoundError:
                continue
        return found


def tables(connection) -> Iterator[tuple[str, bytes]]:
    """Every table as the administrator of the database can copy it out: name and text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema') order by 1"
        )
        for (name,) in cursor.fetchall():
            text = io.BytesIO()
            cursor.copy_expert(f"copy {name} to stdout", text)
            yield name, text.getvalue()
