"""Columns in, columns out: what every data engine can call, and the columns that come out, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cleannews.article import Article, Author, Credit, Image, Label, Note, Place, Promo

if TYPE_CHECKING:
    import pyarrow as pa

    from cleannews.cleaner import Cleaner

#: The type of a column: "string", "bool" or "int64"; [x] is a list of x; a dictionary is a struct.
Type = str | list[Any] | dict[str, Any]

_CREDIT: dict[str, Type] = {
    "text": "string", "creators": ["string"], "provider": "string", "collection": "string", "copyright_notice": "string", "supplied": "bool",
}  # fmt: skip
_PLACE: dict[str, Type] = {"city": "string", "region": "string", "country": "string"}
_IMAGE: dict[str, Type] = {
    "caption": "string", "description": "string", "credit": _CREDIT, "location": _PLACE, "date": "string", "instructions": "string",
    "is_file": "bool", "is_symbolic": "bool", "digital_source": "string", "url": "string", "position": "int64", "lines": ["int64"],
}  # fmt: skip
#: The fields of the `metadata` column, in order: those of `Article.to_dict`, all of them in every row.
METADATA: dict[str, Type] = {
    "title": "string",
    "standfirst": "string",
    "authors": [{"name": "string", "role": "string", "email": "string", "description": "string"}],
    "dateline": "string",
    "published": "string",
    "modified": "string",
    "section": "string",
    "tags": ["string"],
    "language": "string",
    "kind": "string",
    "truncated": "bool",
    "images": [_IMAGE],
    "promos": [{"kind": "string", "label": "string", "headline": "string", "text": "string", "url": "string"}],
    "sources": ["string"],
    "notes": [{"kind": "string", "text": "string"}],
    "rights": ["string"],
    "encoding": "string",
    "replaced": "int64",
    "warnings": ["string"],
}
#: Every column there is, in order.
TYPES: dict[str, Type] = {
    "body": "string",
    "captions": ["string"],
    "credits": ["string"],
    "metadata": METADATA,
    "error": "string",
    "rules_version": "string",
    "segments": [{"label": "string", "subtype": "string", "rule": "string", "line": "int64", "start": "int64", "end": "int64"}],
}
#: The columns that come out unless others are asked for.
COLUMNS: tuple[str, ...] = ("body", "captions", "credits", "metadata", "error")


def clean_batch(
    batch: Mapping[str, Iterable[Any]],
    *,
    text: str = "text",
    html: bool = False,
    title: str | None = None,
    url: str | None = None,
    columns: Iterable[str] = COLUMNS,
    carry: Iterable[str] = (),
    cleaner: Cleaner | None = None,
) -> dict[str, list[Any]]:
    """Clean a column of texts: columns in, columns out, one row per row, in the same order.

    batch    the columns: a mapping of lists, NumPy arrays or pandas Series, or a pandas data frame.
    text     the column with the texts (str or bytes); `html` says that they are pages.
    title    the column with the headlines, if they are known.
    url      the column with the pages' addresses, if they are known.
    columns  what to return, of `TYPES`; they come in that order, whatever order is asked for.
    carry    columns to hand on as they are, in front of the others (but not over one of the same name).
    cleaner  the cleaner (default: one with the default options).

    A missing text (None, NaN) gives None and empty lists. A row that can't be cleaned gives the same and says why in `error`; no row
    raises. Raises ValueError if a column is not there.
    """
    wanted = checked_columns(columns)
    known = list(batch)
    texts = _listed(batch[_there(text, known)])
    titles = _listed(batch[_there(title, known)]) if title else None
    urls = _listed(batch[_there(url, known)]) if url else None
    out: dict[str, list[Any]] = {name: _listed(batch[_there(name, known)]) for name in carry if name not in wanted}
    filler = Filler(wanted, cleaner)
    for article in cleaned(texts, html=html, titles=titles, urls=urls, cleaner=cleaner):
        filler.add(article)
    out.update(filler.columns)
    return out


def clean_table(
    table: pa.Table,
    *,
    text: str = "text",
    html: bool = False,
    title: str | None = None,
    url: str | None = None,
    columns: Iterable[str] = COLUMNS,
    carry: Iterable[str] = (),
    cleaner: Cleaner | None = None,
) -> pa.Table:
    """`clean_batch` for a PyArrow table (or record batch, which gives a record batch): same arguments, same columns, with their types.

    Raises ImportError if PyArrow is not installed, ValueError if a column is not there.
    """
    pa = needs("pyarrow", "arrow", "tables")
    wanted = checked_columns(columns)
    known = table.schema.names
    texts = table.column(_there(text, known)).to_pylist()
    titles = table.column(_there(title, known)).to_pylist() if title else None
    urls = table.column(_there(url, known)).to_pylist() if url else None
    carried = {name: table.column(_there(name, known)) for name in carry if name not in wanted}
    filler = Filler(wanted, cleaner)
    for article in cleaned(texts, html=html, titles=titles, urls=urls, cleaner=cleaner):
        filler.add(article)
    arrays = [*carried.values(), *(arrow_array(filler.columns[name], TYPES[name]) for name in wanted)]
    fields = [*(table.schema.field(name) for name in carried), *schema(wanted)]
    return type(table).from_arrays(arrays, schema=pa.schema(fields))


def schema(columns: Iterable[str] = COLUMNS) -> pa.Schema:
    """The types of the columns as a PyArrow schema. Raises ImportError if PyArrow is not installed."""
    pa = needs("pyarrow", "arrow", "tables")
    return pa.schema([(name, arrow_type(TYPES[name])) for name in checked_columns(columns)])


def checked_columns(columns: Iterable[str]) -> tuple[str, ...]:
    """The columns in their order. Raises ValueError for one that does not exist."""
    asked = [columns] if isinstance(columns, str) else list(columns)
    for name in asked:
        if name not in TYPES:
            raise ValueError(f"unknown column {name!r}; there are: {', '.join(TYPES)}")
    return tuple(name for name in TYPES if name in asked)


def _there(name: str, known: Sequence[Any]) -> str:
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, [column for column in known if isinstance(column, str)], 3, 0.4)
        raise ValueError(f"no column {name!r}; " + (f"did you mean {' or '.join(map(repr, near))}?" if near else f"there are: {', '.join(map(str, known))}"))
    return name


def _listed(column: Iterable[Any]) -> list[Any]:
    """A column of whatever host as a list of plain Python values."""
    for method in ("to_pylist", "tolist"):
        if hasattr(column, method):
            return list(getattr(column, method)())
    return list(column)


# --- one row -----------------------------------------------------------------------------------------------------------------


class Failure(str):
    """Why a row could not be cleaned."""

    __slots__ = ()


def cleaned(
    texts: Iterable[Any], *, html: bool = False, titles: Iterable[Any] | None = None, urls: Iterable[Any] | None = None, cleaner: Cleaner | None = None
) -> Iterator[Article | Failure | None]:
    """Each text's article, None for a missing text, or why there is none. Nothing raises."""
    from itertools import repeat

    one = row_cleaner(html, cleaner)
    for text, title, url in zip(texts, titles or repeat(None), urls or repeat(None), strict=False):
        yield one(text, title, url)


