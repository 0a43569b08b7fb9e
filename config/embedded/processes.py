"""Child processes: started, watched and stopped so that none is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# The exit statuses that say so, as shells count them.
STOPPED = tuple(128 + number for number in STOPPING)
PARENT_DEATH_SIGNAL = 1


def listen_to_signals() -> None:
    """Turn every wish to stop into an exception, so that clean-up runs.

    Set explicitly, because shells start background jobs deaf to Ctrl-C.
    """
    for number in STOPPING:
        signal.signal(number, leave)


def leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


@contextmanager
def deaf_to_signals() -> Iterator[None]:
    """Finish a clean-up whatever the person presses."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a command of the person at the terminal and return its exit status.

    Ctrl-C reaches the command as well as us, and is the command's to answer; other wishes are passed on.
    """
    child = subprocess.Popen(command, env=dict(environment))

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT:
            child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in STOPPING}
    try:
        status = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status


def run_all(
    services: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
    *,
    is_ready: Callable[[], bool],
    announce: Callable[[], None],
) -> int:
    """Run services side by side until one ends or somebody asks to stop; then stop them all."""
    with ExitStack() as stack:
        running = {
            name: stack.enter_context(service(command, environment)) for name, command in services.items()
        }
        announced = False
        while True:
            for name, child in running.items():
                if child.poll() is not None:
                    print(f"The {name} ended by itself (status {child.returncode}).", file=sys.stderr)
                    return child.returncode or 1
            if not announced and is_ready():
                announce()
                announced = True
            time.sleep(0.5 if announced else 0.1)


@contextmanager
def service(command: Sequence[str], environment: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A child that is stopped on leaving, and by the kernel should we be killed.

    It has a session of its own: Ctrl-C reaches only us, and we decide the order of stopping.
    """
    parent = os.getpid()
    child = subprocess.Popen(
        command,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: die_with(parent),
    )
    try:
        yield child
    finally:
        with deaf_to_signals():
            child.terminate()
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def die_with(parent: int) -> None:
    """Ask Linux to end this process with its parent, even a killed one. Other systems know no such wish."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
