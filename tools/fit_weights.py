"""Fit the weights of `src/cleannews/weights.txt` from labelled lines.

    python tools/fit_weights.py DEV.jsonl.gz ... [--corpus corpus] [--cv] [--write]

Reads documents with `text` and `lines` (each `text` and `label`), one JSON object per line, and the corpus. Only lines that rules and
neighbours leave open are fitted. Two models come out, both additive: chance of furniture over single features and pairs of features,
and the likeliest label over single features. Cross-validation is by publisher: no page of a publisher is scored by weights that saw
another page of it. Needs lightgbm, numpy and scikit-learn, which the package itself does not.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import lightgbm as lgb
import numpy as np

from cleannews.cleaner import PROFILES, Cleaner
from cleannews.margin import parse
from cleannews.read.text import read_lines
from cleannews.stages.again import credits_again
from cleannews.stages.evidence import NAMES, Layout
from cleannews.stages.match import matcher, with_closing
from cleannews.stages.stakes import shifts
from cleannews.stages.verdict import decide
from cleannews.stages.weigh import Weigher, line_features

KEPT = {"body", "subhead", "standfirst"}
CLASSES = ("title", "caption", "credit", "promo", "byline", "timestamp", "boilerplate")
TO_CLASS = {"date": "timestamp", "other": "boilerplate", "source": "byline", "bio": "byline"}
#: What is kept of the lines, in this order.
TABLE = ("values", "labels", "numbers", "decided", "settled")
#: How many values a feature is cut into, how many pairs of features may speak together.
BINS, PAIRS = 14, 60


def documents(paths: list[str], corpus: str | None) -> Any:
    """(document, labels of its non-empty lines) from evaluation files and the corpus."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                yield {k: row[k] for k in ("id", "page", "domain", "style", "source", "lang")}, row["text"], [line["label"] for line in row["lines"]]
    for item in sorted(Path(corpus).glob("[a-z][a-z]/*.txt")) if corpus else []:
        headers, raw, spans = parse(item.read_text(encoding="utf-8"))
        labels = []
        for line in read_lines(raw):
            inside = collections.Counter()
            for start, end, label, _ in spans:
                inside[label] += max(0, min(end, line.end) - max(start, line.start))
            labels.append(inside.most_common(1)[0][0])
        labels = ["body" if label in KEPT else label for label in labels]
        yield {"id": str(item), "page": str(item), "domain": str(item), "style": "corpus", "source": "corpus", "lang": headers.get("lang", "")}, raw, labels


def table(paths: list[str], corpus: str | None) -> tuple[Any, Any, Any, Any, Any, list[dict[str, str]]]:
    """Features, labels, document numbers, what is decided already, what is story without weighing; documents."""
    found = matcher(Cleaner().active_rules, None)
    threshold, sure = PROFILES["balanced"]
    rows, labels, numbers, decided, settled, docs = [], [], [], [], [], []
    for head, text, gold in documents(paths, corpus):
        lines = read_lines(text)
        if len(lines) != len(gold):
            print("lines differ:", head["id"], len(lines), len(gold), file=sys.stderr)
            continue
        hits = [with_closing(line.form, hit) for line, hit in zip(lines, found.hits_of([line.form for line in lines]), strict=True)]
        for i, hit in credits_again([line.form for line in lines], hits).items():
            hits[i] = [*hits[i], hit]
        layout = Layout(lines, hits)
        verdicts, _ = decide(layout, Weigher(), threshold, sure, frozenset())
        for i, label in enumerate(gold):
            rows.append(line_features(layout, i))
            labels.append(label)
            numbers.append(len(docs))
            decided.append(verdicts[i].label.value not in KEPT)
            settled.append(layout.settled(i))
        docs.append(head)
    return np.array(rows, np.float32), np.array(labels), np.array(numbers), np.array(decided), np.array(settled), docs


def cut(values: Any) -> list[Any]:
    """The bin edges of each feature."""
    edges = []
    for column in values.T:
        seen = np.unique(column)
        edge = seen[1:] if len(seen) <= BINS else np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))
        edges.append(edge if len(edge) else np.array([1e9], np.float32))
    return edges


def binned(values: Any, edges: list[Any]) -> Any:
    """The number of the bin that each value falls in."""
    return np.column_stack([np.searchsorted(edge, column, side="right") for edge, column in zip(edges, values.T, strict=True)]).astype(np.float32)


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


