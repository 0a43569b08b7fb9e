"""Keeping sets of indicators: data of the field, written by the owner of the database and by nobody else."""

from django.db import IntegrityError, connections, transaction

from casework.standards.indicator_tables import IndicatorTable, TableRefused, built_in_tables
from casework.victims.models import Indicator, IndicatorSet


def load_built_in_sets(using: str, **kwargs) -> None:
    """After migrating: the sets that come with the application, each version once."""
    for table in built_in_tables():
        keep_indicator_set(table, using)


def keep_indicator_set(table: IndicatorTable, using: str = "default") -> bool:
    """Keep one version of a set and make the newest version current; False when it is there already.

    Raises TableRefused when another text stands under the same version and screenings have used it.
    """
    with transaction.atomic(using=using):
        known = IndicatorSet.objects.using(using).filter(code=table.code, version=table.version).first()
        if known is not None:
            if _is_same(known, table, using):
                return False
            _take_out(known, using)
        others = IndicatorSet.objects.using(using).filter(code=table.code)
        newest = max(others.values_list("version", flat=True), default=0)
        is_current = table.version > newest
        if is_current:
            others.update(is_current=False)
        made = IndicatorSet.objects.using(using).create(**_values(table), is_current=is_current)
        Indicator.objects.using(using).bulk_create(
            Indicator(indicator_set=made, **values) for values in _lines(table)
        )
    return True


def _values(table: IndicatorTable) -> dict[str, object]:
    return {name: value for name, value in vars(table).items() if name != "indicators"}


def _lines(table: IndicatorTable) -> list[dict[str, object]]:
    return [{"number": number, **vars(row)} for number, row in enumerate(table.indicators, 1)]


def _is_same(known: IndicatorSet, table: IndicatorTable, using: str) -> bool:
    values, lines = _values(table), _lines(table)
    if any(getattr(known, name) != value for name, value in values.items()):
        return False
    kept = Indicator.objects.using(using).filter(indicator_set=known).order_by("number")
    return list(kept.values(*lines[0])) == lines


def _take_out(known: IndicatorSet, using: str) -> None:
    """Remove a version that no screening used. The owner sees no screening: the database answers for them."""
    try:
        with transaction.atomic(using=using):
            Indicator.objects.using(using).filter(indicator_set=known)._raw_delete(using)
            IndicatorSet.objects.using(using).filter(pk=known.pk)._raw_delete(using)
            with connections[using].cursor() as cursor:
                cursor.execute("set constraints all immediate")
                cursor.execute("set constraints all deferred")
    except IntegrityError:
        used = f"Version {known.version} of {known.code} was used in screenings and does not change."
        raise TableRefused([used, f"Give the new text the version {known.version + 1}."]) from None
