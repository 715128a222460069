"""What exports and sheets have below their rows: totals, and lines of the program."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from hiertopics.missing import is_missing_cell

_WORDS = frozenset(
    word.strip().casefold()
    for word in """
    total / totals / grand total / subtotal / sub-total / overall / sum / average / mean
    summe / gesamt / gesamtsumme / gesamtergebnis / insgesamt / zwischensumme / mittelwert
    total général / sous-total / ensemble / somme / moyenne / total general / suma / suma total
    promedio / total geral / soma / média / totale / totale generale / totale complessivo / somma
    subtotale / media / totaal / eindtotaal / subtotaal / som / gemiddelde / totalt / summa
    delsumma / i alt / sum totalt / yhteensä / razem / suma końcowa / łącznie / ogółem / średnia
    celkem / celkový součet / součet / spolu / összesen / végösszeg / toplam
    genel toplam / ara toplam / ortalama / итого / всего / итог / общий итог / сумма / среднее
    разом / всього / підсумок / общо / ukupno / skupaj / iš viso / kopā / kokku / σύνολο
    γενικό σύνολο / 合計 / 総計 / 小計 / 計 / 総合計 / 平均 / 合计 / 总计 / 小计 / 總計 / 总和
    합계 / 총계 / 소계 / 총합 / 평균 / المجموع / الإجمالي / المجموع الكلي / إجمالي / סה"כ / סך הכל
    कुल / कुल योग / योग / รวม / รวมทั้งหมด / ยอดรวม / tổng / tổng cộng / jumlah / total keseluruhan
    """.replace("\n", "/").split("/")
    if word.strip()
)
_AROUND = " \t:：=."
_LONGEST = 30  # characters of a word for totals, with what is around it
_NUMBER = re.compile(r"[-+(~$€£¥]{0,3}\s?\d")
_MOST_WORDS = 3  # of a number and what is counted
_MOST_LINES = 40  # from the end of a file
_MOST_BLANK = 6  # of these; more are between rows
_MOST_FOOTERS = 20


def is_total(cell: object) -> bool:
    """Whether a cell has a word for totals and nothing else."""
    is_short = type(cell) is str and len(cell) <= _LONGEST
    return is_short and str(cell).strip(_AROUND).casefold() in _WORDS


def totals_in(
    rows: Sequence[Mapping], id: str | None, text: Sequence[str]
) -> Callable[[Mapping], bool]:
    """What says of a row whether it has the totals of a table, of which some rows are given.

    Its first cell or its id is a word for that, and its other cells are empty or numbers but for a
    few; of the text nothing is more than a number and what was counted.
    """
    first = next((name for row in rows[:1] for name in row), None)
    marks = tuple({name for name in (first, id) if name is not None})

    def has_totals(row: Mapping) -> bool:
        for mark in marks:  # three times as fast as any() of a generator, or a call for each
            cell = row.get(mark)
            if type(cell) is str and len(cell) <= _LONGEST:
                if cell.strip(_AROUND).casefold() in _WORDS and _has_totals(row, mark, text):
                    return True
        return False

    return has_totals


def _has_totals(row: Mapping, mark: str, text: Sequence[str]) -> bool:
    others = {name: cell for name, cell in row.items() if name != mark}
    odd = [name for name, cell in others.items() if not _is_empty_or_number(cell)]
    if any(name in odd for name in text) or 2 * len(odd) > len(others) or not others:
        return False
    # A text of this one word has numbers beside it, if it is a total.
    return mark not in text or not odd and any(not is_missing_cell(c) for c in others.values())


def _is_empty_or_number(cell: object) -> bool:
    if type(cell) is not str:
        return cell is None or isinstance(cell, int | float)
    return is_missing_cell(cell) or (
        _NUMBER.match(cell.strip()) is not None and len(cell.split()) <= _MOST_WORDS
    )


class LastLines:
    """Lines as they come; the last of them are kept."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines
        self.last: deque[str] = deque(maxlen=_MOST_LINES)

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.last.append(line)
            yield line

    def n_below_blank(self, most: int) -> int:
        """How many lines are below a blank one at the end, `most` of them or fewer."""
        filled = [bool(line.strip()) for line in self.last]
        if filled.count(False) > _MOST_BLANK:
            return 0
        n_filled = n_below = 0
        for is_filled in reversed(filled):
            n_filled += is_filled
            if n_filled > most:
                break
            n_below = n_below if is_filled else n_filled
        return n_below


def above_footers(
    rows: Iterable[list | None], lines: LastLines, n_cells: int, footers: list[list]
) -> Iterator[list | None]:
    """Rows but for those with too few cells that are below a blank line at the end: the footers."""
    held: list[list] = []
    for row in rows:
        if row is not None and 0 < len(row) < n_cells and len(held) < _MOST_FOOTERS:
            held.append(row)
            continue
        if held:
            yield from held
            held.clear()
        yield row
    n_footers = lines.n_below_blank(len(held))
    n_rows = len(held) - n_footers
    yield from held[:n_rows]
    footers += held[n_rows:]
