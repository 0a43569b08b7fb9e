"""A figure with its bar, and how two ways of doing the same work are compared."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One measured value; `bar` is the limit it must not pass."""

    name: str
    value: float
    unit: str
    bar: float

    def as_result(self) -> dict[str, object]:
        """As it stands in bench/results.json."""
        value = round(self.value, 3)
        return {
            "name": self.name,
            "value": value,
            "unit": self.unit,
            "bar": self.bar,
            "ok": value <= self.bar,
        }


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def side_by_side(
    ours: Callable[[int], object], plain: Callable[[int], object], rounds: int
) -> list[tuple[float, float]]:
    """Seconds of both ways, round by round in changing order, so that a busy moment hits both alike."""
    for warming in range(3):
        ours(warming), plain(warming)
    pairs = []
    gc.disable()
    try:
        for number in range(rounds):
            if number % 2:
                other = seconds(lambda n=number: plain(n))
                pairs.append((seconds(lambda n=number: ours(n)), other))
            else:
                own = seconds(lambda n=number: ours(n))
                pairs.append((own, seconds(lambda n=number: plain(n))))
    finally:
        gc.enable()
    return pairs


def ratio(pairs: list[tuple[float, float]]) -> float:
    """The median of one way over the median of the other."""
    return median(own for own, _other in pairs) / median(other for _own, other in pairs)


def told(what: str, pairs: list[tuple[float, float]]) -> None:
    """Say the absolute times, which belong to this machine and this hour."""
    own, other = (1000 * median(side) for side in zip(*pairs, strict=True))
    print(f"  {what}: {own:.2f} ms, without {other:.2f} ms", flush=True)
