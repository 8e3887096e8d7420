"""A datatrove pipeline step: documents in, cleaned documents out, and what was removed in the run's statistics.

    from cleannews.integrations.datatrove import CleanNews

    LocalPipelineExecutor([JsonlReader("raw/"), CleanNews(), JsonlWriter("clean/")], tasks=64, workers=8).run()

The same pipeline runs on a Slurm cluster or on Ray with datatrove's other executors. Depend on datatrove itself (`cleannews[datatrove]`); its
own extra `[processing]` wants a trafilatura from before version 2 and can't be installed beside cleannews.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from datatrove.pipeline.base import PipelineStep

from cleannews.article import Article, Label
from cleannews.batch import COLUMNS, Filler, checked_columns, row_cleaner
from cleannews.cleaner import Cleaner

#: Labels whose segments the statistics count one by one.
_COUNTED = {Label.CAPTION: "captions", Label.CREDIT: "credits", Label.PROMO: "promos"}


class CleanNews(PipelineStep):  # type: ignore[misc]  # datatrove has no types
    """Clean each document's text; what was found besides goes to its metadata.

    cleaner  the cleaner (default: one with the default options).
    html     the texts are pages.
    columns  what to add, of `cleannews.batch.TYPES`: `body` becomes the document's text, the others go to its metadata under their
             names; what stood there under such a name is kept as `raw_…`.
    title    the metadata key of the headline, if it is known.
    url      the metadata key of the page's address.
    raw      a metadata key under which to keep the text as it was.

    No document is dropped and none raises: one that can't be cleaned keeps its text, and `error` in its metadata says why. Drop what you
    don't want with datatrove's own filters, behind this step.
    """

    name = "📰 cleannews"
    type = "✂️ - FORMAT"
    _requires_dependencies: ClassVar[list[str]] = ["cleannews"]

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        html: bool = False,
        columns: Iterable[str] = COLUMNS,
        title: str | None = None,
        url: str | None = "url",
        raw: str | None = None,
    ) -> None:
        super().__init__()
        self.cleaner = cleaner or Cleaner()
        self.html = html
        self.columns = checked_columns(("body", "error", *columns))
        self.title = title
        self.url = url
        self.raw = raw

    def run(self, data: Iterable[Any], rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """The documents, cleaned, in order."""
        # What the cleaner compiles is made here, in the worker: the pipeline that is sent there stays small.
        one = row_cleaner(self.html, self.cleaner)
        filler = Filler(self.columns, self.cleaner)
        for document in data:
            with self.track_time():
                raw = document.text
                known = document.metadata
                filler.clear()
                article = one(raw, known.get(self.title) if self.title else None, known.get(self.url) if self.url else None)
                filler.add(article)
                found = {name: column[0] for name, column in filler.columns.items()}
                body = found.pop("body")
                for name in [name for name in found if name in known]:
                    known[f"raw_{name}"] = known.pop(name)
                known.update(found)
                if self.raw:
                    known[self.raw] = raw
                if body is not None:
                    document.text = body
                self._count(article, raw, found["error"])
            yield document

    def _count(self, article: object, raw: str, error: str | None) -> None:
        self.stat_update("documents")
        if not isinstance(article, Article) or error:
            self.stat_update("errors")
            return
        removed: dict[str, int] = {}
        counted = dict.fromkeys(_COUNTED.values(), 0)
        for piece in article.pieces:
            if piece.label not in article.keep:
                removed[piece.label.value] = removed.get(piece.label.value, 0) + piece.end - piece.start
                if piece.label in _COUNTED:
                    counted[_COUNTED[piece.label]] += 1
        self.stat_update("characters", value=len(raw))
        self.stat_update("removed characters", value=sum(removed.values()))
        for label, characters in removed.items():
            self.stat_update(f"removed {label}", value=characters)
        for name, n in counted.items():
            self.stat_update(name, value=n)
        if not article.body:
            self.stat_update("empty")
