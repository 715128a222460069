"""Names of months, and of days of the week, in the larger European languages."""

from __future__ import annotations

import unicodedata

_MONTHS = """
    january february march april may june july august september october november december
    januar februar märz april mai juni juli august september oktober november dezember
    jänner feber  -  -  -  -  -  -  -  -  -  -
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    -  -  -  -  -  -  -  -  setiembre  -  -  -
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
    januari februari maart april mei juni juli augustus september oktober november december
    -  -  mrt  -  -  -  -  -  -  -  -  -
    januari februari mars april maj juni juli augusti september oktober november december
    januar februar marts april maj juni juli august september oktober november december
    januar februar mars april mai juni juli august september oktober november desember
    styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada
        grudnia
    leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
    ledna února března dubna května června července srpna září října listopadu prosince
    január február marec apríl máj jún júl august september október november december
    januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
    január február március április május június július augusztus szeptember október
        november december
    ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie
        noiembrie decembrie
    ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
    січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
    януари февруари март април май юни юли август септември октомври ноември декември
    ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος
        νοέμβριος δεκέμβριος
    ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου
        νοεμβρίου δεκεμβρίου
"""
# These are written in full alone: marras would be a march.
_FINNISH = """
    tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu
    joulukuu
"""
_WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    lundi mardi mercredi jeudi vendredi samedi dimanche
    lunes martes miércoles jueves viernes sábado domingo
    segunda terça quarta quinta sexta feira
    lunedì martedì mercoledì giovedì venerdì sabato domenica
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    måndag tisdag onsdag torsdag fredag lördag söndag  mandag tirsdag lørdag søndag
    poniedziałek wtorek środa czwartek piątek sobota niedziela
    pondělí úterý středa čtvrtek pátek neděle  hétfő kedd szerda csütörtök péntek szombat vasárnap
    luni marți miercuri joi vineri sâmbătă duminică
    pazartesi salı çarşamba perşembe cuma cumartesi pazar
    понедельник вторник среда четверг пятница суббота воскресенье
    понеділок вівторок середа четвер пʼятниця субота неділя
    δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
"""
_SHORTEST = 3


def folded(text: str) -> str:
    """A text in lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in decomposed if not "\u0300" <= sign <= "\u036f")


def _months() -> dict[str, int]:
    names = folded(_MONTHS).split()
    numbers = {name: place % 12 + 1 for place, name in enumerate(names) if name != "-"}
    meant: dict[str, set[int]] = {}
    for name, number in numbers.items():
        for length in range(_SHORTEST, len(name)):
            meant.setdefault(name[:length], set()).add(number)
    finnish = folded(_FINNISH).split()
    in_full = {f"{name}{case}": n for n, name in enumerate(finnish, 1) for case in ("", "ta", "n")}
    short = {name: min(these) for name, these in meant.items() if len(these) == 1}
    return {**short, **in_full, **numbers}


def _weekdays() -> frozenset[str]:
    names = folded(_WEEKDAYS).split()
    return frozenset(name[:length] for name in names for length in range(2, len(name) + 1))


MONTH_OF = _months()
"""The number of a month by its name, `folded`, or the beginning of it, if no other begins so."""

WEEKDAYS = _weekdays()
"""Names of days of the week, `folded`, and their beginnings from two letters on."""