def row_cleaner(html: bool, cleaner: Cleaner | None) -> Callable[[Any, Any, Any], Article | Failure | None]:
    """A function from a row's text, title and address to its article, None, or why there is none."""
    if cleaner is None:
        from cleannews.cleaner import Cleaner

        cleaner = Cleaner()
    clean = _page_cleaner(cleaner) if html else _text_cleaner(cleaner)

    def one(text: Any, title: Any, url: Any) -> Article | Failure | None:
        if _missing(text):
            return None
        if not isinstance(text, (str, bytes, bytearray, memoryview)):
            return Failure(f"TypeError: the text is of type {type(text).__name__}, not str or bytes")
        try:
            return clean(text, title if isinstance(title, str) else None, url if isinstance(url, str) else None)
        # The promise of this door is that no row ends the job; rules of the caller's own run here too, and may raise anything.
        except Exception as error:  # noqa: BLE001
            return Failure(f"{type(error).__name__}: {error}")

    return one


def _text_cleaner(cleaner: Cleaner) -> Callable[[Any, str | None, str | None], Article]:
    clean = cleaner.clean
    return lambda text, title, url: clean(text, title=title)


def _page_cleaner(cleaner: Cleaner) -> Callable[[Any, str | None, str | None], Article]:
    clean = cleaner.clean_html
    return lambda page, title, url: clean(page, url, title=title)


def _missing(value: Any) -> bool:
    """Whether a host says with this value that there is none: None, NaN, pandas' NA."""
    return value is None or (isinstance(value, float) and value != value) or type(value).__name__ in ("NAType", "NaTType")


class Filler:
    """The columns of the rows added so far."""

    def __init__(self, columns: Sequence[str], cleaner: Cleaner | None = None, version: str = "") -> None:
        if "rules_version" in columns and not version:
            from cleannews.cleaner import Cleaner

            version = (cleaner or Cleaner()).rules_version
        self.columns: dict[str, list[Any]] = {name: [] for name in columns}
        readers: dict[str, Callable[[Article], Any]] = {**_READERS, "rules_version": lambda article: version}
        self._cells = [(self.columns[name].append, readers[name], _empty(TYPES[name]), name) for name in columns]

    def add(self, article: Article | Failure | None) -> None:
        """One more row."""
        if article is None:
            for append, _, empty, _ in self._cells:
                append(empty())
            return
        if isinstance(article, Article):
            try:
                cells = [read(article) for _, read, _, _ in self._cells]
            # As above: what is read off an article is worked out only now.
            except Exception as error:  # noqa: BLE001
                article = Failure(f"{type(error).__name__}: {error}")
            else:
                for (append, _, _, _), cell in zip(self._cells, cells, strict=True):
                    append(cell)
                return
        for append, _, empty, name in self._cells:
            append(str(article) if name == "error" else empty())

    def clear(self) -> None:
        """Forget the rows."""
        for column in self.columns.values():
            column.clear()


