import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.corpus.files.mail import looks_like_mail, mail_date, mail_text

HEADER = "From: ann@example.org\nSubject: Re: Ice\nDate: Fri, 16 Apr 1993 03:32:58 GMT\n"

# Drawn often enough to meet each other, which arbitrary lines seldom do.
LINES = st.lists(
    st.sampled_from(
        [
            "From: a@x",
            "Subject: Re: Ice",
            "Subject: > re: =?x?b?a?=",
            "To: b",
            " more",
            "From a Mon",
            "",
            "",
        ]
        + ["> q", ">> q", ">>> q", ": q", "| q", "| q |", "JD> q", "} q", "# bob@x wrote:", "# q"]
        + [
            "Bob wrote:",
            "In article <1@x>,",
            "b@x (Bob) writes:",
            "On 1 May 1999, Bob",
            "text",
            "--",
        ]
        + [
            "-- ",
            "-----BEGIN PGP MESSAGE-----",
            "-----END PGP MESSAGE-----",
            "On the whole",
            "wrote",
        ]
    )
).map("\n".join)


@pytest.mark.parametrize(
    ("text", "is_mail"),
    [
        (HEADER + "\nBody", True),
        ("From ann Fri Apr 16 03:32:58 1993\n" + HEADER + "\nBody", True),
        (" continued.example.org!ann\nSubject: a\n b c\nX-Odd.Name: c\nLines: 3\n\n", True),
        ("subject: a\nORGANIZATION: b\n\n", True),
        (HEADER, False),
        (HEADER + "no field\n\nBody", False),
        ("Subject: Ice\n\nBody", False),
        ("Warning: wet\nNote: cold\n\nBody", False),
        ("\n" + HEADER + "\nBody", False),
        ("From: here\nto: there, by train\n\n", True),
        ("", False),
    ],
)
def test_mail_is_told_by_its_header(text, is_mail):
    assert looks_like_mail(text) is is_mail


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        ("Re: Re^2: RE[3]: AW: Fwd: Ice", "Ice"),
        ("[list] Re: [other list] Ice [sic]", "Ice [sic]"),
        ("Reading: ice", "Reading: ice"),
        ("[ice]", "[ice]"),
        ("Re:", "Re:"),
        ("a long\n  subject", "a long subject"),
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?iso-8859-1?Q?_aus_K=F6ln?=", "Grüße aus Köln"),
        ("=?no-such-code?q?ice?= =?utf-8?b?x?=", "=?no-such-code?q?ice?= =?utf-8?b?x?="),
        ("=?utf-8?b?x?=", "=?utf-8?b?x?="),
    ],
)
def test_subject(value, subject):
    assert mail_text(f"From: a\nSubject: {value}\n\nBody\n") == f"{subject}\n\nBody"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("In article <1@x.y> bob@x.y (Bob) writes:\n>It melts.\n>> No.\n\nYes.", "Yes."),
        ("In article <1@x.y>, bob@x.y\n(Bob) wrote:\n\n> It melts.\n\nYes.", "Yes."),
        ("In article <1@x.y> bob@x.y writes:\n\nNothing quoted.", "Nothing quoted."),
        ("Hi,\nOn Mon, 1 May 2000 at 10:00, Bob Smith\n<bob@x.y> wrote:\n> Ice\nYes.", "Hi,\nYes."),
        ("Am 1.5.2000 um 10:00 schrieb Bob:\n> Eis\nJa.", "Ja."),
        ("Le 1 mai 2000, Bob a écrit :\n> Glace\nOui.", "Oui."),
        ("As we know it.\nBob wrote:\n: It melts.\nYes.", "As we know it.\nYes."),
        ("a\n| one\n| two\nb\n: one\n: two\nc\nJD> one\nJD> two\n} one\n} two\nd", "a\nb\nc\nd"),
        ("a\n# bob@x.y (Bob) writes:\n# # Ice\n# Snow\nb", "a\nb"),
        ("# a comment\n# of a program\nx", "# a comment\n# of a program\nx"),
        ("| box |\n| box |\nx\n| alone\nx\n: alone\nx\nJD> alone", None),
        ("x -> y\n<tag>\n1 > 0\n:-)\nif a>b", None),
        ("He said\nit was cold, and I wrote\nit down.\n\nOn the whole,\nice is cold.", None),
        (
            "Of all the ice of this winter it is said:\n> ice",
            "Of all the ice of this winter it is said:",
        ),
        ("Text\n-- \nAnn\nann@x.y", "Text"),
        ("Text\n--\nAnn", "Text"),
        ("Text\n--\n" + "more\n" * 16, "Text\n--\n" + "more\n" * 15 + "more"),
        (
            "-----BEGIN PGP SIGNED MESSAGE-----\n\nText\n- --\nAnn\n"
            "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n",
            "Text",
        ),
        ("a\n-----BEGIN PGP MESSAGE-----\nnever closed", None),
        ("a\n> b\n\n\n> c\n\nd", "a\n\nd"),
    ],
)
def test_body(body, kept):
    assert mail_text(f"{HEADER}\n{body}") == f"Ice\n\n{kept or body}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Bob wrote:\n> It melts.\nYes.\n-- \nAnn", "Yes.\n-- \nAnn"),
        ("a\n> one\n> two\nb\n\n\n\nc ", "a\nb\n\n\n\nc "),
        ("a\n> one\nb\n: c\n: d\nIn article <1@x> b@x writes:\ne", None),
        (">>> tree\n>>> tree.topics\n'ice'", None),
        ("", None),
    ],
)
def test_other_texts_lose_plain_quotations_only(text, kept):
    assert mail_text(text) == (text if kept is None else kept)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("Fri, 16 Apr 1993 03:32:58 GMT", "1993-04-16"),
        ("16 Apr 93 23:59:00 -0800", "1993-04-16"),
        ("yesterday", None),
        ("Fri, 99 Apr 1993 03:32:58 GMT", None),
        ("1" * 6000, None),
        ("", None),
    ],
)
def test_date(date, day):
    assert mail_date(f"From: a\nDate: {date}\nTo: b\n\n") == day
    assert mail_date(f"Date: {date}") is None


