"""mizan: figures, dates and names of Arabic and English news, and the facts they state.

>>> import mizan
>>> article = mizan.extract("بلغت إيرادات أرامكو 480 مليار دولار في 2025.")
>>> [(m.type, m.text) for m in article.mentions]
[('entity', 'أرامكو'), ('money', '480 مليار دولار'), ('date', '2025')]
>>> fact = article.facts[0]
>>> fact.subject_name, fact.metric, fact.low, fact.unit, fact.period
('Saudi Aramco', 'revenue', Decimal('480000000000'), 'USD', '2025')

Offsets count code points, as Python's strings do: `text[m.start:m.end] == m.text`. Amounts are `decimal.Decimal`, never floats. What the fields mean is laid
down in the project's README ("Output contract").
"""
import collections
import concurrent.futures
import dataclasses
import functools
import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Optional, Union

from . import _mizan

__version__: str = _mizan.__version__
__all__ = ["Article", "Database", "Engine", "Error", "Fact", "Mention", "extract", "extract_many"]

Error = _mizan.Error  # a ValueError: names the file, the place and the remedy


def _decimal(value: Optional[str]) -> Optional[Decimal]:
    return None if value is None else Decimal(value)


@dataclasses.dataclass(frozen=True)
class Mention:
    """A number, date or name in its place. What does not apply to its type is None."""

    type: str  # money percent quantity count multiple date duration age ordinal number entity
    start: int
    end: int
    text: str
    rule: str
    field: str = "text"  # or "title"
    low: Optional[Decimal] = None
    high: Optional[Decimal] = None
    unit: Optional[str] = None
    dimension: Optional[str] = None
    noun: Optional[str] = None
    bound: Optional[str] = None
    per: Optional[str] = None
    candidates: tuple[str, ...] = ()
    value: Optional[str] = None  # dates, durations, ages
    from_: Optional[str] = None
    to: Optional[str] = None
    grain: Optional[str] = None
    mod: Optional[str] = None
    calendar: Optional[str] = None
    relative: bool = False
    uncertain: bool = False
    id: Optional[str] = None  # entities
    name: Optional[str] = None
    class_: Optional[str] = None
    vague: bool = False


@dataclasses.dataclass(frozen=True)
class Fact:
    """Who, which measure, how much, when, said by whom. `subject` None: the story is the subject."""

    metric: str
    start: int
    end: int
    text: str
    rule: str
    sentence_start: int
    sentence_end: int
    field: str = "text"
    subject: Optional[str] = None
    subject_name: Optional[str] = None
    noun: Optional[str] = None
    low: Optional[Decimal] = None
    high: Optional[Decimal] = None
    value: Optional[str] = None
    unit: Optional[str] = None
    candidates: tuple[str, ...] = ()
    bound: Optional[str] = None
    per: Optional[str] = None
    period: Optional[str] = None
    as_of: Optional[str] = None
    aspect: Optional[str] = None
    direction: Optional[str] = None
    basis: Optional[str] = None
    scope: Optional[str] = None
    counterpart: Optional[str] = None
    counterpart_name: Optional[str] = None
    status: Optional[str] = None
    speaker: Optional[str] = None


class Article:
    """What was found in one text. Nothing is turned into Python objects before it is asked for."""

    __slots__ = ("_found", "__dict__")

    def __init__(self, found):
        self._found = found

    def json(self) -> str:
        """The line that `mizan extract` prints, to the byte."""
        return self._found.json()

    @property
    def id(self) -> str:
        return self._found.id

    @property
    def lang(self) -> str:
        return self._found.lang

    @functools.cached_property
    def mentions(self) -> list[Mention]:
        return self._found.mentions(Mention)

    @functools.cached_property
    def facts(self) -> list[Fact]:
        return self._found.facts(Fact)

    def __repr__(self) -> str:
        return f"<mizan.Article {self.id!r}: {len(self.mentions)} mentions, {len(self.facts)} facts>"


Text = Union[str, Mapping[str, str]]
_FIELDS = ("text", "id", "title", "published", "source", "url", "lang", "place")


def _document(text: Text):
    record: Mapping[str, str] = {"text": text} if isinstance(text, str) else text
    values = {name: record.get(name) or "" for name in _FIELDS}
    if unknown := set(record) - set(_FIELDS):
        raise TypeError(f"an article has no {', '.join(map(repr, sorted(unknown)))}; its fields are {', '.join(_FIELDS)}")
    return _mizan.Document(**values)


