"""The first of two readings: what each publisher's texts in a file have to be counted."""

from __future__ import annotations

from typing import NamedTuple

from cleannews.files.inputs import Input, Part
from cleannews.files.records import Damaged, Unreadable, Wanted, read_part
from cleannews.learning import SAMPLE, Sample, page_text


class Read(NamedTuple):
    """How the reading of a file went: records without a usable text, records that name no publisher, and why the rest could not be read, if so."""

    rejects: int
    nameless: int
    problem: str | None


def draw(source: Input, wanted: Wanted, drawn: dict[str, Sample], size: int = SAMPLE, unnamed: str = "") -> Read:
    """Read a file to its end and add its texts to the samples of their publishers.

    drawn     publisher → sample; grows.
    size      how many texts of a publisher are counted at most.
    unnamed   what the publisher is called if `wanted.by` asks for none.
    """
    rejects = nameless = 0
    problem = None
    try:
        for batch in read_part(Part(source.name, source), wanted):
            rejects += len(batch.rejects)
            for i, text in enumerate(batch.texts):
                publisher = batch.publisher(i, wanted.by) if wanted.by else unnamed
                if wanted.by and not publisher:
                    nameless += 1
                elif isinstance(text, (str, bytes)):
                    if publisher not in drawn:
                        drawn[publisher] = Sample(size)
                    drawn[publisher].add(page_text(text) if batch.html else text)
    except (Unreadable, Damaged) as error:
        problem = str(error)
    return Read(rejects, nameless, problem)
