"""Fit the weights of `src/cleannews/page/weights.txt` from pages whose article text is known.

    python tools/fit_page_weights.py PAGES.jsonl.gz ... [--cv] [--write]

Reads pages with `html`, `url`, `body` (the article's paragraphs, one a line), one JSON object per line. A block of a page is story if its
words stand in the body. The model is additive over single features and pairs of features, as that of the text. Cross-validation is by
site. Needs lightgbm and numpy, which the package itself does not.
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
from cleannews.page.weigh import Weights
from cleannews.read.html import parse, read_tree

#: How many values a number is cut into, how many pairs of features may speak together, rounds of boosting.
BINS, PAIRS, ROUNDS = 14, 40, 300
BASE = {
    "objective": "binary",
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 8,
    "verbose": -1,
    "num_threads": 1,
    "min_data_in_leaf": 40,
    "seed": 7,
    "deterministic": True,
}
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
    root = parse(page["html"])
    tree = read_tree(root)
    found = declared(tree, page.get("url"))
    survey = Survey(tree, found.titles, found.summaries, found.feed)
    truth = gold(tree, page["body"])
    rows, labels = [], []
    for i in candidates(survey):
        numbers, sets = features(survey, i)
        rows.append([*map(float, numbers), *(float(value >> k & 1) for value, width in zip(sets, _WIDTHS, strict=True) for k in range(width))])
        labels.append(truth[i])
    return rows, labels


def table(paths: list[str]) -> tuple[Any, Any, Any, list[str]]:
    """Features, labels, page numbers, sites."""
    values, labels, pages, sites = [], [], [], []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for page in map(json.loads, file):
                rows, truth = rows_of(page)
                values += rows
                labels += truth
                pages += [len(sites)] * len(rows)
                sites.append(urlparse(page.get("url") or "").netloc or str(page.get("id")))
    return np.array(values, np.float32), np.array(labels), np.array(pages), sites


def cut(values: Any) -> list[Any]:
    """The bin edges of each feature."""
    edges = []
    for column in values.T:
        seen = np.unique(column)
        edge = seen[1:] if len(seen) <= 2 * BINS else np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))
        edges.append(edge if len(edge) else np.array([1e9], np.float32))
    return edges


def binned(values: Any, edges: list[Any]) -> Any:
    """Each value as the number of its bin."""
    return np.column_stack([np.searchsorted(edge, column, side="right") for edge, column in zip(edges, values.T, strict=True)]).astype(np.float32)


def pairs_of(bins: Any, labels: Any, weight: Any) -> list[tuple[int, int]]:
    """The pairs of features that most often speak together in shallow trees."""
    booster = lgb.train({**BASE, "max_depth": 2, "num_leaves": 4, "learning_rate": 0.1, "feature_fraction": 0.5}, lgb.Dataset(bins, labels, weight=weight), 300)
    gain: collections.Counter[tuple[int, int]] = collections.Counter()
    for tree in booster.dump_model()["tree_info"]:
        root = tree["tree_structure"]
        for side in ("left_child", "right_child"):
            child = root.get(side, {})
            if "split_feature" in child and child["split_feature"] != root["split_feature"]:
                gain[tuple(sorted((root["split_feature"], child["split_feature"])))] += child["split_gain"]
    return [pair for pair, _ in gain.most_common(PAIRS)]


def additive(bins: Any, labels: Any, weight: Any, pairs: list[tuple[int, int]]) -> Any:
    """An additive model over single features and the given pairs."""
    groups = [[j] for j in range(bins.shape[1])] + [list(pair) for pair in pairs]
    return lgb.train({**BASE, "num_leaves": 6, "learning_rate": 0.1, "interaction_constraints": groups}, lgb.Dataset(bins, labels, weight=weight), ROUNDS)


def tables_of(booster: Any, edges: list[Any]) -> tuple[float, dict[tuple[int, ...], Any]]:
    """The booster's leaves added up into one table for each feature or pair: a leaf is a range of one or two features."""
    sums: dict[tuple[int, ...], Any] = {}
    base = 0.0

    def add(node: Any, ranges: dict[int, tuple[int, int]]) -> None:
        nonlocal base
        if "split_feature" not in node:
            if not ranges:
                base += node["leaf_value"]
                return
            key = tuple(sorted(ranges))
            grid = sums.setdefault(key, np.zeros([len(edges[j]) + 1 for j in key]))
            grid[tuple(slice(*ranges[j]) for j in key)] += node["leaf_value"]
            return
        j, at = node["split_feature"], int(np.floor(node["threshold"])) + 1
        low, high = ranges.get(j, (0, len(edges[j]) + 1))
        add(node["left_child"], {**ranges, j: (low, min(high, at))})
        add(node["right_child"], {**ranges, j: (max(low, at), high)})

    for tree in booster.dump_model()["tree_info"]:
        add(tree["tree_structure"], {})
    return base, sums