def _empty(kind: Type) -> Callable[[], Any]:
    return list if isinstance(kind, list) else lambda: None


def _texts(label: Label) -> Callable[[Article], list[str]]:
    def read(article: Article) -> list[str]:
        raw = article.raw
        return [text for p in article.pieces if p.label is label and (text := raw[p.start : p.end].strip())]

    return read


def _segments(article: Article) -> list[dict[str, Any]]:
    raw, line, at, found = article.raw, 1, 0, []
    for piece in article.pieces:
        line += raw.count("\n", at, piece.start)
        at = piece.start
        found.append({"label": piece.label.value, "subtype": piece.subtype, "rule": piece.rule, "line": line, "start": piece.start, "end": piece.end})
    return found


def metadata_row(article: Article) -> dict[str, Any]:
    """The metadata of an article with every field of `METADATA` there: None or empty where nothing is known."""
    read = article.metadata
    return {
        "title": read.title,
        "standfirst": read.standfirst,
        "authors": [_author(author) for author in read.authors],
        "dateline": read.dateline,
        "published": read.published,
        "modified": read.modified,
        "section": read.section,
        "tags": list(read.tags),
        "language": read.language,
        "kind": read.kind,
        "truncated": read.truncated,
        "images": [_image(image) for image in read.images],
        "promos": [_promo(promo) for promo in read.promos],
        "sources": list(read.sources),
        "notes": [_note(note) for note in read.notes],
        "rights": list(read.rights),
        "encoding": article.encoding,
        "replaced": article.replaced,
        "warnings": list(article.warnings),
    }


def _author(author: Author) -> dict[str, Any]:
    return {"name": author.name, "role": author.role, "email": author.email, "description": author.description}


def _promo(promo: Promo) -> dict[str, Any]:
    return {"kind": promo.kind, "label": promo.label, "headline": promo.headline, "text": promo.text, "url": promo.url}


def _note(note: Note) -> dict[str, Any]:
    return {"kind": note.kind, "text": note.text}


def _credit(credit: Credit | None) -> dict[str, Any] | None:
    if credit is None:
        return None
    return {
        "text": credit.text,
        "creators": list(credit.creators),
        "provider": credit.provider,
        "collection": credit.collection,
        "copyright_notice": credit.copyright_notice,
        "supplied": credit.supplied,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"city": place.city, "region": place.region, "country": place.country}


def _image(image: Image) -> dict[str, Any]:
    return {
        "caption": image.caption,
        "description": image.description,
        "credit": _credit(image.credit),
        "location": _place(image.location),
        "date": image.date,
        "instructions": image.instructions,
        "is_file": image.is_file,
        "is_symbolic": image.is_symbolic,
        "digital_source": image.digital_source,
        "url": image.url,
        "position": image.position,
        "lines": list(image.lines),
    }


_READERS: dict[str, Callable[[Article], Any]] = {
    "body": lambda article: article.body,
    "captions": _texts(Label.CAPTION),
    "credits": _texts(Label.CREDIT),
    "metadata": metadata_row,
    "error": lambda article: None,
    "segments": _segments,
}


# --- Arrow -------------------------------------------------------------------------------------------------------------------


def needs(module: str, extra: str, what: str) -> Any:
    """An optional module. Raises ImportError saying what to install."""
    from importlib import import_module

    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise
        raise ModuleNotFoundError(f"{what} need {module.partition('.')[0]}: pip install 'cleannews[{extra}]'", name=error.name) from None


def arrow_type(kind: Type) -> Any:
    """The PyArrow type of a column's type."""
    import pyarrow as pa

    if isinstance(kind, list):
        return pa.list_(arrow_type(kind[0]))
    if isinstance(kind, dict):
        return pa.struct([(name, arrow_type(inner)) for name, inner in kind.items()])
    return {"string": pa.string(), "bool": pa.bool_(), "int64": pa.int64()}[kind]


def arrow_array(values: Sequence[Any], kind: Type) -> Any:
    """The values as a PyArrow array. Lone surrogates, which Arrow's UTF-8 can't hold, are replaced."""
    import pyarrow as pa

    try:
        return pa.array(values, arrow_type(kind))
    except UnicodeEncodeError:
        return pa.array([without_surrogates(value) for value in values], arrow_type(kind))


def without_surrogates(value: Any) -> Any:
    """The value with every lone surrogate in it replaced."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {name: without_surrogates(item) for name, item in value.items()}
    return value
