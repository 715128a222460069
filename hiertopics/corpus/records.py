"""Read what may be documents from files: a file as one, its rows, its lines or its passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from hiertopics.corpus.article_counts import ArticleCounts, articles_in
from hiertopics.corpus.chat_counts import ChatCounts, chat_in
from hiertopics.corpus.code_pages import pages_like
from hiertopics.corpus.decode import (
    LONGEST_DOCUMENT,
    SNIFFED_BYTES,
    bounded_lines,
    decode,
    is_open,
    is_text,
    opened_text,
    rest_of,
    with_plain_ends,
)
from hiertopics.corpus.encoding_counts import EncodingCounts
from hiertopics.corpus.files.bounds import PassedOver
from hiertopics.corpus.format_by_content import by_content
from hiertopics.corpus.formats import (
    FORMATS,
    Document,
    Format,
    as_rows,
    format_of,
    is_bare,
    plain,
    rows_of,
    without_mail,
)
from hiertopics.corpus.notes import Notes, doubts_of_files
from hiertopics.corpus.packed import UnpackingError, open_bytes
from hiertopics.corpus.record import Record
from hiertopics.corpus.repairs import Repairs
from hiertopics.corpus.split import each_line, has_blank_lines, passage_place, split_lines
from hiertopics.corpus.tables.cells import id_of, labels_of, text_of, values_of
from hiertopics.corpus.tables.columns import Columns, choose_columns
from hiertopics.corpus.tables.labelled_lines import form_of_lines, labelled_rows, said_of_lines
from hiertopics.corpus.tables.plain_tables import is_table, said_of_table
from hiertopics.corpus.tables.rows import (
    AUTO,
    DAMAGE,
    SAMPLED_ROWS,
    RowCounts,
    Spellings,
    sample_of,
    spelled_missing,
    spellings_in,
    until_damage,
)
from hiertopics.corpus.tables.same_names import doubts_of_others, under_same_names
from hiertopics.corpus.tables.totals import totals_in
from hiertopics.errors import CorpusError
from hiertopics.printable import printable

if TYPE_CHECKING:
    from hiertopics.corpus.files.articles import Articles

_MOST_LISTED = 20


@dataclass
class RecordReader:
    """Reads records of files or rows, and counts what it notices.

    What `split` and `strip` mean is said at `split_lines` and `without_mail`; the text, id, label
    and metadata columns are wanted as `choose_columns` takes them, and `columns`, unless given, are
    those of the table that was read. With `always_split`, texts are split where `split` is None,
    too: into paragraphs, or lines if there are no blank ones. With `each`, every text column of a
    row is a document. What is `missing` is as `spellings_in` takes it. In a folder, files in doubt
    are decoded as most of the others are.
    """

    split: str | int | None = None
    strip: str = "auto"
    encoding: str | None = None
    wanted_columns: tuple[Any, Any, Any, Any] = (None, None, None, None)
    always_split: bool = False
    is_folder: bool = False
    each: bool = False
    missing: Sequence[str] = (AUTO,)
    sheets: Sequence[str] = ()
    columns: Columns | None = None
    notes: Notes = field(default_factory=Notes)
    repairs: Repairs = field(init=False)
    encodings: EncodingCounts = field(default_factory=EncodingCounts)
    _traits: Counter[str] = field(default_factory=Counter)
    _rows: RowCounts = field(default_factory=RowCounts)
    _left_out: Counter[str] = field(default_factory=Counter)
    _chats: ChatCounts = field(default_factory=ChatCounts)
    _articles: ArticleCounts = field(default_factory=ArticleCounts)
    _partly: list[tuple[str, str]] = field(default_factory=list)
    _others: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.repairs = Repairs(keep_marks=self.strip == "none")

    def facts(self) -> dict:
        """How it was read, as JSON can hold it."""
        notes = self.notes.facts()
        notes["doubts"] += doubts_of_files(self._partly) + doubts_of_files(self._others)
        notes["remarks"][:0] = self._rows.title_remarks(self.columns)
        notes["remarks"] += self._rows.missing_remarks()
        notes["remarks"] += self._articles.remarks()
        notes["remarks"] += (*self._chats.remarks(self.split), *self.repairs.remarks())
        facts = {
            "columns": self.columns and self.columns.described(),
            "split": self.split,
            "each": self.each,
            **self.encodings.facts(),
            "repaired": dict(self.repairs.counts),
            "taken_for": dict(self._traits.most_common()),
            "running_heads": dict(self._left_out.most_common(_MOST_LISTED)),
            **notes,
        }
        return {name: fact for name, fact in facts.items() if fact}

    def from_file(self, path: str) -> Iterator[Record]:
        """Everything in a file that may be a document, in order; the file is opened once."""
        record = None
        try:
            with open_bytes(path) as file:
                for record in self._in_file(file, format_of(path)):
                    yield record
            if record is None:
                yield Record("", reason="empty")
        except UnpackingError:
            yield Record("" if record is None else "the end", reason="damaged")
        except OSError:
            yield Record("", reason="unreadable")

    def from_rows(self, rows: Iterable[Mapping | None], name: str) -> Iterator[Record]:
        """Everything in the rows of a table that may be a document; None is a damaged row."""
        rows = until_damage(rows)
        sample = sample_of(rows)
        if self.is_folder and self.columns is not None:
            sample, rows = under_same_names(sample, rows, self.columns.all_names())
        readable = list(filter(None, sample))
        if self.columns is None:
            if not readable:
                raise CorpusError(f"there is no row in {name} that can be read")
            self.columns = choose_columns(readable, *self.wanted_columns, self.notes, self.each)
        if readable and not any(name in row for row in readable for name in self.columns.text):
            is_all = len(sample) < SAMPLED_ROWS
            self._others += doubts_of_others(name, readable, self.columns, is_all)
            yield Record("", reason="other columns")  # a table of a folder of tables
            return
        spellings = spellings_in(readable, self.columns, self.missing, self.notes)
        self.repairs.look_at(text_of(row, self.columns.text) for row in readable)
        is_total = totals_in(readable, self.columns.id, self.columns.text)
        for number, row in enumerate(chain(sample, rows), 1):
            if row is DAMAGE:
                yield Record("the end", reason="damaged")
            elif row is None or is_total(row):
                yield Record(str(number), reason="damaged row" if row is None else "totals")
            else:
                yield from self._from_row(str(number), row, self.columns, spellings)

    def _from_row(
        self, place: str, row: Mapping, columns: Columns, spellings: Spellings
    ) -> Iterable[Record]:
        """The document of a row, or with `each` those of its answers, which keep their question."""
        own: Mapping = row
        if missing := spelled_missing(row, spellings):
            own = {**row, **dict.fromkeys(missing)}
        self._rows.add(row, own, missing, columns)
        known = id_of(own, columns.id)
        labels = labels_of(own, columns.labels, columns.separators)
        values = values_of(own, columns.metadata)
        if not self.each:
            text = text_of(own, columns.text)
            if self._is_bare(text) and text:  # most texts of tables, at once
                return [Record(place, text, None, 0, known, labels, values)]
            about = Record(place, "", None, 0, known, labels, values)
            if len(columns.answers) > 1 and not text.strip():
                return [about]  # who answered nothing is a row of the survey, too
            return self._of_cell(text, about)
        name = "question (2)" if "question" in values else "question"
        asked = self.notes.questions
        answers: list[Record] = []
        for one in columns.answers:
            fields = values | {name: asked.get(one, one)}
            about = Record(f"{place}:{one}", "", None, 0, known, labels, fields)
            answers += self._of_cell(text_of(own, [one]), about)
        return answers

    def _is_bare(self, text: str) -> bool:
        """Whether nothing has to be done to a text, and it is one document."""
        is_whole = self.split is None and not self.always_split and "\r" not in text
        return is_whole and self.repairs.leave(text) and is_bare(text, self.strip)

    def _of_cell(self, text: str, about: Record) -> Iterable[Record]:
        text = with_plain_ends(text)
        n_bad = text.count("\ufffd")
        return self._passages([plain(text)], about, n_bad=n_bad, may_have_marks=True)

    def _in_file(self, file: BinaryIO, form: Format) -> Iterator[Record]:
        data = file.read(SNIFFED_BYTES) if form.unit != "rows" else b""
        form = by_content(form, file, data, is_alone=self.always_split)
        is_asked = not form.is_alone or not (self.is_folder or self.split)
        if form.find_rows is not None and is_asked and (form.unit == "file" or is_text(data)):
            file.seek(0)
            form = as_rows(form, file, self.encoding)
            if form.unit == "rows" and self.is_folder and self.columns is None:
                yield Record("", reason="table")  # among texts
                return
        if form.unit == "rows":
            file.seek(0)
            self.always_split = False  # for a text; a row is one document
            read = rows_of(form, file, self.encoding, self.notes, self.sheets)
            yield from self.from_rows(read, printable(file.name))
            return
        may_be_table = form.unit == "text" and self.split is None
        if may_be_table and is_table(file, data, self.encoding, self.notes, self.always_split):
            yield from self._as_table(file)
            return
        lines = form_of_lines(data, self.encoding) if may_be_table and self.always_split else 0
        if lines:
            self.always_split = False
            with opened_text(file, self.encoding) as text:
                rows = labelled_rows(bounded_lines(text), lines)
                yield from self.from_rows(rows, said_of_lines(file.name, self.notes))
            return
        file.seek(len(data))
        if form.unit != "file" and not is_text(data):
            yield Record("", reason="not text")
        elif form.unit == "lines":
            self.always_split = False  # for a text; a mail is one document
            yield from self._within(file, form)
        elif len((held := [rest_of(file, data)])[0]) <= LONGEST_DOCUMENT:
            yield from self.whole(held.pop(), form, file.name)
        elif form.unit == "file" or not (self.split or self.always_split):
            yield Record("", reason="too large")
        else:
            self.split = self.split or "paragraphs"
            yield from self._within(file, form)

    def _as_table(self, file: BinaryIO) -> Iterator[Record]:
        """The rows of a table that is named as a text; among other files it is none of them."""
        if not self.always_split:
            yield Record("", reason="table")
            return
        self.always_split = False
        name = said_of_table(file.name, self.notes)
        yield from self.from_rows(FORMATS[".csv"].read(file, self.encoding, self.notes), name)

    def whole(self, data: bytes, form: Format, name: str) -> Iterator[Record]:
        """The records of a text that is held; the name is that of its file."""
        is_plain = form.read is plain
        if is_plain and self.is_folder and self.repairs.is_open:
            yield Record("", waiting=(data, form))  # for the marks of the texts around
            return
        if form.unit == "text":
            text, encoding, n_bad = decode(data, self.encoding, self.encodings.usual_page)
            if self.is_folder and not self.encoding and not encoding.startswith("utf"):
                if not is_open(data):
                    self.encodings.add_pages(pages_like(data, encoding))
                elif self.encodings.usual_page is None:
                    yield Record("", waiting=(data, form))
                    return
            if is_plain and (found := articles_in(text, self.split, not self.is_folder)):
                self.encodings.add(encoding, n_bad)
                yield from self._of_articles(found, name)
                return
            if is_plain and (chat := chat_in(text, self.split, is_alone=not self.is_folder)):
                self.encodings.add(encoding, n_bad)
                self.always_split = False
                for place, own, why, n, fields in self._chats.documents(chat, name, self.split):
                    yield Record(place, self.repairs.mended(own), why, n, fields=fields)
                return
            if is_plain and self.repairs.is_open and not self.is_folder:
                self.repairs.look_at([text], are_cells=False)
            read = [form.read(text)]
            del data, text  # a mail of many megabytes is held once
            yield from self._passages(read, Record(""), encoding, n_bad, is_plain)
            return
        try:
            document = form.read(data, self.strip)
        except PassedOver as passed_over:
            yield Record("", reason=passed_over.reason)
        except ImportError:
            yield Record("", reason=f"needs {form.package}")
        except Exception:  # these libraries raise anything on a damaged file
            yield Record("", reason="damaged")
        else:
            self._partly += [(name, document.doubt)] if document.doubt else []
            if found := articles_in(document.text, self.split, is_alone=False):
                yield from self._of_articles(found, name)
            else:
                yield from self._passages([document], Record(""))

    def _of_articles(self, found: Articles, name: str) -> Iterator[Record]:
        """The documents that a text consists of."""
        self.always_split &= len(found.articles) == 1
        for place, own, fields in self._articles.documents(found, name):
            yield from self._passages([Document(own)], Record(place, fields=fields))

    def _within(self, file: BinaryIO, form: Format) -> Iterator[Record]:
        """The records of a file of several texts, or of a text that is too large to be held."""
        with opened_text(file, self.encoding) as text:
            encoding = text.encoding.removesuffix("-sig")
            if form.unit == "lines":
                for line, part in form.read(text, self.encoding):
                    if part is None:
                        yield Record(str(line), reason="too large")
                    else:
                        yield from self._passages([plain(part.text)], Record(str(line)), *part[1:])
            elif self.split is not None:
                self.encodings.add(encoding)
                passages = split_lines(bounded_lines(text), self.split)
                for number, (line, passage) in enumerate(passages, 1):
                    place = passage_place(self.split, line, number)
                    yield Record(place, self.repairs.mended(passage), number=number)
            if text.read(1):  # not to the end: what follows is no text
                yield Record("the end", reason="damaged")

    def _passages(
        self, held: list[Document], about: Record, encoding=None, n_bad=0, may_have_marks=False
    ) -> Iterable[Record]:
        """The records of one text: itself, or its passages; it is taken out of its list."""
        text, fields, traits, left_out, _ = without_mail(held.pop(), self.strip)
        text = self.repairs.mended(self.repairs.unmarked(text) if may_have_marks else text)
        if not text or text.isspace():
            return [about._replace(reason="empty")]
        if traits or left_out:
            self._traits.update(traits)
            self._left_out.update(left_out)
        self.encodings.add(encoding, n_bad)
        place, _, _, _, name, labels, values, _ = about  # to replace fields takes twice as long
        fields = {**fields, **values} if fields else values
        whole = Record(place, text, None, 0, name, labels, fields)
        return self._split(whole) if self.split or self.always_split else [whole]

    def _split(self, whole: Record) -> Iterator[Record]:
        """The passages of a text."""
        by_blank_lines = has_blank_lines(whole.text)
        self.split = self.split or ("paragraphs" if by_blank_lines else "lines")
        passages = split_lines(each_line(whole.text), self.split, by_blank_lines)
        for number, (line, passage) in enumerate(passages, 1):
            within = passage_place(self.split, line, number)
            place = f"{whole.place}:{within}" if whole.place else within
            yield whole._replace(place=place, text=passage, number=number)