def written(base: float, sums: dict[tuple[int, ...], Any], edges: list[Any]) -> str:
    """The tables as text."""
    out = [
        "# Weights of the markup's evidence: log-odds that a block is story, added up. Fitted by tools/fit_page_weights.py; docs/html.md explains.",
        "# edges FEATURE: the values at which a feature's bins begin. one FEATURE: the weight of each bin. two A B: bins of A in rows, of B in columns.",
        *(f"edges {FEATURES[j]} " + " ".join(f"{edge:g}" for edge in edges[j]) for j in sorted({j for key in sums for j in key})),
        f"base {base:.3f}",
    ]
    for key, grid in sorted(sums.items(), key=lambda item: (len(item[0]), item[0])):
        if len(key) == 1:
            out.append(f"one {FEATURES[key[0]]} " + " ".join(f"{value:.2f}" for value in grid))
        else:
            out.append(f"two {FEATURES[key[0]]} {FEATURES[key[1]]} " + " / ".join(" ".join(f"{value:.2f}" for value in row) for row in grid))
    return "\n".join(out).replace("-0.00", "0").replace("0.00", "0") + "\n"


def main() -> None:
    """Read, fit, cross-validate, write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", help="write the weights of each fold into this folder: fold K is fitted without the sites whose digest modulo 4 is K")
    args = parser.parse_args()
    values, labels, pages, sites = table(args.files)
    size = values[:, NUMBERS.index("size")]
    story = np.bincount(pages, labels, len(sites))
    weight = (np.sqrt(np.minimum(size, 400)) + 3) / np.sqrt(story[pages] + 5)
    edges = cut(values)
    bins = binned(values, edges)
    pairs = pairs_of(bins, labels, weight)
    print("pages", len(sites), "blocks", len(labels), "story", int(labels.sum()))
    if args.cv or args.folds:
        fold = np.array([int(hashlib.md5(site.encode()).hexdigest(), 16) % 4 for site in sites])[pages]
        chance = np.zeros(len(labels))
        for k in range(4):
            booster = additive(bins[fold != k], labels[fold != k], weight[fold != k], pairs)
            chance[fold == k] = booster.predict(bins[fold == k])
            if args.folds:
                Path(args.folds, f"weights-{k}.txt").write_text(written(*tables_of(booster, edges), edges), encoding="utf-8")
        for threshold in (0.3, 0.4, 0.5, 0.6):
            said = chance >= threshold
            hit = (size * labels * said).sum()
            print(f"  from {threshold}: precision {hit / (size * said).sum():.4f} recall {hit / (size * labels).sum():.4f} of story by size")
    if args.write:
        text = written(*tables_of(additive(bins, labels, weight, pairs), edges), edges)
        path = Path(__file__).resolve().parent.parent / "src" / "cleannews" / "page" / "weights.txt"
        path.write_text(text, encoding="utf-8")
        sample = Weights(text)
        print("wrote", path.name, path.stat().st_size, "bytes,", len(sample.ones), "numbers,", len(sample.twos), "pairs")


if __name__ == "__main__":
    main()
