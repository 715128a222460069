"""Recognise how a delimited file separates and quotes its cells, from all of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from hiertopics.corpus.tables.cell_counts import Survey, survey
from hiertopics.corpus.tables.header import header_of, is_known
from hiertopics.corpus.tables.mending import Mender
from hiertopics.corpus.tables.quoting import DELIMITERS, ESCAPABLE, NO_DELIMITER, Dialect, Form
from hiertopics.corpus.tables.signs import ONE_SIGN, Signs, unusual_signs

# Where rows differ, each way to read them is tried on this much of the file.
_TRIED_CHARACTERS, _TRIED_LINES = 2**19, 2**14
_LOOKED_AT = 2**14
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_LEAST_AGREEMENT = 0.5
_WORTH_OF_MENDED = 0.8
_WORTH_OF_NAMES = 0.1
_MOST_ODD_ESCAPES = 3
# Separators that may be usual ones and blanks are taken where as many rows speak for them.
_CLOSE, _PLAIN_TO_SEE = 0.05, 0.8
_NEARLY_ALL = 0.9
# From so many rows with too many cells on, separators in a text are the reason.
_MANY, _MANY_ROWS = 0.1, 5


def recognised(text: TextIO, prefers_tabs: bool, longest: int) -> Dialect:
    """How a text separates and quotes its cells; it is gone through from its start.

    It is clean only if no line, and no cell, is longer than `longest`.
    """
    tried = [Signs(), *unusual_signs(text)]
    best, most = Dialect(NO_DELIMITER, Form(), 1), -1.0
    for signs in tried:
        view = signs.of(text)
        view.seek(0)
        dialect, share = _by_usual_signs(view, prefers_tabs, longest)
        least = min(_PLAIN_TO_SEE if signs.are_plain_to_see else 1.0, most - _CLOSE)
        least = _LEAST_AGREEMENT if best.first_row > 0 else least
        if signs.separator and dialect.delimiter != ONE_SIGN:
            continue
        if signs.are_usual or (dialect.n_cells > 1 and share >= least):
            best, most = dialect._replace(signs=signs), share
            if not signs.are_usual:
                break
    return best


def _by_usual_signs(text: TextIO, prefers_tabs: bool, longest: int) -> tuple[Dialect, float]:
    """The dialect of a text with the usual signs, and the share of rows that speak for it."""
    plain = survey(text, Form(), longest)
    marks = _likely_delimiters(plain, prefers_tabs)
    forms = _possible_forms(plain)
    found, best = plain, None
    for form in forms:
        if form != plain.form:
            text.seek(0)
            found = survey(text, form, longest)
        clean = {mark: settled for mark in marks if (settled := found.clean(mark))}
        several = [mark for mark, (n_cells, _) in clean.items() if n_cells > 1]
        if not form.is_quoted and plain.has_quotes:
            several = [mark for mark in several if not _is_quoted(text, mark, marks)]
        # The first row of a table is its header, and names of columns hold no separators.
        for mark in sorted(several, key=lambda mark: clean[mark][1])[:1]:
            n_cells, first = clean[mark]
            form = _with_odd_escapes(form, plain, mark)
            # The csv module takes all line ends outside of quotation marks for ends of rows.
            rare_end = (plain if form.row_end else found).rare_end()
            has_bare = form.is_quoted and found.has_bare_ends(mark)
            is_clean = found.longest <= longest and not (
                form.row_end or form.has_odd_escapes or found.few_odd(mark) or rare_end or has_bare
            )
            if best is None or first < best.first_row:
                best = Dialect(
                    mark, form, n_cells, first, is_clean, has_bare_ends=has_bare, rare_end=rare_end
                )
        if best is not None and best.first_row == 0:
            break
    share = 1.0
    if best is None or best.first_row > 0 or _are_decimal(text, best.delimiter):
        tried, tried_share = _tried(text, plain, marks, forms, longest)
        if best is None or _names_columns(plain.first_line, tried, best.delimiter):
            best, share = tried, tried_share
    return best._replace(has_nul=plain.has_nul, n_skipped=bool(plain.sep)), share


def _likely_delimiters(found: Survey, prefers_tabs: bool) -> list[str]:
    if found.sep:
        return [found.sep]
    first = found.first_line
    several = (mark for mark in DELIMITERS if found.counts[mark].rows.keys() - {1})
    marks = sorted({*several, *(set(first) & {*DELIMITERS})}, key=DELIMITERS.index)
    if is_known(first) and not any(mark in first for mark in marks):
        # The table has one column, and these are signs of its texts.
        marks = [mark for mark in marks if mark not in ",; "]
    if not found.has_quotes:
        marks = [mark for mark in marks if mark != " "]
    return sorted(marks, key=lambda mark: mark != "\t") if prefers_tabs else marks


def _possible_forms(found: Survey) -> list[Form]:
    """Forms that a text may have by the signs in it, the likeliest first."""
    forms = [Form()]
    if found.has_spaced_quotes:
        forms.append(Form(is_spaced=True))
    followers = found.followers.keys() - {"N"}
    is_all = followers <= ESCAPABLE
    if '"' in followers or (is_all and followers - {"\\"}):
        n_odd = sum(found.followers[sign] for sign in followers - ESCAPABLE)
        is_odd = 0 < 4 * n_odd <= min(4 * _MOST_ODD_ESCAPES, found.followers.total())
        escapes = "all" if is_odd or is_all and followers != {'"'} else "quotes"
        forms.append(Form(escapes=escapes, has_odd_escapes=is_odd))
    unquoted = [Form(is_quoted=False)] if found.has_quotes else []
    if followers and followers <= ESCAPABLE | {*"nrt0bZ"}:
        is_likely = followers - {"\\", '"', "'", *"nrt0bZ"}
        unquoted.insert(0 if is_likely else 1, Form(is_quoted=False, escapes="all"))
    forms += unquoted
    if followers != found.followers.keys() and "\t" in found.counts:
        # A missing value is \N where MySQL and PostgreSQL write tables, with tabs and escapes.
        forms.sort(key=lambda form: form.is_quoted or not form.escapes)
    forms += [form._replace(row_end=end) for end in found.row_ends() for form in forms]
    return forms


def _are_decimal(text: TextIO, mark: str) -> bool:
    """Whether the commas at the beginning of a text are those of numbers, and others separate."""
    if mark != ",":
        return False
    text.seek(0)
    head = text.read(_LOOKED_AT)
    return head.count(",") == len(_DECIMAL.findall(head)) and any(each in head for each in "\t;|")


def _names_columns(first_line: str, dialect: Dialect, other: str) -> bool:
    """Whether a dialect takes the first line for the header, and not for one above the table."""
    names = first_line.split(dialect.delimiter)
    n_missing = dialect.n_cells - len(names)  # R has no name for the first column
    is_other = dialect.delimiter != other and len(names) > 1 and n_missing in (0, 1)
    return is_other and header_of([name.strip('"') for name in names])[1]


def _with_odd_escapes(form: Form, found: Survey, mark: str) -> Form:
    """A form that says so where few backslashes are in front of what need not be escaped."""
    others = sum(found.followers[sign] for sign in DELIMITERS if sign != mark)
    is_odd = form.escapes == "all" and 0 < others <= _MOST_ODD_ESCAPES
    return form._replace(has_odd_escapes=True) if is_odd else form


def _is_quoted(text: TextIO, mark: str, others: Iterable[str] = ()) -> bool:
    """Whether the quotation marks at the beginning of a text are around cells, or escaped.

    Tables of tabs often quote nothing, and some of their texts are quotations. Where lines begin
    with marks, and nearly all are around cells between other separators, these are the separators.
    """
    text.seek(0)
    head = text.read(_TRIED_CHARACTERS)
    n_escaped = len(re.findall(r'\\"', head))
    head = head.replace('\\"', "")
    share = 0.5 if mark in f"\t|{ONE_SIGN}" else 0.1
    n_around, n_all = _n_around(head, mark), head.count('"')
    if n_around > share * n_all or n_escaped > n_all - n_around:
        return True
    lines = [line for line in re.split("[\r\n]+", head) if line]
    if sum(line[0] == '"' for line in lines) <= _NEARLY_ALL * len(lines):
        return False
    return any(_n_around(head, other) > _NEARLY_ALL * n_all for other in others)


def _n_around(head: str, mark: str) -> int:
    """Quotation marks in cells that have one at both ends."""
    sign = re.escape(mark)
    cells = re.findall(f'(?<![^{sign}\\r\\n])"[^"]*(?:""[^"]*)*"(?=[{sign}\\r\\n]|$)', head)
    return sum(cell.count('"') for cell in cells)


def _is_spaced(lines: list[str], mark: str) -> bool:
    """Whether quotation marks behind separators have a blank in between, most of them."""
    head = "".join(lines)
    return head.count(f'{mark} "') > head.count(f'{mark}"')


def _tried(
    text: TextIO, plain: Survey, marks: list[str], forms: list[Form], longest: int
) -> tuple[Dialect, float]:
    """The dialect by which most rows at the top of a text are sound and alike, and their share."""
    best, most, most_named = Dialect(NO_DELIMITER, plain.form, 1), 0.0, 0.0
    if plain.followers['"'] > 1:  # in cells without quotation marks they do no harm elsewhere
        forms = sorted(forms, key=lambda form: not form.escapes)
    for form in forms:
        text.seek(0)
        lines = _head_lines(text, form)
        for mark in marks:
            if not form.is_quoted and (mark == " " or _is_quoted(text, mark, marks)):
                continue
            if form.is_spaced and not _is_spaced(lines, mark):
                continue
            dialect, share = _agreement(lines, Dialect(mark, form, 0))
            has_names = share > 0 and _names_columns(plain.first_line, dialect, "")
            named = share + _WORTH_OF_NAMES * has_names
            if dialect.n_cells > 1 and named > most_named + 1e-9:
                best, most, most_named = dialect, share, named
    first = plain.first_line.split(best.delimiter)
    has_names = len(first) == best.n_cells > 1 and header_of(first)[1]
    if most < _LEAST_AGREEMENT and not (plain.sep or (has_names and any(map(is_known, first)))):
        is_quoted = plain.has_quotes and _is_quoted(text, NO_DELIMITER)
        is_clean = plain.clean(NO_DELIMITER) is not None and plain.longest <= longest
        form = plain.form._replace(is_quoted=is_quoted or is_clean)
        return Dialect(NO_DELIMITER, form, 1, is_clean=is_clean), 0.0
    return best, most


def _head_lines(text: TextIO, form: Form) -> list[str]:
    lines: list[str] = []
    n_left = _TRIED_CHARACTERS
    while n_left > 0 and len(lines) < _TRIED_LINES and (line := text.readline(_TRIED_CHARACTERS)):
        lines.append(line)
        n_left -= len(line)
    end = form.row_end
    return re.findall(f"[^{end}]*{end}|[^{end}]+", "".join(lines)) if end else lines


def _agreement(lines: list[str], dialect: Dialect) -> tuple[Dialect, float]:
    """A dialect with the number of cells that its rows have, and the share of those that do."""
    for is_lenient in (False, True):
        free = Mender(dialect.prepared(lines), dialect, None, is_lenient=is_lenient)
        head = [cells for cells in free if cells]
        if 2 * free.n_sound > free.n_rows:
            break
    numbers = Counter(map(len, head))
    n_cells = max(numbers, key=lambda number: (numbers[number], number), default=0)
    n_cells = _named_cells(head, n_cells)
    if n_cells < 2:
        return dialect, 0.0
    dialect = dialect._replace(n_cells=n_cells, starts=free.starts)
    rows = Mender(dialect.prepared(lines), dialect, n_cells)
    lengths = [0] * n_cells
    for row in rows:
        if row is not None and len(row) == n_cells:
            lengths = [n + len(cell) for n, cell in zip(lengths, row, strict=True)]
    n_long = rows.faults.get("long", [0])[0]
    if n_long > max(_MANY_ROWS, _MANY * rows.n_rows):
        dialect = dialect._replace(open_column=lengths.index(max(lengths)))
    n_mended = sum(rows.faults.get(fault, [0])[0] for fault in ("inner", "stray"))
    share = (rows.n_sound + _WORTH_OF_MENDED * n_mended) / rows.n_rows
    return dialect._replace(starts=rows.starts or free.starts), share


def _named_cells(head: list[list[str]], n_cells: int) -> int:
    """Cells of the header where it has known names, else `n_cells`; R's header has one less."""
    first = head[0] if head else []
    if len(first) == n_cells or not any(map(is_known, first)):
        return n_cells
    row = next((row for row in head[1:] if len(row) == n_cells), [])
    is_of_r = len(first) == n_cells - 1 and not any(cell[:1] == " " for cell in row)
    is_of_r = is_of_r and any(row[-1].strip() for row in head if len(row) == n_cells)
    return n_cells if is_of_r else len(first)
