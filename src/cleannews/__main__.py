"""`cleannews` and `python -m cleannews`: who answers a command line, and how the process ends.

Exit codes: 0 done, 1 an input could not be processed, 2 wrong usage, 130 interrupted. A reader that closes our output ends the
process as it ends `cat`: silently, by SIGPIPE.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

#: First word → module whose `main(arguments) -> int` answers it. A file of that name is reached as `./run`.
DOORS: dict[str, str] = {"run": "cleannews.run", "learn": "cleannews.learn_cli", "pack": "cleannews.pack_cli"}


def main(argv: Sequence[str] | None = None) -> int:
    """Answer a command line (default: the process's own) and return the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _answer(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _drop_output()
        code = 130
    except BrokenPipeError:
        _drop_output()
        code = _end_by_sigpipe()
    except OSError as error:
        why = _unwritten(error)
        if why is None:
            raise
        _drop_output()
        print(f"cleannews: cannot write the output: {why}", file=sys.stderr)
        code = 1
    return code


def _answer(arguments: list[str]) -> int:
    if not arguments and "_CLEANNEWS_COMPLETE" not in os.environ:
        return _clean_input()
    if arguments and arguments[0] in DOORS:
        from importlib import import_module

        return int(import_module(DOORS[arguments[0]]).main(arguments[1:]))
    from cleannews.cli import run

    return run(arguments)


def _clean_input() -> int:
    """The everyday case, `cleannews < raw.txt`: without the option parser, and without looking for garbage among what is loaded once and stays."""
    import gc

    gc.set_threshold(100_000)
    from cleannews.cleaner import Cleaner
    from cleannews.filter import Job, clean_files

    code = clean_files(Job(Cleaner()), ["-"])
    gc.freeze()
    return code


def _unwritten(error: OSError) -> str | None:
    """Why the output can't be written, if that is what went wrong: it can't be opened, the disk is full, the device went away."""
    import errno

    from cleannews.filter import Unwritable

    if isinstance(error, Unwritable):
        return str(error)
    full = (errno.ENOSPC, errno.EFBIG, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC))
    return (error.strerror or str(error)).lower() if error.errno in full else None


def _drop_output() -> None:
    """Forget what is still buffered for stdout: the interpreter would try to write it once more at exit, and complain."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _end_by_sigpipe() -> int:
    import signal

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