def pairs_of(values: Any, target: Any, weight: Any) -> list[tuple[int, int]]:
    """The pairs of features that most often speak together in shallow trees."""
    booster = lgb.train(
        {**BASE, "max_depth": 2, "num_leaves": 4, "learning_rate": 0.1, "feature_fraction": 0.5}, lgb.Dataset(values, target, weight=weight), 400
    )
    gain: collections.Counter[tuple[int, int]] = collections.Counter()
    for tree in booster.dump_model()["tree_info"]:
        root = tree["tree_structure"]
        for side in ("left_child", "right_child"):
            child = root.get(side, {})
            if "split_feature" in child and child["split_feature"] != root["split_feature"]:
                gain[tuple(sorted((root["split_feature"], child["split_feature"])))] += child["split_gain"]
    return [pair for pair, _ in gain.most_common(PAIRS)]


def additive(values: Any, target: Any, weight: Any, pairs: list[tuple[int, int]], rounds: int) -> Any:
    """An additive model over single features and the given pairs."""
    groups = [[j] for j in range(values.shape[1])] + [list(pair) for pair in pairs]
    return lgb.train({**BASE, "num_leaves": 6, "learning_rate": 0.1, "interaction_constraints": groups}, lgb.Dataset(values, target, weight=weight), rounds)


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


class Scores:
    """Removed and lost, as the evaluation counts them: every document weighs the same."""

    def __init__(self, labels: Any, numbers: Any, decided: Any, size: Any, docs: list[dict[str, str]], only: Any) -> None:
        self.groups = []
        self.size = size
        order: dict[int, list[int]] = collections.defaultdict(list)
        for i in np.where((labels != "optional") & only)[0]:
            order[numbers[i]].append(i)
        for rows in order.values():
            at = np.array(rows)
            self.groups.append((at, labels[at] == "body", size[at]))
        self.decided = decided

    def at(self, chance: Any, threshold: float) -> tuple[float, float]:
        """(share of furniture removed, body lines lost per 1,000) when lines from this chance on go (see `eased`)."""
        removed, lost = [], []
        for at, body, size in self.groups:
            gone = (chance[at] >= threshold) | self.decided[at]
            if (~body).any():
                removed.append((size[~body] * gone[~body]).sum() / size[~body].sum())
            lost.append(1000 * gone[body].mean() if body.any() else 0)
        return float(np.mean(removed)), float(np.mean(lost))

    def eased(self, chance: Any) -> Any:
        """The chances, moved by what is at stake instead of the threshold (stages/stakes.py)."""
        moved = np.array(chance, float)
        for at, _, size in self.groups:
            known = np.where(self.decided[at], 1, chance[at])
            odds = moved[at] / (1.000001 - moved[at]) * np.exp(shifts(known.tolist(), size.tolist(), range(len(at))))
            moved[at] = odds / (1 + odds)
        return moved

    def curve(self, chance: Any, targets: tuple[float, ...] = (1.5, 2, 2.5, 3, 5, 10)) -> str:
        """What is removed at given losses, and the threshold that does it."""
        out = []
        chance = self.eased(chance)
        for target in targets:
            low, high = 0.3, 1.0
            for _ in range(12):
                middle = (low + high) / 2
                low, high = (middle, high) if self.at(chance, middle)[1] > target else (low, middle)
            out.append(f"{target}: {self.at(chance, high)[0]:.3f} (t {high:.3f})")
        return "  ".join(out)


