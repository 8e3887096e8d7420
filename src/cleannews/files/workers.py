"""Several processes, each of which reads and writes parts of its own; between them and their parent go only names and numbers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any

from cleannews.files.inputs import Part
from cleannews.files.records import Unreadable
from cleannews.files.work import Done, Job, do_part, warm_up
from cleannews.files.writers import Unwritable


class Died(Exception):
    """The process that worked on a part is gone."""


Outcome = Done | Unreadable | Unwritable | Died


def over_parts(parts: Sequence[Part], job: Job, jobs: int, tell: Callable[[int, int], None]) -> Iterator[tuple[Part, Outcome]]:
    """Do the parts, in this process or in several, and yield each with what became of it, as they end.

    tell    is told documents and bytes as they are done.

    When the caller stops asking, or is interrupted, the processes are stopped, and what they were at is lost.
    """
    # A worker has no standard input; with one part there is nothing to share.
    here = [part for part in parts if part.input.path == "-" or jobs == 1 or len(parts) == 1]
    if here:
        warm_up(job)
    for part in here:
        yield part, _done(part, job, tell)
    others = deque(part for part in parts if part not in here)
    if others:
        yield from _by_workers(others, job, min(jobs, len(others)), tell)


def _done(part: Part, job: Job, tell: Callable[[int, int], None]) -> Outcome:
    try:
        return do_part(part, job, tell)
    except (Unreadable, Unwritable) as problem:
        return problem


def _by_workers(waiting: deque[Part], job: Job, jobs: int, tell: Callable[[int, int], None]) -> Iterator[tuple[Part, Outcome]]:
    # Not forked: the parent may have threads (PyArrow's, a progress bar's), and forked locks never open.
    context = multiprocessing.get_context("spawn")
    busy: dict[Connection, tuple[Any, Part]] = {}

    def start(process: Any, mine: Connection) -> None:
        part = waiting.popleft()
        busy[mine] = (process, part)
        mine.send(part)

    def hire() -> None:
        mine, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, job), daemon=True)
        with _quiet():
            process.start()
        theirs.close()
        start(process, mine)

    try:
        for _ in range(jobs):
            hire()
        while busy:
            for mine in wait(list(busy)):
                assert isinstance(mine, Connection)
                process, part = busy[mine]
                try:
                    message = mine.recv()
                except (EOFError, ConnectionResetError):
                    process.join()
                    del busy[mine]
                    yield part, Died(f"the process that worked on it ended ({_ending(process.exitcode)})")
                    if waiting:
                        hire()
                    continue
                if isinstance(message, tuple) and not isinstance(message, Done):
                    tell(*message)
                    continue
                del busy[mine]
                yield part, message
                if waiting:
                    start(process, mine)
                else:
                    mine.close()
                    process.join()
    finally:
        for process, _ in busy.values():
            process.kill()
        for process, _ in busy.values():
            process.join()


@contextmanager
def _quiet() -> Iterator[None]:
    """Interrupts wait meanwhile. A process that begins here never gets any, not even before it can say so itself."""
    held = hasattr(signal, "pthread_sigmask")
    if held:
        from multiprocessing import resource_tracker

        # Begins with the first process otherwise, and then lets interrupts through again.
        resource_tracker.ensure_running()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if held:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _ending(code: int | None) -> str:
    if code == -signal.SIGKILL:
        return "killed; was there too little memory?"
    return f"by signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _work(parent: Connection, job: Job) -> None:
    """The life of a worker: a part comes, its outcome goes back, until no more come."""
    # Interrupts go to every process of a terminal; the parent decides what they mean.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with_parent()
    warm_up(job)
    while True:
        try:
            part: Part = parent.recv()
        except EOFError:
            return
        parent.send(_done(part, job, lambda documents, size: parent.send((documents, size))))


def _end_with_parent() -> None:
    """A worker never outlives its parent, however that ends."""
    above = multiprocessing.parent_process()
    if above is None:
        return

    def watch() -> None:
        wait([above.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
