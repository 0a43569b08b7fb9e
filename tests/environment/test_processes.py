"""Child processes: none outlives the command that started it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from config.embedded.environment import REPOSITORY
from config.embedded.processes import run, run_all

PYTHON = sys.executable
WAIT_FOR_EVER = "import signal, sys; print('up', flush=True); signal.pause()"
PARENT = f"""
import os, signal, sys
from config.embedded.processes import listen_to_signals, service
listen_to_signals()
with service([sys.executable, "-c", {WAIT_FOR_EVER!r}], os.environ) as child:
    print(child.pid, flush=True)
    signal.pause()
"""


def parent_and_child() -> "tuple[subprocess.Popen[str], psutil.Process]":
    parent = subprocess.Popen([PYTHON, "-c", PARENT], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    said = {parent.stdout.readline().strip(), parent.stdout.readline().strip()} - {"up"}
    return parent, psutil.Process(int(said.pop()))


def ends(process: psutil.Process) -> bool:
    _gone, alive = psutil.wait_procs([process], timeout=10)
    return not alive or alive[0].status() == psutil.STATUS_ZOMBIE


def test_a_service_ends_when_its_parent_is_asked_to_stop() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        parent, child = parent_and_child()
        with parent:
            parent.send_signal(number)
            assert parent.wait(timeout=10) == 128 + number
        assert ends(child)


def test_a_service_ends_when_its_parent_is_killed() -> None:
    parent, child = parent_and_child()
    with parent:
        parent.kill()
        parent.wait()
    assert ends(child)


def test_when_one_service_ends_the_others_are_stopped(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    write = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
    follow = "import pathlib, sys\nwhile not pathlib.Path(sys.argv[1]).exists(): pass\nsys.exit(7)"
    status = run_all(
        {"stayer": [PYTHON, "-c", write, str(note)], "leaver": [PYTHON, "-c", follow, str(note)]},
        os.environ,
        is_ready=lambda: False,
        announce=lambda: None,
    )
    assert status == 7
    assert not psutil.pid_exists(int(note.read_text()))


def test_the_status_of_a_command_is_handed_on() -> None:
    assert run([PYTHON, "-c", "raise SystemExit(3)"], os.environ) == 3
    assert run([PYTHON, "-c", "import os; os.kill(os.getpid(), 15)"], os.environ) == 143