class Engine:
    """Lexicons and rules, loaded once. May be used from any number of threads at once."""

    def __init__(self, *, lexicons: Union[str, os.PathLike, None] = None, model: bool = True, lang: str = "", published: str = "", place: str = ""):
        """lexicons: a folder of lexicon files laid over the built-in ones. model: the statistical model of names. lang, published, place: of articles that
        state none."""
        self._reader = _mizan.Reader(lexicons=os.fspath(lexicons) if lexicons else "", model=model, lang=lang, published=published, place=place)

    @property
    def by(self) -> str:
        """Program and lexicon, as in every output: "mizan 0.1.0 lexicon 5f3a9c"."""
        return self._reader.by

    def extract(self, text: str, **fields: str) -> Article:
        """Reads one text. fields: id, title, published, source, url, lang, place."""
        return Article(self._reader.read([_document({"text": text, **fields})])[0])

    def extract_many(self, texts: Iterable[Text], *, jobs: int = 0, batch: int = 64) -> Iterator[Article]:
        """Articles in the order of `texts`, which are strings or mappings with "text" and other fields. While one batch is handed out the next are being read, one
        by each of `jobs` threads (0: all cores), without the interpreter's lock. Memory stays at jobs + 2 batches however many texts come."""
        if jobs < 0 or batch < 1:
            raise ValueError("jobs is 0 (all cores) or more, batch 1 or more")
        return self._read_many(iter(texts), jobs or len(os.sched_getaffinity(0)), batch)

    def _read_many(self, texts: Iterator[Text], jobs: int, batch: int) -> Iterator[Article]:
        # Articles of one batch shared out among threads would have them wait for each other at its end.
        with concurrent.futures.ThreadPoolExecutor(max_workers=jobs) as ahead:
            running = collections.deque()
            while True:
                while len(running) <= jobs and (documents := [_document(text) for text in itertools.islice(texts, batch)]):
                    running.append(ahead.submit(self._reader.read, documents))
                if not running:
                    return
                yield from map(Article, running.popleft().result())

    def explain(self, text: str, **fields: str) -> str:
        """Why the text is read as it is: tokens, rules, what was chosen."""
        return self._reader.explain(_document({"text": text, **fields}))


@functools.cache
def _engine() -> Engine:
    return Engine()


def extract(text: str, **fields: str) -> Article:
    """Reads one text with the built-in lexicons. fields: id, title, published, source, url, lang, place."""
    return _engine().extract(text, **fields)


def extract_many(texts: Iterable[Text], *, jobs: int = 0) -> Iterator[Article]:
    """Reads many texts with the built-in lexicons, in order; see Engine.extract_many."""
    return _engine().extract_many(texts, jobs=jobs)


class Database:
    """A fact database that `mizan ingest` made, for reading: a file, or the address of one in PostgreSQL. Articles under embargo are not shown.

    >>> db = mizan.Database("facts.db")                                              # doctest: +SKIP
    >>> pandas.DataFrame(db.facts(subject="أوبك"))[["source", "low", "unit"]]        # doctest: +SKIP
    """

    def __init__(self, path: Union[str, os.PathLike]):
        self._database = _mizan.Database(os.fspath(path))

    def facts(self, *, subject: str = "", metric: str = "", source: str = "", period: str = "", article: str = "", limit: int = 0) -> list[dict]:
        """Facts with article and quote, by publication: dicts as `mizan facts --to ndjson` prints them, amounts as Decimal. subject: a name in either language
        or an id; period: "2025" finds 2025-Q2, too."""
        subject_id = _engine()._reader.subject_id(subject)
        found = self._database.facts(subject_id, metric, source, period, article, limit)
        return [{**record, "low": _decimal(record["low"]), "high": _decimal(record["high"])} for record in map(json.loads, found)]

    def groups(self, *, verdict: str = "", single: bool = False) -> list[dict]:
        """What is said of one measure, with the verdict, as last reconciled: as `mizan export --groups` prints it. single: also what one article alone says, for
        which everything is compared afresh; nothing is kept."""
        return [group for group in map(json.loads, self._database.groups(single)) if not verdict or group["verdict"] == verdict]
