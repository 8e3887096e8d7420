"""`cleannews pack`: packs as tables. Exit codes: 0 done, 1 a file could not be read, 2 wrong usage."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from cleannews.pack import Pack

#: On a terminal, lines are cut to so many characters.
_SHORT = 90


@click.command(
    "pack",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help="Show packs as tables: in how many articles a line stands, where (before, in, after the story), how much it is about the story, what it is, and the line. "
    "FILE is a pack, or a folder of them.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--ids", is_flag=True, help="Show the entries' ids, by which --disable and the results name them.")
def command(files: tuple[str, ...], ids: bool) -> tuple[tuple[str, ...], bool]:
    """What to show. The help text is `help` above."""
    return files, ids


def main(arguments: Sequence[str]) -> int:
    """Parse a command line and do what it says. Returns the exit code."""
    try:
        asked = command.main(args=list(arguments), prog_name="cleannews pack", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    if not isinstance(asked, tuple):
        return int(asked or 0)
    files, ids = asked
    short = sys.stdout is not None and sys.stdout.isatty()
    code = 0
    first = True
    for path in _packs(files):
        try:
            pack = Pack.load(path)
        except (OSError, ValueError) as error:
            print(f"cleannews pack: {f'{path}: {error.strerror.lower()}' if isinstance(error, OSError) and error.strerror else error}", file=sys.stderr)
            code = 1
            continue
        if not first:
            click.echo("")
        first = False
        for line in table(pack, ids, _SHORT if short else None):
            click.echo(line)
    return code


def _packs(files: Sequence[str]) -> Iterator[Path]:
    for name in files:
        path = Path(name)
        if path.is_dir():
            yield from sorted(path.glob("*.pack"))
        else:
            yield path


def table(pack: Pack, ids: bool = False, longest: int | None = None) -> Iterator[str]:
    """The lines of a pack's table, the entries' own lines cut to a length if one is given."""
    copies = f", {pack.texts} texts" if pack.texts != pack.articles else ""
    yield f"{pack.source or 'pack'}: {pack.articles} articles{copies}, {len(pack)} {'entry' if len(pack) == 1 else 'entries'}"
    if pack.opens_with_headlines:
        yield f"  {pack.headlines} articles open with a headline"
    if not len(pack):
        return
    labels = [f"{entry.label.value}.{entry.subtype}" if entry.subtype else entry.label.value for entry in pack]
    wide = max(*map(len, labels), 5)
    most = max(len(entry.id) for entry in pack) if ids else 0
    title = f"{'id':{most}}  line" if ids else "line"
    yield f"{'in':>6} {'share':>5} {'before':>6} {'inside':>6} {'after':>6} {'about':>5}  {'label':{wide}}  {'weight':8}  {title}"
    for entry, label in zip(pack, labels, strict=True):
        share = f"{entry.articles / pack.articles:.0%}" if pack.articles else ""
        about = "" if entry.about is None else f"{entry.about:.2f}"
        line = entry.line if longest is None or len(entry.line) <= longest else f"{entry.line[:longest]}…"
        shown = f"{entry.id:{most}}  {line}" if ids else line
        yield f"{entry.articles:>6} {share:>5} {entry.head:>6} {entry.middle:>6} {entry.tail:>6} {about:>5}  {label:{wide}}  {entry.weight:8}  {shown}"
