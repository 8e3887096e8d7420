"""Light data classes are what the standard library's are, and cost nothing until somebody asks."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from cleannews import Cleaner, Label, Rule, values
from cleannews.article import Piece

FIELDS = """
class Sample:
    a: int
    b: str = "b"
    c: tuple = field(default=(), compare=False, repr=False)

    def twice(self):
        return self.a * 2
"""


def made(module: Any) -> Any:
    """The same class with the decorator of a module."""
    space: dict[str, Any] = {"field": module.field, "__name__": __name__}
    exec("from __future__ import annotations\n" + FIELDS, space)
    return module.dataclass(frozen=True)(space["Sample"])


LIGHT, PLAIN = made(values), made(dataclasses)

ASKED: dict[str, Callable[[Any], Any]] = {
    "signature": lambda cls: str(inspect.signature(cls)),
    "signature of __init__": lambda cls: (cls(1) == cls(1), str(inspect.signature(cls.__init__))),
    "fields": lambda cls: [(found.name, found.type, found.default, found.compare) for found in dataclasses.fields(cls)],
    "is_dataclass": lambda cls: (dataclasses.is_dataclass(cls), dataclasses.is_dataclass(cls(1))),
    "replace": lambda cls: repr(dataclasses.replace(cls(1, "x", c=(3,)), a=2)),
    "asdict": lambda cls: dataclasses.asdict(cls(1)),
    "repr": lambda cls: repr(cls(1, c=(9,))),
    "equality": lambda cls: (cls(1) == cls(1), cls(1) == cls(2), cls(1, c=(1,)) == cls(1), cls(1) == 1),
    "hash": lambda cls: (hash(cls(1, "x", (7,))) == hash(cls(1, "x")), hash(cls(1)) == hash((1, "b")), len({cls(1), cls(1), cls(2)})),
    "state": lambda cls: vars(copy.deepcopy(cls(1, c=(2,)))),
    "match": lambda cls: cls.__match_args__,
    "method": lambda cls: cls(4).twice(),
    "missing": lambda cls: cls(),
    "unknown": lambda cls: cls(1, d=2),
    "twice": lambda cls: cls(1, a=2),
    "too many": lambda cls: cls(1, "b", (), 4),
    "set": lambda cls: setattr(cls(1), "a", 2),
    "set another": lambda cls: setattr(cls(1), "z", 2),
    "delete": lambda cls: delattr(cls(1), "a"),
    "subclass": lambda cls: (type("Under", (cls,), {})(1) == cls(1), repr(type("Under", (cls,), {})(5))),
}


def answer(ask: Callable[[Any], Any], cls: Any) -> Any:
    try:
        return ask(cls)
    except (TypeError, dataclasses.FrozenInstanceError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("name", ASKED)
def test_asked_first_or_later_it_answers_as_the_standard_library_does(name: str) -> None:
    expected = answer(ASKED[name], PLAIN)
    assert answer(ASKED[name], made(values)) == expected
    assert answer(ASKED[name], LIGHT) == expected


def test_ours_are_frozen_picklable_and_can_be_replaced() -> None:
    rule = Rule("own", Label.PROMO, "A line.", "^x$")
    assert pickle.loads(pickle.dumps(rule)) == rule != dataclasses.replace(rule, pattern="^y$")
    assert hash(rule) == hash(dataclasses.replace(rule))
    with pytest.raises(dataclasses.FrozenInstanceError):
        rule.id = "other"  # type: ignore[misc]
    assert "profile: 'str' = 'balanced'" in str(inspect.signature(Cleaner))


def test_named_tuples_are_those_of_typing() -> None:
    source = "class Pair(NamedTuple):\n    'Two.'\n    a: int\n    b: str = 'b'\n    def both(self):\n        return self.a, self.b\n"
    made: list[Any] = []
    for named in (values.NamedTuple, NamedTuple):
        space: dict[str, Any] = {"NamedTuple": named, "__name__": __name__}
        exec("from __future__ import annotations\n" + source, space)
        made.append(space["Pair"])
    ours, theirs = (
        (p(1), p(1).both(), p._field_defaults, p.__doc__, p.__module__, p.__qualname__, p(1)._replace(a=2), repr(p(3)), p.__mro__[1:]) for p in made
    )
    assert ours == theirs
    assert str(inspect.signature(made[0])) == "(a: 'int', b: 'str' = 'b')"
    assert list(inspect.signature(made[0]).parameters) == list(inspect.signature(made[1]).parameters)
    assert pickle.loads(pickle.dumps(Piece(0, 1, Label.BODY))) == Piece(0, 1, Label.BODY)


def test_cleaning_loads_nothing_heavy() -> None:
    heavy = ("bs4", "click", "dataclasses", "inspect", "json", "lxml", "trafilatura", "typing")
    code = f"import sys, cleannews; cleannews.clean('A story.\\nPhoto: Ann Bee').body; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
