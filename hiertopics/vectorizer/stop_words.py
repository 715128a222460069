"""A language in, its stop words out: function words that say nothing about a topic. Offline.

The English list is this file's own: published lists reach from 180 words to 1,333, and the long
ones take *system*, *computer* and *research* with them. So is the Greek one, as the published is
ancient Greek. Other languages come from the ``stop-words`` package, cleaned and amended here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from hiertopics.errors import HiertopicsError
from hiertopics.vectorizer.amendments import ADDED, KEPT

_CODES = dict(
    pair.split("=")
    for pair in (
        "ar=arabic bg=bulgarian ca=catalan cs=czech da=danish de=german el=greek en=english "
        "es=spanish fa=persian fi=finnish fr=french gu=gujarati he=hebrew hi=hindi hu=hungarian "
        "id=indonesian it=italian ja=japanese ko=korean ms=malay nb=norwegian nl=dutch "
        "no=norwegian pl=polish pt=portuguese ro=romanian ru=russian sk=slovak sv=swedish "
        "tr=turkish uk=ukrainian vi=vietnamese zh=chinese"
    ).split()
)

_LISTED_AS = {"malay": "malaysian"}

_PRONOUNS = "i you he she it we they this that these those there here who what where when why how"
_CONTRACTIBLE = "are could did do does had has have is might must need ought should was were would"
# Without their apostrophe these are other words.
_WORDS_OF_THEIR_OWN = {"hell", "id", "ill", "shed", "shell", "wed", "were", "whore"}

_ENGLISH = """
a an the and or nor but yet so if then else than because since although though unless while whereas
whether until till as of at by for with without within about against between among amongst into
onto through throughout during before after above below over under beneath beside besides beyond
behind to from up upon down in inside out outside on off along across around toward towards via per
despite except regarding concerning according amid near versus vs
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself
she her hers herself it its itself they them their theirs themselves one ones oneself who whom whose
which what whatever whichever whoever whomever this that these those there here where when why how
wherever whenever somewhere anywhere everywhere nowhere elsewhere thereby therefore thereof therein
hereby herein hence thus whereby wherein thence anybody anyone anything everybody everyone
everything nobody none nothing somebody someone something something
am is are was were be been being do does did done doing have has had having can could may might must
shall should will would ought cannot gonna gotta wanna dare
no not yes ok okay oh ah hey hi hello please thanks thank sorry
all any both each every either neither few fewer less least little many much more most other others
another some several such same own enough else only even ever never always often sometimes usually
again once twice already also too very quite rather almost just still yet soon now then ago later
perhaps maybe indeed however moreover furthermore nevertheless nonetheless otherwise instead anyway
somehow somewhat especially particularly generally mostly mainly merely simply basically actually
really probably possibly certainly surely definitely obviously clearly apparently hopefully
unfortunately exactly nearly hardly barely recently currently finally eventually well away back
together apart forth thereafter afterwards like unlike etc ie eg cf et al
zero one two three four five six seven eight nine ten first last next
say says said saying tell tells told get gets got gotten getting go goes went gone going come comes
came coming make makes made making let lets put puts take takes took taken taking give gives gave
given giving know knows knew known knowing think thinks thought thinking want wants wanted seem
seems seemed see sees saw seen seeing look looks looked looking try tries tried trying keep keeps
kept use uses used using become becomes became
thing things stuff lot lots way ways bit kind sort mr mrs anyhow whilst upon able unable
won shan ain don didn doesn isn aren wasn weren hasn hadn wouldn couldn shouldn mustn needn mightn
ll ve re em ya
"""

_GREEK = """
το οι τα του της των τον την τη τους τις στο στη στην στον στα στις στους στου στης ένας ένα μια
μία μιας ενός έναν και κι είτε ούτε μήτε αλλά όμως ωστόσο αν εάν αφού επειδή διότι γιατί ότι πως
που πού πώς όπως όπου ώστε ενώ όταν μόλις πριν μετά μέχρι έως ως σαν καθώς να θα ας μη μην δε δεν
όχι ναι από με για σε χωρίς δίχως προς κατά παρά αντί περί υπό υπέρ διά μέσω μέσα έξω πάνω επάνω
κάτω μπροστά πίσω δίπλα κοντά μακριά γύρω ανάμεσα μεταξύ εναντίον λόγω εξαιτίας σύμφωνα εκτός
απέναντι μαζί εγώ εσύ εμείς εσείς εμένα εσένα εμάς εσάς μου σου μας σας αυτός αυτή αυτό αυτοί αυτές
αυτά αυτού αυτής αυτών αυτόν αυτήν αυτούς εκείνος εκείνη εκείνο εκείνοι εκείνες εκείνα εκείνου
εκείνης εκείνων εκείνον τούτο τούτος τέτοιος τέτοια τέτοιο τόσο τόσος τόση τόσοι τόσες όσο όσος όση
όσοι όσες όσα όσων ποιος ποια ποιο ποιοι ποιες ποιον ποιου τι τίποτα τίποτε κάτι κάποιος κάποια
κάποιο κάποιοι κάποιες κάποιον κανείς κανένας καμία καμιά κανένα καθένας κάθε όλος όλη όλο όλοι
όλες όλα όλων όλους όλην άλλος άλλη άλλο άλλοι άλλες άλλα άλλων άλλον άλλους ίδιος ίδια ίδιο ίδιοι
ίδιες μόνο μόνος μόνη πολύ πολλά πολλοί πολλές πολλών λίγο λίγα λίγοι λίγες αρκετά αρκετό αρκετές
αρκετοί πιο πλέον περισσότερο περισσότερα περισσότεροι λιγότερο είμαι είσαι είναι είμαστε είστε
ήταν ήμουν ήσουν ήμασταν ήσασταν έχω έχεις έχει έχουμε έχετε έχουν είχα είχες είχε είχαμε είχαν
έχοντας πρέπει έπρεπε μπορεί μπορώ μπορούν μπορούσε μπορούμε κάνει κάνουν έκανε γίνει γίνεται έγινε
υπάρχει υπάρχουν υπήρχε λέει είπε ήθελε θέλει εδώ εκεί τώρα τότε ήδη ακόμα ακόμη πάλι ξανά πάντα
ποτέ συχνά πάντως απλώς απλά λοιπόν άρα έτσι επίσης ίσως μάλλον σχεδόν περίπου μάλιστα δηλαδή εκ εν
εξ δύο τρεις τρία τέσσερα πέντε όποιος όποια όποιο οποίος οποία οποίο οποίοι οποίες οποίου οποίων
οποίον οποίους οτιδήποτε οποιοσδήποτε προτού έπειτα ύστερα αργότερα νωρίς σήμερα χθες αύριο εαυτό
εαυτός εμπρός βέβαια τελικά τουλάχιστον
"""

_BREAK = re.compile(r"(?<=[a-zà-ÿ])'|[-.]")


def language_name(language: str) -> str:
    """Lower-case English name of a language given by name or ISO 639-1 code; others unchanged."""
    if not isinstance(language, str):
        raise HiertopicsError(
            f"language must be a name such as 'english' or a code such as 'en', got {language!r}"
        )
    plain = language.strip().lower()
    return _CODES.get(plain, plain)


def stop_words(language: str | None) -> frozenset[str]:
    """Words of a language that say nothing about a topic, as `tokenize` would give them.

    Parameters
    ----------
    language : str or None
        English name or ISO 639-1 code: "english", "de". None stands for no stop words.

    Returns
    -------
    frozenset of str
        Lower case, with ``'`` for every apostrophe.

    Raises
    ------
    HiertopicsError
        If there is no list for the language.
    """
    if language is None:
        return frozenset()
    name = language_name(language)
    if name not in _CODES.values():
        raise HiertopicsError(
            f"there are no stop words for language {language!r}; choose one of "
            f"{', '.join(sorted(set(_CODES.values())))}, or give a list of words, or None"
        )
    if name == "english":
        return _english()
    return frozenset(_GREEK.split()) if name == "greek" else _packaged(name)


def listed_languages() -> tuple[str, ...]:
    """Names, in alphabetical order, of the languages that `stop_words` has a list for here."""
    # Imported in functions only: without a language there is no need of the package.
    from stop_words import AVAILABLE_LANGUAGES

    available = {"english", "greek", *AVAILABLE_LANGUAGES}
    return tuple(
        name for name in sorted(set(_CODES.values())) if _LISTED_AS.get(name, name) in available
    )


@cache
def _english() -> frozenset[str]:
    contractions = {
        f"{word}'{end}" for word in _PRONOUNS.split() for end in ("ll", "ve", "d", "re")
    }
    contractions |= {f"{word}n't" for word in _CONTRACTIBLE.split()}
    contractions |= {"i'm", "can't", "won't", "shan't", "ain't", "y'all", "c'mon", "ma'am"}
    contractions |= {f"{word}'ve" for word in ("could", "might", "must", "should", "would")}
    without_apostrophe = {word.replace("'", "") for word in contractions}
    without_apostrophe |= {"thats", "theres", "heres", "whats", "hes", "shes", "wheres", "whos"}
    return frozenset(_ENGLISH.split()) | contractions | (without_apostrophe - _WORDS_OF_THEIR_OWN)


@cache
def _packaged(name: str) -> frozenset[str]:
    from stop_words import AVAILABLE_LANGUAGES, get_stop_words

    listed_as = _LISTED_AS.get(name, name)
    if listed_as not in AVAILABLE_LANGUAGES:
        raise HiertopicsError(
            f"the stop-words package installed here has no list for {name}, newer ones do (they "
            "need Python 3.11); upgrade it, or give a list of words, or None"
        )
    entries = get_stop_words(listed_as)
    if name == "turkish":
        entries = [_repaired_turkish(entry) for entry in entries]
    entries = [_cleaned(entry) for entry in entries]
    if name == "hungarian":  # Once read as Latin-1 in place of Latin-2.
        entries = [entry.replace("õ", "ő").replace("û", "ű") for entry in entries]
    if name in ("chinese", "japanese"):  # their words may be one character long
        return frozenset(entries) - {""}
    # An entry of several words would never meet a token, and its parts may well carry content.
    # An elided word (c'est) reaches us as its parts; in п'ять the apostrophe is a letter.
    parts = {part for entry in entries if " " not in entry for part in _BREAK.split(entry)}
    listed = {part for part in parts if len(part) > 1} | set(ADDED.get(name, "").split())
    if name == "romanian":  # Much of its text is typed with the cedillas of Turkish.
        listed |= {word.replace("ș", "ş").replace("ț", "ţ") for word in listed}
    return frozenset(listed - set(KEPT.get(name, "").split()))


def _cleaned(entry: str) -> str:
    # Some of the package's files carry their quotation marks, commas and byte order marks along.
    plain = entry.lower().replace("\u2019", "'").replace("\u200c", "")
    return unicodedata.normalize("NFC", plain.strip("\ufeff\"', "))


def _repaired_turkish(word: str) -> str:
    # The package's file was once read as Latin-1 in place of Latin-5, so that ş stands as þ.
    try:
        return word.encode("latin-1").decode("iso8859-9")
    except UnicodeError:
        return word
