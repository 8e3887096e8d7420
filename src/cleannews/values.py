"""Frozen data classes that are cheap to have: the standard library writes their methods when one is first called.

Importing what writes them, and having it write them, takes longer than cleaning a text. What comes out is the same: `fields`, `replace`,
equality, hash, representation and signature are the standard library's own.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass, field
    from typing import Any, NamedTuple
else:
    from collections import namedtuple

    class _Named(type):
        def __new__(kind, name, bases, space):
            if not bases:
                return super().__new__(kind, name, bases, space)
            fields = tuple(space["__annotations__"])
            made = namedtuple(name, fields, defaults=[space[field] for field in fields if field in space], module=space["__module__"])
            made.__new__.__annotations__ = space["__annotations__"]
            for key, value in space.items():
                if key not in fields and key != "__module__":
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Named):
        """`typing.NamedTuple`, without what `typing` loads and looks at."""

    def dataclass(*, frozen):
        """The decorator. `frozen` is said for readers and checkers: there are no others."""
        assert frozen
        return _light

    def field(**options):
        """A field with a default that is left out of some methods."""
        return _Field(options)


#: What is written when it is first asked for, besides `__init__`.
_METHODS = ("__repr__", "__eq__", "__hash__", "__replace__")
_ABOUT = ("__dataclass_fields__", "__dataclass_params__")
#: What a copy of a class must not have.
_OF_THIS_CLASS = {"__dict__", "__weakref__"}

__all__ = ["NamedTuple", "dataclass", "field"]


class _Field:
    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options


def _light(cls: Any) -> Any:
    """The class as a frozen data class. Its fields must all be its own, and have no default factories."""
    names = tuple(cls.__annotations__)
    own = dict(vars(cls))
    for name in names:
        if isinstance(own.get(name), _Field):
            setattr(cls, name, own[name].options["default"])
    # What a class says of a field: for a descriptor, what that says.
    defaults = {name: getattr(cls, name) for name in names if name in own}
    known = frozenset(names)

    def written() -> Any:
        """The same class as the standard library makes it; what it wrote is this one's from now on."""
        import dataclasses

        space = {name: dataclasses.field(**found.options) if isinstance(found, _Field) else found for name, found in own.items()}
        made = dataclasses.dataclass(frozen=True)(type(cls)(cls.__name__, cls.__bases__, {name: space[name] for name in space.keys() - _OF_THIS_CLASS}))
        for name in ("__init__", *_METHODS, *_ABOUT):
            if name in vars(made) and name not in own:
                setattr(cls, name, vars(made)[name])
        for name in ("__signature__", "__replace__"):
            if isinstance(vars(cls).get(name), _Late):
                delattr(cls, name)
        return cls

    def __init__(self: Any, *args: Any, **given: Any) -> None:  # noqa: N807
        values = dict(zip(names, args, strict=False))
        if len(args) > len(names) or not known.issuperset(given) or not values.keys().isdisjoint(given) or len({**defaults, **values, **given}) < len(names):
            written().__init__(self, *args, **given)
            raise AssertionError("not reached: the arguments are wrong")
        given = defaults | values | given
        vars(self).update({name: given[name] for name in names})
        if "__post_init__" in own:
            self.__post_init__()

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807
        if type(self) is cls or name in known:
            raise _frozen("assign to", name)
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807
        if type(self) is cls or name in known:
            raise _frozen("delete", name)
        super(cls, self).__delattr__(name)

    for function in (__init__, __setattr__, __delattr__):
        function.__qualname__ = f"{cls.__qualname__}.{function.__name__}"
        setattr(cls, function.__name__, function)
    for name in (*_METHODS, *_ABOUT, "__signature__"):
        if name not in own or (name == "__hash__" and own[name] is None):
            setattr(cls, name, _Late(name, written))
    setattr(cls, "__match_args__", names)  # noqa: B010 - checkers know it of data classes only
    return cls


class _Late:
    """What the standard library writes, or does not, when somebody asks for it."""

    def __init__(self, name: str, written: Any) -> None:
        self._name = name
        self._written = written

    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        found = self._written()
        return getattr(found if instance is None else instance, self._name)


def _frozen(what: str, name: str) -> Exception:
    from dataclasses import FrozenInstanceError

    return FrozenInstanceError(f"cannot {what} field {name!r}")
