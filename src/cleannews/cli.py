"""The command's options. What they ask for is done in `filter`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from cleannews import __version__
from cleannews.article import Label
from cleannews.cleaner import PROFILES, Cleaner
from cleannews.filter import Job, clean_files, clean_records
from cleannews.rule import CLOSE_CUT, OPEN_CUT, Rule

if TYPE_CHECKING:
    from cleannews.pack import Pack

EPILOG = """\b
Examples:
  cleannews < raw.txt > story.txt            the story
  cleannews --json page.txt | jq .images     everything else, typed
  cleannews --labels page.txt                each line with its label
  cleannews --only caption,credit page.txt   just the captions and credits
  zcat crawl.jsonl.gz | cleannews --jsonl --field text --into story

Exit codes: 0 done, 1 an input could not be processed, 2 wrong usage, 130 interrupted."""


@dataclass(frozen=True)
class Work:
    """What a command line asks for, ready to be done."""

    job: Job
    names: tuple[str, ...]
    output: str | None
    records: bool
    jobs: int
    progress: bool | None


def run(arguments: Sequence[str]) -> int:
    """Parse a command line and do what it says. Returns the exit code: click's own for help and wrong usage."""
    try:
        asked = command.main(args=list(arguments), prog_name="cleannews", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return 130
    # The work itself is done outside click, which has its own ideas about interrupts and closed pipes.
    if not isinstance(asked, Work):
        return int(asked or 0)
    if asked.records:
        return clean_records(asked.job, asked.names, asked.output, asked.jobs, asked.progress)
    if asked.names == ("-",) and sys.stdin is not None and sys.stdin.isatty():
        click.echo("cleannews: reading from the terminal; Ctrl-D ends the text, --help tells more", err=True)
    return clean_files(asked.job, asked.names, asked.output)


class Names(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.4 only
    """A comma-separated list of names, each of which must be known."""

    def __init__(self, name: str, known: Callable[[], Iterable[str]]) -> None:
        self.name = name
        self.known = known

    def convert(self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The names, blanks around them removed. Whether they are known is for the `Cleaner` to say, which also says what is near."""
        return value if isinstance(value, tuple) else tuple(filter(None, map(str.strip, value.split(","))))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The known names that go on like the last one."""
        done, _, last = incomplete.rpartition(",")
        return [CompletionItem(f"{done}," * bool(done) + name) for name in sorted(self.known()) if name.startswith(last)]


def _labels() -> Iterable[str]:
    return (label.value for label in Label)


def _languages() -> Iterable[str]:
    from cleannews.languages import available

    return available()


def _decisions() -> Iterable[str]:
    from cleannews.options import STAGES
    from cleannews.rules import RULES

    return (*(rule.id for rule in RULES), *STAGES)


def _flat(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(name for group in groups for name in group)


@click.command(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EPILOG,
    help="Raw scraped news text in, the clean story out. Each FILE is one document (with --jsonl: one document per line); without FILE, or with -, standard input.",
)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path())
@click.option("--json", "form", flag_value="json", help="One JSON object per document: body, metadata, images, promos, segments.")
@click.option("--jsonld", "form", flag_value="jsonld", help="One schema.org NewsArticle per document.")
@click.option("--labels", "form", flag_value="labels", help="Every line with its label in the margin.")
@click.option("--markdown", "form", flag_value="markdown", help="The story as Markdown, images where they stood.")
@click.option("--keep", multiple=True, type=Names("label", _labels), metavar="LABEL,…", help="Leave these labels in the story, too.")
@click.option("--only", multiple=True, type=Names("label", _labels), metavar="LABEL,…", help="Print just the text with these labels.")
@click.option("--lang", multiple=True, type=Names("language", _languages), metavar="CODE,…", help="Languages whose words apply (default: all).")
@click.option("--profile", type=click.Choice(list(PROFILES)), default="balanced", show_default=True, help="How much evidence a removal needs.")
@click.option("--disable", multiple=True, type=Names("rule", _decisions), metavar="RULE,…", help="Rules that shall not decide.")
@click.option(
    "--pack", "packs", multiple=True, metavar="FILE", type=click.Path(), help="What `cleannews learn` found that the publisher prints in article after article."
)
@click.option("--title", metavar="TEXT", help='The headline, if you know it; "" if it is known not to be in the text.')
@click.option("--html/--text", "html", default=None, help="Take the input for pages, or for text (default: look at the first bytes).")
@click.option("--strict-encoding", "strict", is_flag=True, help="Bytes that can't be decoded are an error (default: replaced and counted).")
@click.option("--jsonl", "records", is_flag=True, help="One JSON object per line in, the same with the result in it out, in order.")
@click.option("--field", default="text", show_default=True, metavar="KEY", help="With --jsonl: where the text is.")
@click.option("--into", default="body", show_default=True, metavar="KEY", help="With --jsonl: where the result goes.")
@click.option(
    "--on-error",
    type=click.Choice(["fail", "skip", "keep"]),
    default="fail",
    show_default=True,
    help="With --jsonl: a line that can't be processed is left out and the exit code is 1; or left out; or passed on as it is.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="With --jsonl: worker processes.")
@click.option("--progress/--no-progress", default=None, help="With --jsonl: a bar on stderr (default: for files, on a terminal, if tqdm is there).")
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write here, not to stdout; may be the input file.")
@click.option("--color/--no-color", "colour", default=None, help="Colour for --labels (default: on a terminal, unless NO_COLOR is set).")
@click.option("--rules", "list_rules", is_flag=True, help="List the rules and exit.")
@click.option("--rule", "show_rule", metavar="ID", type=Names("rule", _decisions), help="Say what a rule matches, with examples, and exit.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], form: str | None, keep: tuple[tuple[str, ...], ...], only: tuple[tuple[str, ...], ...], lang: tuple[tuple[str, ...], ...],
    profile: str, disable: tuple[tuple[str, ...], ...], packs: tuple[str, ...], title: str | None, html: bool | None, strict: bool, records: bool, field: str, into: str, on_error: str, jobs: int,
    progress: bool | None, output: str | None, colour: bool | None, list_rules: bool, show_rule: tuple[str, ...] | None,
) -> Work | int:  # fmt: skip
    """What the options ask for, checked. The help text is `help` above."""
    if list_rules:
        return _print_rules()
    if show_rule is not None:
        return _print_rule(*show_rule)
    if not records:
        for name in ("field", "into", "on_error", "jobs", "progress"):
            if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
                raise click.UsageError(f"--{name.replace('_', '-')} goes with --jsonl")
    wanted = _flat(only)
    if wanted and form:
        raise click.UsageError(f"--only prints text, it does not go with --{form}")
    try:
        Cleaner(keep=frozenset(wanted))  # type: ignore[arg-type]
        cleaner = Cleaner(languages=_flat(lang) or None, profile=profile, keep=frozenset(_flat(keep)), disable=frozenset(_flat(disable)), packs=_packs(packs))  # type: ignore[arg-type]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if colour is None:
        # https://no-color.org: set and not empty, whatever its value.
        colour = not os.environ.get("NO_COLOR") and output is None and sys.stdout is not None and sys.stdout.isatty()
    job = Job(cleaner, form or "text", wanted, title, html, strict, colour and not records, field, into, on_error)
    return Work(job, files or ("-",), output, records, jobs, progress)


def _packs(files: Iterable[str]) -> tuple[Pack, ...]:
    """The packs of these files. Raises ValueError naming the file that is none."""
    from cleannews.pack import Pack

    found = []
    for file in files:
        try:
            found.append(Pack.load(file))
        except OSError as error:
            raise ValueError(f"{file}: {(error.strerror or str(error)).lower()}") from error
    return tuple(found)


def _print_rules() -> int:
    from cleannews.rules import RULES
    from cleannews.stages.context import FINDERS

    wide = max(len(rule.id) for rule in RULES)
    for rule in RULES:
        label = f"{rule.label.value}.{rule.subtype}" if rule.subtype else rule.label.value
        click.echo(f"{rule.id:{wide}}  {label:24}  {rule.doc}")
    for finder in FINDERS:
        click.echo(f"{finder.id:{wide}}  {'(neighbours)':24}  {finder.doc}")
    return 0


def _print_rule(name: str = "", *more: str) -> int:
    import difflib

    from cleannews.rules import RULES
    from cleannews.stages.context import FINDERS

    if more:
        raise click.UsageError("--rule shows one rule; --rules lists all")
    for rule in RULES:
        if rule.id == name:
            click.echo("\n".join(_described(rule)))
            return 0
    for finder in FINDERS:
        if finder.id == name:
            click.echo(f"{finder.id}\n{finder.doc}\n\nFound in (lines marked !):")
            for i, line in enumerate(finder.example.split("\n")):
                click.echo(f"  {'!' if i in finder.marked else ' '} {line}")
            click.echo("\nNot found in:")
            for line in finder.innocent.split("\n"):
                click.echo(f"    {line}")
            return 0
    if name in _decisions():
        click.echo(f"{name}\nNot a rule but a step that weighs several things; docs/design.md says how.")
        return 0
    near = difflib.get_close_matches(name, list(_decisions()), 3, 0.4)
    raise click.UsageError(f"unknown rule {name!r}; " + (f"did you mean {' or '.join(map(repr, near))}?" if near else "--rules lists them"))


def _described(rule: Rule) -> Iterable[str]:
    from cleannews.languages import available, language

    yield rule.id
    yield rule.doc
    yield ""
    yield f"label      {rule.label.value}" + (f", {rule.subtype}" if rule.subtype else "")
    yield f"sure       {rule.sure:.0%}" + ("" if rule.zone == "any" else f", only in this part of the article: {rule.zone}")
    tables = {code: table for code in available() if (table := language(code).tables.get(rule.words))} if "{phrases}" in rule.pattern else {}
    if tables:
        yield f"languages  {' '.join(tables)}"
    own = rule.words == rule.id
    hits = [*rule.hits, *(line for table in tables.values() if own for line in table.hits[:1])]
    misses = [*rule.near_misses, *(line for table in tables.values() if own for line in table.near_misses[:1])]
    yield from ("", "Matched" + (f" ({OPEN_CUT}{CLOSE_CUT} mark the part that is meant):" if any(OPEN_CUT in hit for hit in hits) else ":"))
    yield from (f"  {hit}" for hit in dict.fromkeys(hits))
    yield from ("", "Not matched:")
    yield from (f"  {miss}" for miss in dict.fromkeys(misses))
