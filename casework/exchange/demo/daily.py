"""Daily work on the invented cases: tasks of every kind and date, and notes."""

from datetime import time, timedelta
from random import Random

from django.utils import timezone

from casework.access.database import acting_as
from casework.access.models import StaffUser
from casework.assistance import services
from casework.assistance.models import CaseConference, CaseNote, Task
from casework.exchange.demo.tables import text
from casework.victims import services as cases
from casework.victims.models import Case

# Days from today, hour or none, kind, reminder: late, today at several hours, coming.
TASKS: tuple[tuple[int, int | None, str, str], ...] = (
    (-2, None, "follow_up", ""), (0, 9, "meet", ""), (0, 14, "call", "hour"), (0, 18, "message", ""),
    (0, None, "documents", ""), (1, 10, "accompany", "day"), (3, None, "report", "three_days"),
    (6, 11, "visit", ""), (12, 15, "appointment", "week"), (-1, 16, "ask_service", ""),
)  # fmt: skip
NOTES = ("call", "visit", "interview", "observation", "message")
ZONE = "Europe/Zurich"


class Diary:
    """What one caseworker has to do, and what they wrote down."""

    def __init__(self, random: Random, language: str, holder: StaffUser, officer: StaffUser) -> None:
        self.random, self.language, self.holder, self.officer = random, language, holder, officer

    def write(self, cases: list[Case]) -> None:
        """Plan and note something in most of these open cases; the officer gives a task too."""
        for place, case in enumerate(cases):
            with acting_as(self.holder):
                if place % 4 != 3:
                    self._plan(case, TASKS[place % len(TASKS)], self.holder)
                for _note in range(self.random.randint(0, 3)):
                    self._note(case)
                if place % 8 == 2:
                    self._confer(case)
            if place % 9 == 4:
                with acting_as(self.officer):
                    self._plan(case, TASKS[-1], self.officer)

    def _plan(self, case: Case, row: tuple[int, int | None, str, str], by: StaffUser) -> None:
        days, hour, kind, reminder = row
        task = Task(
            case=case, kind=kind, what=self._text("task_call" if kind == "call" else "task_other"),
            assigned_to=self.holder, due_on=timezone.localdate() + timedelta(days=days),
            due_time=None if hour is None else time(hour), zone=ZONE, reminder=reminder,
        )  # fmt: skip
        services.add_task(task=task, by=by)
        if self.random.random() < 0.15:
            services.set_task_status(task=task, status="done", by=by)

    def _confer(self, case: Case) -> None:
        """A conference held some weeks ago, or planned for tomorrow."""
        is_held = self.random.random() < 0.6
        today = timezone.localdate()
        conference = CaseConference(
            case=case, held_on=today + timedelta(days=-self.random.randint(9, 40) if is_held else 1),
            held_at=time(14), participants=self._text("conference_people"),
            agenda=self._text("conference_agenda"), discussion=self._text("case_note") if is_held else "",
        )  # fmt: skip
        cases.record_for_case(record=conference, by=self.holder)
        if is_held:
            decision = services.Decided(self._text("task_other"), self.holder, today + timedelta(days=5))
            services.record_decisions(conference=conference, decisions=[decision], by=self.holder)

    def _note(self, case: Case) -> None:
        is_restricted = self.random.random() < 0.1
        note = CaseNote(
            case=case, kind=self.random.choice(NOTES), is_restricted=is_restricted,
            happened_on=timezone.localdate() - timedelta(days=self.random.randint(0, 40)),
            happened_at=time(self.random.randint(8, 18), 30) if self.random.random() < 0.5 else None,
            text=self._text("case_note_restricted" if is_restricted else "case_note"),
        )  # fmt: skip
        services.write_note(note=note, by=self.holder)

    def _text(self, topic: str) -> str:
        return text(self.random, topic, self.language)
