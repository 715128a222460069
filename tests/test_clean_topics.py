"""In several languages, nobody having said which, topics show words of their theme and no others.

Sentences are function words around the words of a theme; all that shows has to be a theme's.
"""

import numpy as np
import pytest

import hiertopics as ht

THEMES = {
    "german": (
        "salat möhren beet tomaten gurken erde gießkanne spaten",
        "zug gleis bahnhof schaffner fahrkarte lokomotive abteil weiche",
        "geige orchester dirigent konzert klavier noten trompete bühne",
    ),
    "french": (
        "salade carottes tomates jardin bêche arrosoir légumes semis",
        "train gare quai contrôleur locomotive billet wagon aiguillage",
        "violon orchestre concert piano partition trompette mélodie soliste",
    ),
    "spanish": (
        "lechuga zanahorias tomates huerto azada regadera pepinos semillas",
        "tren estación andén revisor locomotora billete vagón vías",
        "violín orquesta concierto piano partitura trompeta melodía solista",
    ),
    "italian": (
        "lattuga carote pomodori orto vanga annaffiatoio cetrioli semi",
        "treno stazione binario controllore locomotiva biglietto vagone rotaie",
        "violino orchestra concerto pianoforte spartito tromba melodia solista",
    ),
    "dutch": (
        "sla wortels tomaten moestuin spade gieter komkommers zaden",
        "trein station perron conducteur locomotief kaartje wagon rails",
        "viool orkest concert piano partituur trompet melodie solist",
    ),
    "russian": (
        "салат морковь помидоры огород лопата лейка огурцы семена",
        "поезд вокзал перрон проводник паровоз билет вагон рельсы",
        "скрипка оркестр концерт рояль ноты труба мелодия солист",
    ),
    "polish": (
        "sałata marchew pomidory ogród łopata konewka ogórki nasiona",
        "pociąg dworzec peron konduktor lokomotywa bilet wagon szyny",
        "skrzypce orkiestra koncert fortepian nuty trąbka melodia solista",
    ),
    "swedish": (
        "sallad morötter tomater trädgård spade vattenkanna gurkor frön",
        "tåg station perrong konduktör lokomotiv biljett vagn räls",
        "fiol orkester konsert piano noter trumpet melodi solist",
    ),
}
SENTENCES = {
    "german": "Das ist nicht nur {}, sondern auch {}. Wenn wir mit der {} sind, haben sie {}. "
    "Und dann war es für mich {}, weil ich keine {} hatte.",
    "french": "Ce n'est pas seulement {}, mais aussi {}. Quand nous sommes avec {}, ils ont {}. "
    "Et puis c'était pour moi {}, parce que je n'avais pas de {}.",
    "spanish": "Esto no es sólo {}, sino también {}. Cuando estamos con la {}, ellos tienen {}. "
    "Y entonces era para mí {}, porque yo no tenía {}.",
    "italian": "Questo non è solo {}, ma anche {}. Quando siamo con la {}, loro hanno {}. "
    "E poi era per me {}, perché io non avevo {}.",
    "dutch": "Dit is niet alleen {}, maar ook {}. Als wij met de {} zijn, hebben zij {}. "
    "En toen was het voor mij {}, omdat ik geen {} had.",
    "russian": "Это не только {}, но и {}. Когда мы были с ними, у них была {} или {}. "
    "И тогда это было для меня {}, потому что у меня не было {}.",
    "polish": "To nie jest tylko {}, ale także {}. Kiedy jesteśmy z nimi, oni mają {} albo {}. "
    "I wtedy to było dla mnie {}, ponieważ nie miałem {}.",
    "swedish": "Det är inte bara {}, utan också {}. När vi är med {}, har de {}. "
    "Och då var det för mig {}, eftersom jag inte hade någon {}.",
}


@pytest.mark.parametrize("language", THEMES)
def test_topics_are_clean_without_a_word_about_the_language(language):
    rng = np.random.default_rng(0)
    texts = [
        SENTENCES[language].format(*rng.choice(theme.split(), 6, replace=False))
        for theme in THEMES[language]
        for _ in range(30)
    ]
    run = ht.fit_corpus(ht.Corpus.from_texts(texts), (3,))
    assert run.vectorizer.language_ == language
    assert run.corpus_report["words"]["languages"] == {language: 90}
    shown = sorted(sorted(word for word, _ in node.words) for node in run.tree)
    assert shown == sorted(sorted(theme.split()) for theme in THEMES[language])


def test_two_languages_in_one_corpus():
    rng = np.random.default_rng(0)
    texts = [
        SENTENCES[language].format(*rng.choice(THEMES[language][0].split(), 6, replace=False))
        for language in ("german", "french")
        for _ in range(30)
    ]
    run = ht.fit_corpus(ht.Corpus.from_texts(texts), (2,))
    assert run.corpus_report["words"]["languages"] == {"french": 30, "german": 30}
    words = {word for node in run.tree for word, _ in node.words}
    assert words == set(" ".join(THEMES[name][0] for name in ("german", "french")).split())


def test_no_stop_word_shows_in_the_bundled_german_corpus(alltag):
    run = ht.fit_corpus(ht.read_corpus(alltag), (9, 3), n_words=20)
    assert run.vectorizer.language_ == "german"
    function_words = set(
        "aber als also am an auch auf aus bei beim bis da damit dann das dass dein dem den der des "
        "die doch dort du durch ein eine einem einen einer eines er erst es etwas für gegen ganz "
        "hat hatte haben hier ich ihm ihn ihr ihre im immer in ist ja jede jeder jetzt kann kein "
        "keine man mehr mein mich mir mit muss nach nicht nichts noch nun nur ob oder ohne schon "
        "sein seine sehr selbst sich sie sind so soll sondern über um und uns unter viel vom von "
        "vor war was weil wenn wer werden wie wieder will wir wird wo zu zum zur zwei drei vier "
        "fünf konnte darf mag bevor obwohl falls neben wegen außer statt darauf darin daran davor "
        "heraus hinein herum fast kaum gleich bald oft meist heute gestern später früher zurück "
        "trotzdem außerdem niemand jemand beide paar wenig genug einander irgendwo überhaupt "
        "zuerst zuletzt längst endlich nämlich manchmal vorher hinten".split()
    )
    shown = {word for node in run.tree for word, _ in node.words}
    assert not shown & function_words
