"""What surveys write where nobody answered: numbers such as -99, and words such as keine Angabe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from hiertopics.missing import is_missing, is_number

_SAID = """
    no answer / not answered / no response / non-response / unanswered / not applicable / refused
    not asked / missing / [missing] / system missing / sysmis / skipped / not specified
    k.A. / k. A. / keine Angabe / keine Angaben / ohne Angabe / o.A. / keine Antwort
    nicht beantwortet / nicht gefragt / fehlend / trifft nicht zu / entfällt
    sans réponse / pas de réponse / non réponse / non-réponse / non renseigné / non concerné
    sin respuesta / no contesta / no aplica / ns/nc / n.s./n.c. / no responde
    sem resposta / não respondeu / não se aplica / nessuna risposta / non risponde
    geen antwoord / geen opgave / niet ingevuld / n.v.t. / nvt / niet van toepassing
    brak odpowiedzi / brak danych / nie dotyczy / bez odpovědi / nincs válasz
    inget svar / ej svar / ingen svar / ikke besvart / ikke besvaret / ubesvart / ei vastausta
    cevap yok / yanıt yok / cevapsız / нет ответа / не указано / не применимо / немає відповіді
    δεν απάντησε / 无回答 / 未回答 / 未填写 / 未作答 / 無回答 / 無記入 / 未記入 / 무응답 / 응답없음
    لا يوجد جواب / لم يجب / אין תשובה
"""
_CODE = re.compile(r"(?:-[1-9]|-?([6-9])\1{1,4})(?:\.0+)?$")
_FEWEST = 2
_LONGEST_NUMBER = 100  # characters, with the blanks around it
_MOST_NUMBERS = 0.2  # of the values that are no code, in a column of texts


def written(values: Iterable[str]) -> frozenset:
    """Values as tables write them: in small letters and capitals, numbers with decimals."""
    found: set[object] = set()
    for value in values:
        found.update((value, value.lower(), value.upper(), value.title(), value.capitalize()))
        if is_number(value):
            number = float(value)
            found.update((number, f"{number:g}", f"{number:g}.0"))
    return frozenset(found)


NO_ANSWERS = written(said.strip() for line in _SAID.splitlines() for said in line.split("/ "))
"""Words for no answer, where they are all that a cell holds."""


def no_answers(cells: Sequence[object]) -> frozenset:
    """Return what means no answer among the texts of a column, by some of its cells.

    These are words that say so, and numbers such as -9, -77, 99 or 999 that come again in a column
    in which hardly another value is a number.
    """
    texts = [str(cell) for cell in cells if not is_missing(cell)]
    short = [text.strip() for text in texts if len(text) <= _LONGEST_NUMBER]
    counts = Counter(text for text in short if len(text) <= 9 and _CODE.match(text))
    codes = [code for code, number in counts.items() if number >= _FEWEST]
    n_others = len(texts) - sum(counts[code] for code in codes)
    n_numbers = sum(is_number(text) for text in short if text not in codes)
    if not codes or not n_others or n_numbers > _MOST_NUMBERS * n_others:
        return NO_ANSWERS
    return NO_ANSWERS | written(codes)
