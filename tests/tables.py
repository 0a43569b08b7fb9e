"""The tables of a test database, emptied after a test and filled again before the next."""

from io import BytesIO

import psycopg2

# Tables whose rows belong to the schema, not to a test.
KEPT = {
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    "victims_indicatorset", "victims_indicator",
}  # fmt: skip
FIND = """
    select format('%%I.%%I', schemaname, tablename) from pg_tables
    where schemaname = 'public' and not tablename = any(%s) or schemaname = 'sec' and tablename like 'chain%%'
"""
BEGINNING = "insert into sec.chain_head (seq, link) values (0, sha256('casework'))"


class Tables:
    """Everything the tests write, in the hands of the administrator, whom no trigger and no policy stops."""

    def __init__(self, connection: "psycopg2.extensions.connection") -> None:
        self.connection = connection
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            cursor.execute(FIND, [list(KEPT)])
            self.names = sorted(name for (name,) in cursor.fetchall())
            # A function keeps the plans of its statements: a tenth of the time of planning them each time.
            deletions = "".join(f"delete from {name};" for name in self.names)
            cursor.execute(
                "create function pg_temp.empty_tables() returns void language plpgsql as "
                f"$$ begin {deletions} {BEGINNING}; end $$"
            )

    def empty(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("select pg_temp.empty_tables()")

    def rows(self) -> dict[str, bytes]:
        """What the tables hold now; tables without rows are left out."""
        held = {}
        with self.connection.cursor() as cursor:
            for name in self.names:
                copied = BytesIO()
                cursor.copy_expert(f"copy {name} to stdout", copied)
                if copied.tell():
                    held[name] = copied.getvalue()
        return held

    def fill(self, held: dict[str, bytes]) -> None:
        """Put rows back as they were."""
        with self.connection.cursor() as cursor:
            cursor.execute("delete from sec.chain_head")
            for name, rows in held.items():
                cursor.copy_expert(f"copy {name} from stdin", BytesIO(rows))
