"""Fit the points of `src/cleannews/page/titles.py` from pages whose headline is known, and say what any choice could reach.

    python tools/fit_titles.py PAGES.jsonl.gz ...

Reads pages with `html`, `url`, `title`, one JSON object per line. Prints, for each file: how often the headline is among the page's own at
all; the best of the fixed orders of places; the points as shipped; points fitted on other sites than those they are tried on, ten times
over; then the points themselves. A headline is right if it is the known one with nothing or something added. Pages of news count twice.
Needs numpy and scipy, which the package itself does not.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
from typing import Any, NamedTuple
from urllib.parse import urlparse

import numpy as np
from scipy.optimize import minimize

from cleannews.page.evidence import Survey
from cleannews.page.meta import bare, declared
from cleannews.page.titles import PLACES, given, grouped, printed_headline, scores
from cleannews.read.html import parse

FEATURES = [*PLACES, "fullest", "other.printed", "silent.shared", "silent.printed"]
FOLDS = 10


class Case(NamedTuple):
    """A page: its file, its site, its groups of headlines, their features, which are right, whether it is news."""

    file: str
    site: str
    groups: list[list[tuple[str, str]]]
    features: Any
    right: Any
    news: bool | None


def right(said: str, gold: str) -> bool:
    """Whether a headline is the known one, or one holds the other."""
    a, b = bare(said), bare(gold)
    return bool(a) and (a in b or b in a)


def case(file: str, page: dict[str, Any]) -> Case:
    """The case that a page makes."""
    tree = parse(page["html"])
    found = declared(tree, page.get("url"))
    printed = printed_headline(tree, Survey(tree, found.titles, found.summaries, found.feed), found)
    groups = grouped(given(found, tree.title, printed))
    places = [{place for place, _ in group} for group in groups]
    fullest = [score >= 50 for score in scores(groups, found.news, points=dict.fromkeys(PLACES, 0) | {"fullest": 50}, extra={})]
    rows = [
        [
            *(place in own for place in PLACES),
            full and len(groups) > 1,
            found.news is False and "printed" in own,
            found.news is None and "shared" in own,
            found.news is None and "printed" in own,
        ]
        for own, full in zip(places, fullest, strict=True)
    ]
    truth = [any(right(text, page["title"]) for _, text in group) for group in groups]
    site = ".".join(urlparse(page.get("url") or "").netloc.split(".")[-2:]) or str(page.get("id"))
    return Case(file, site, groups, np.array(rows, float).reshape(len(groups), len(FEATURES)), np.array(truth, float), found.news)


def fitted(cases: list[Case]) -> Any:
    """The weights that make the right headlines likely: a conditional logit, drawn to zero."""
    told = [(each.features, each.right, 2.0 if each.news else 1.0) for each in cases if 0 < each.right.sum() < len(each.right)]

    def loss(weights: Any) -> tuple[float, Any]:
        total, slope = float(weights @ weights), 2 * weights
        for rows, truth, count in told:
            chance = np.exp(rows @ weights - (rows @ weights).max())
            chance = chance / chance.sum()
            total -= count * float(np.log((chance * truth).sum()))
            slope = slope - count * rows.T @ (chance * truth / (chance * truth).sum() - chance)
        return total, slope

    return minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x


def share(cases: list[Case], choose: Any) -> dict[str, float]:
    """For each file the share of pages whose chosen group is right."""
    files = dict.fromkeys(each.file for each in cases)
    return {file: round(float(np.mean([each.right[choose(each)] if len(each.right) else 0 for each in cases if each.file == file])), 3) for file in files}


def fold(site: str, seed: int) -> int:
    """The part that a site falls into."""
    return int(hashlib.md5(f"{seed} {site}".encode()).hexdigest(), 16) % FOLDS


def main() -> None:
    """Read, fit, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    cases = []
    for path in parser.parse_args().files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            cases += [case(path, page) for page in map(json.loads, file) if page.get("title")]
    print("among the page's own    ", share(cases, lambda each: int(each.right.argmax())))
    for order in itertools.permutations(PLACES):

        def first(each: Case, order: tuple[str, ...] = order) -> int:
            return min(range(len(each.groups)), key=lambda k: min(order.index(place) for place, _ in each.groups[k]))

        print(f"{' > '.join(order):36}", share(cases, first))
    print("points as shipped       ", share(cases, lambda each: int(np.argmax(scores(each.groups, each.news)))))
    for seed in range(5):
        models = [fitted([each for each in cases if fold(each.site, seed) != k]) for k in range(FOLDS)]
        print(
            "fitted on other sites   ",
            share(cases, lambda each, models=models, seed=seed: int(np.argmax(each.features @ models[fold(each.site, seed)]))),
        )
    print(dict(zip(FEATURES, (10 * fitted(cases)).round(1).tolist(), strict=True)))


if __name__ == "__main__":
    main()