def main() -> None:
    """Read, fit, cross-validate, write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--corpus")
    parser.add_argument("--cv", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--save", help="keep the feature table here (numpy)")
    parser.add_argument("--load", help="take the feature table from here")
    parser.add_argument("--chances", help="keep the cross-validated chances here (numpy)")
    args = parser.parse_args()
    if args.load:
        data = np.load(args.load, allow_pickle=True)
        values, labels, numbers, decided, settled = (data[name] for name in TABLE)
        docs = list(data["docs"])
    else:
        *found, docs = table(args.files, args.corpus)
        values, labels, numbers, decided, settled = found
        if args.save:
            np.savez(args.save, docs=np.array(docs, object), **dict(zip(TABLE, found, strict=True)))
    source = np.array([docs[n]["source"] for n in numbers])
    publisher = np.array([docs[n]["domain"] or docs[n]["page"] for n in numbers])
    size = values[:, NAMES.index("size")]
    edges = cut(values)
    bins = binned(values, edges)
    target = (labels != "body").astype(int)
    fitted = (labels != "optional") & ~decided & ~settled
    # As the evaluation weighs: every document alike, long furniture more than short; and more for the few texts as scrapers left them, and for
    # the corpus, which has what is rare.
    weight = np.sqrt(np.clip(size, 20, 400)) / np.bincount(numbers, minlength=len(docs))[numbers] ** 0.6
    weight[source == "wild"] *= 3
    weight[source == "corpus"] *= 3
    weight /= weight.mean() * 7
    news = (source != "wcxb-blog") & (source != "corpus")
    every = Scores(labels, numbers, decided, size, docs, news)
    wild = Scores(labels, numbers, decided, size, docs, (source == "wild"))
    print("lines", len(labels), "open", int(fitted.sum()), "sure alone:", "removed {:.3f} lost {:.2f}".format(*every.at(np.zeros(len(labels)), 2.0)))
    pairs = pairs_of(bins[fitted], target[fitted], weight[fitted])
    if args.cv:
        names = sorted(set(publisher))
        fold_of = {name: i % 5 for i, name in enumerate(np.random.RandomState(0).permutation(names))}
        fold = np.array([fold_of[name] for name in publisher])
        chance, full = np.zeros(len(labels)), np.zeros(len(labels))
        for k in range(5):
            train, test = fitted & (fold != k), (fold == k) & ~settled
            chance[test] = additive(bins[train], target[train], weight[train], pairs, args.rounds).predict(bins[test])
            full[test] = lgb.train(
                {**BASE, "num_leaves": 31, "learning_rate": 0.06, "feature_fraction": 0.5}, lgb.Dataset(bins[train], target[train], weight=weight[train]), 200
            ).predict(bins[test])
        print("additive, by publisher ", every.curve(chance))
        print("unbounded trees        ", every.curve(full))
        print("additive, wild         ", wild.curve(chance))
        corpus = Scores(labels, numbers, decided, size, docs, (source == "corpus"))
        print("additive, corpus       ", corpus.curve(chance))
        if args.chances:
            np.save(args.chances, chance)
        reliability(chance[fitted & news], target[fitted & news])
    if args.write:
        path = Path(__file__).resolve().parent.parent / "src" / "cleannews" / "weights.txt"
        path.write_text(written(bins, edges, labels, target, fitted, weight, pairs, args.rounds), encoding="utf-8")
        print("wrote", path, path.stat().st_size, "bytes")


def reliability(chance: Any, target: Any) -> None:
    """Chance as said against share that is furniture, in bins."""
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.98), (0.98, 1.01)):
        rows = (chance >= low) & (chance < high)
        if rows.any():
            print(f"  said {low:.2f}-{min(high, 1):.2f}: {int(rows.sum()):6d} lines, {target[rows].mean():.3f} furniture")


def written(bins: Any, edges: list[Any], labels: Any, target: Any, fitted: Any, weight: Any, pairs: list[tuple[int, int]], rounds: int) -> str:
    """The text of weights.txt."""
    out = ["# Weights of evidence: log-odds that a line is furniture, added up. Fitted by tools/fit_weights.py; docs/design.md explains the features.",
           "# edges FEATURE: the values at which a feature's bins begin. one FEATURE: the weight of each bin. two A B: bins of A in rows, of B in columns.",
           "# label NAME FEATURE: weights of the label among furniture."]  # fmt: skip
    base, sums = tables_of(additive(bins[fitted], target[fitted], weight[fitted], pairs, rounds), edges)
    classes = np.array([TO_CLASS.get(label, label) if TO_CLASS.get(label, label) in CLASSES else "boilerplate" for label in labels])
    rows = fitted & (target == 1)
    used = {j for key in sums for j in key}
    label_tables = []
    for name in CLASSES:
        booster = lgb.train(
            {**BASE, "num_leaves": 5, "learning_rate": 0.15, "interaction_constraints": [[j] for j in range(bins.shape[1])]},
            lgb.Dataset(bins[rows], (classes[rows] == name).astype(int), weight=weight[rows]),
            60,
        )
        start, tables = tables_of(booster, edges)
        label_tables.append((name, start, tables))
        used |= {j for key in tables for j in key}
    for j in sorted(used):
        half = 0.5 if all(float(edge).is_integer() for edge in edges[j]) else 0.0  # between whole numbers
        out.append(f"edges {NAMES[j]} " + " ".join(f"{edge - half:g}" for edge in edges[j]))
    out.append(f"base {base:.3f}")
    for key, grid in sorted(sums.items(), key=lambda item: (len(item[0]), item[0])):
        if len(key) == 1:
            out.append(f"one {NAMES[key[0]]} " + " ".join(f"{value:.2f}" for value in grid))
        else:
            out.append(f"two {NAMES[key[0]]} {NAMES[key[1]]} " + " / ".join(" ".join(f"{value:.2f}" for value in row) for row in grid))
    for name, start, tables in label_tables:
        out.append(f"label {name} base {start:.3f}")
        for key, grid in sorted(tables.items()):
            if np.abs(grid).max() > 0.05:
                out.append(f"label {name} {NAMES[key[0]]} " + " ".join(f"{value:.2f}" for value in grid))
    return "\n".join(out).replace("-0.00", "0") + "\n"


if __name__ == "__main__":
    main()