@given(st.text() | LINES)
def test_what_was_written_has_nothing_more_to_lose(text):
    kept = mail_text(text)
    assert mail_text(kept) == kept
    assert isinstance(looks_like_mail(text), bool)
    assert mail_date(text) is None or len(mail_date(text)) == 10


@given(st.lists(st.text(st.sampled_from("abcdé,.?'"), min_size=1), min_size=1))
def test_ordinary_words_stay(words):
    text = " ".join(words)
    assert mail_text(text) == text
    assert mail_text(f"{HEADER}\n{text}").split() == ["Ice", *words]


@pytest.mark.parametrize(
    "piece",
    [">", "> a\n", ": a\n", "> a\n\n\n", "--\n", "a: b\n", "To: b\n", " a\n", "a wrote:\n", "wrote"]
    + ["wrote :", "In <@", "In article <\n", "On 1 @\n", "re: ", "[a]", "=?a?q?", "\n", " ", "1"]
    + ["-----BEGIN PGP MESSAGE-----\n", "a>", "|", "\\", "$"],
)
def test_long_hostile_mails_end(piece):
    hostile = piece * (2_000_000 if len(piece) == 1 else 400_000 // len(piece))
    for text in (
        hostile,
        f"{HEADER}\n{hostile}",
        f"To: a\nDate: {hostile}\nSubject: {hostile}\n\n",
    ):
        assert isinstance(mail_text(text), str)
        assert isinstance(mail_date(text), str | None)


def mime(transport, body, subtype="plain"):
    return (
        f"From: ann@example.org\nSubject: Ice\nMIME-Version: 1.0\nContent-Type: text/{subtype}; "
        f"charset=utf-8\nContent-Transfer-Encoding: {transport}\n\n{body}\n"
    )


@pytest.mark.parametrize(
    ("mail", "text"),
    [
        (mime("base64", base64.b64encode("Größe des Eises".encode()).decode()), "Größe des Eises"),
        (mime("quoted-printable", "Gr=C3=B6=C3=9Fe des E=\nises"), "Größe des Eises"),
        (mime("8bit", "<p>Größe <b>des</b> Eises</p>", "html"), "Größe des Eises"),
        (mime("base64", "no base64 at all !!!"), None),
        (mime("7bit", "plain words"), "plain words"),
    ],
)
def test_bodies_are_decoded(mail, text):
    found = mail_text(mail)
    assert found.startswith("Ice")
    assert text is None or found == f"Ice\n\n{text}"


def test_of_several_parts_the_plain_one_is_read():
    mail = (
        "From: a\nSubject: Ice\nMIME-Version: 1.0\nContent-Type: multipart/alternative; "
        'boundary="b"\n\nPreamble\n--b\nContent-Type: text/plain; charset=utf-8\n\nPlain größe\n'
        "--b\nContent-Type: text/html\n\n<p>markup</p>\n--b--\n"
    )
    assert mail_text(mail) == "Ice\n\nPlain größe"
