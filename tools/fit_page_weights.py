"""Fit the trees of `src/cleannews/page/trees.txt` from pages whose article text is known.

    python tools/fit_page_weights.py PAGES.jsonl.gz ... [--cv] [--write]

Reads pages with `html`, `url`, `body` (the article's paragraphs, one a line), one JSON object per line. A block of a page is story if its
words stand in the body. The model is a sum of a few small trees: pairs of features, as for the text, are not enough where it matters what
an element is called, where it stands and what it holds at once. Cross-validation is by site; pages of news count twice. Needs lightgbm and
numpy, which the package itself does not.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import lightgbm as lgb
import numpy as np

from cleannews.page.evidence import FEATURES, NUMBERS, SETS, Survey, candidates, features
from cleannews.page.meta import declared
from cleannews.page.tree import Tree
from cleannews.page.weigh import Trees
from cleannews.read.html import parse

#: Trees, leaves of each, and how much of a tree is taken.
TREES, LEAVES, RATE = 30, 31, 0.25
#: The trees after which a block that can change sides no more is let go.
GATES = (2, 5, 9, 14, 20)
BASE = {
    "objective": "binary", "bagging_fraction": 0.8, "bagging_freq": 1, "feature_fraction": 0.5, "lambda_l2": 8, "min_data_in_leaf": 40, "max_bin": 63,
    "num_leaves": LEAVES, "learning_rate": RATE, "verbose": -1, "num_threads": 2, "seed": 7, "deterministic": True,
}  # fmt: skip
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_WIDTHS = [18, *(len([name for name in FEATURES if name.startswith(f"{each}.")]) for each in SETS[1:])]


def words(text: str) -> list[str]:
    """The words of a text, those of unspaced scripts by character."""
    return _TOKEN.findall(text.lower())


def gold(tree: Tree, body: str) -> list[int]:
    """For each block, whether it is story. Of copies of a paragraph the one among other story counts."""
    paragraphs = collections.Counter(filter(None, (" ".join(words(line)) for line in body.splitlines())))
    tokens = words(body)
    whole = f" {' '.join(tokens)} "
    grams = {tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3)}
    said = [" ".join(words(tree.text[block.start : block.end])) for block in tree.blocks]
    found: list[int] = []
    for text in said:
        own = text.split()
        if not own:
            found.append(0)
        elif text in paragraphs:
            found.append(1)
        elif len(own) >= 8:
            mine = {tuple(own[i : i + 4]) for i in range(len(own) - 3)}
            found.append(int(f" {text} " in whole or len(mine & grams) > 0.6 * len(mine)))
        else:
            found.append(2 if f" {text} " in whole else 0)
    n = len(found)

    def beside(i: int, step: int) -> bool:
        j = i + step
        while 0 <= j < n and found[j] == 2:
            j += step
        return 0 <= j < n and found[j] == 1 and abs(j - i) < 6

    found = [int(beside(i, -1) and beside(i, 1)) if value == 2 else value for i, value in enumerate(found)]
    places = collections.defaultdict(list)
    for i, value in enumerate(found):
        if value:
            places[said[i]].append(i)
    ones = [i for i, value in enumerate(found) if value]
    for text, at in places.items():
        wanted = max(1, paragraphs[text])
        ranked = sorted(at, key=lambda i: -sum(1 for j in ones if j != i and abs(j - i) <= 10))
        for i in ranked[wanted:]:
            found[i] = 0
    return found


def rows_of(page: dict[str, Any]) -> tuple[list[list[float]], list[int]]:
    """Features and gold of the blocks of one page that are weighed."""
    tree = parse(page["html"])
    found = declared(tree, page.get("url"))
    survey = Survey(tree, found.titles, found.summaries, found.feed)
    truth = gold(tree, page["body"])
    rows, labels = [], []
    for i in candidates(survey, wide=True):
        numbers, sets = features(survey, i)
        rows.append([*map(float, numbers), *(float(value >> k & 1) for value, width in zip(sets, _WIDTHS, strict=True) for k in range(width))])
        labels.append(truth[i])
    return rows, labels


def table(paths: list[str]) -> tuple[Any, Any, Any, list[str], Any]:
    """Features, labels, page numbers, sites, which pages are news: those with an image list, as news gold has."""
    values, labels, pages, sites, news = [], [], [], [], []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for page in map(json.loads, file):
                rows, truth = rows_of(page)
                values += rows
                labels += truth
                pages += [len(sites)] * len(rows)
                news.append(page.get("images") is not None)
                sites.append(urlparse(page.get("url") or "").netloc or str(page.get("id")))
    return np.array(values), np.array(labels), np.array(pages), sites, np.array(news)


def weights(values: Any, labels: Any, pages: Any, news: Any) -> Any:
    """How much each block counts: by its size, less on pages with many blocks, twice on pages of news."""
    story = np.bincount(pages, labels, len(news))
    weight = (np.sqrt(np.minimum(values[:, NUMBERS.index("size")], 400)) + 3) / np.sqrt(story[pages] + 5)
    return weight * np.where(news, 2.0, 1.0)[pages]


def fitted(values: Any, labels: Any, weight: Any) -> Any:
    """The model."""
    return lgb.train(BASE, lgb.Dataset(values, labels, weight=weight), TREES)


def written(booster: Any, values: Any, labels: Any) -> str:
    """The trees as text, with gates after some of them: all but three in ten thousand of the story stand above, of the rest below."""
    chance = booster.predict(values)
    story, other = values[(labels == 1) & (chance >= 0.3)], values[chance < 0.5]
    gates = {
        k: (
            np.quantile(booster.predict(story, num_iteration=k + 1, raw_score=True), 0.0003),
            np.quantile(booster.predict(other, num_iteration=k + 1, raw_score=True), 0.9997),
        )
        for k in GATES
    }

    def line(node: Any) -> str:
        if "split_feature" not in node:
            return f"{node['leaf_value']:.3f}"
        name, at = FEATURES[node["split_feature"]], node["threshold"]
        return f"{name}<={at:.6g} {line(node['left_child'])} {line(node['right_child'])}"

    return "\n".join(
        [
            "# Trees over the markup's evidence: log-odds that a block is story, added up. Fitted by tools/fit_page_weights.py; docs/html.md explains.",
            *(
                f"tree {line(tree['tree_structure'])}" + (f"\ngate {gates[k][0]:.3f} {gates[k][1]:.3f}" if k in gates else "")
                for k, tree in enumerate(booster.dump_model()["tree_info"])
            ),
            "",
        ]
    )


def main() -> None:
    """Read, fit, cross-validate, write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", help="write the trees of each fold into this folder: fold K is fitted without the sites whose digest modulo 4 is K")
    args = parser.parse_args()
    values, labels, pages, sites, news = table(args.files)
    weight = weights(values, labels, pages, news)
    print("pages", len(sites), "blocks", len(labels), "story", int(labels.sum()))
    if args.cv or args.folds:
        size = values[:, NUMBERS.index("size")]
        fold = np.array([int(hashlib.md5(site.encode()).hexdigest(), 16) % 4 for site in sites])[pages]
        chance = np.zeros(len(labels))
        for k in range(4):
            booster = fitted(values[fold != k], labels[fold != k], weight[fold != k])
            chance[fold == k] = booster.predict(values[fold == k])
            if args.folds:
                Path(args.folds, f"trees-{k}.txt").write_text(written(booster, values[fold != k], labels[fold != k]), encoding="utf-8")
        for threshold in (0.3, 0.4, 0.5, 0.6):
            said = chance >= threshold
            hit = (size * labels * said).sum()
            print(f"  from {threshold}: precision {hit / (size * said).sum():.4f} recall {hit / (size * labels).sum():.4f} of story by size")
    if args.write:
        text = written(fitted(values, labels, weight), values, labels)
        path = Path(__file__).resolve().parent.parent / "src" / "cleannews" / "page" / "trees.txt"
        path.write_text(text, encoding="utf-8")
        print("wrote", path.name, path.stat().st_size, "bytes,", Trees(text).size, "trees")


if __name__ == "__main__":
    main()
