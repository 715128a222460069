import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.vectorizer.latex import without_latex

# Drawn often enough to meet each other, which arbitrary characters seldom do.
PIECES = st.lists(
    st.sampled_from(
        [
            r"\emph{",
            r"\cite{",
            r"\begin{equation}",
            r"\end{equation}",
            r"\begin{document}",
            r"\title{",
        ]
        + [
            r"\documentclass",
            r"\section[",
            r"\'",
            r"\"",
            r"\c",
            r"\o",
            r"\ss ",
            r"\[",
            r"\]",
            r"\(",
        ]
        + [
            r"\)",
            "$",
            "$$",
            "{",
            "}",
            "[",
            "]",
            "^",
            "_",
            "~",
            "%",
            "\\",
            " ",
            "\n",
            "e",
            "5",
            "word",
        ]
    )
).map("".join)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("costs $5 and $10 more", "costs $5 and $10 more"),
        ("($5) and ($x_1$), ($6), ($7)", "($5) and ( ), ($6), ($7)"),
        ("$5-$10, US$ 5, 5$ or 6$", "$5-$10, US$ 5, 5$ or 6$"),
        ("$5 = half of $10", "$5 = half of $10"),
        (r"$5 in C:\new and $6", r"$5 in C:\new and $6"),
        ("a$x$b $n-1$ $(X,Y)$ $0$ $k$NN", "a b        NN"),
        ("$a = b$, $x<y$, $T_{max}$, $E=mc^2$", " ,  ,  ,  "),
        (r"$\pm$2, $ \alpha $, $\text{some words here}$", " 2,  ,  "),
        ("$day$ $HOME/$USER ${HOME}/${USER}", "$day$ $HOME/$USER ${HOME}/${USER}"),
        ("$x_1\n\ny_1$", "$x_1\n\ny_1$"),
        ("$x_" + "1" * 500 + "$", "$x_" + "1" * 500 + "$"),
        (
            r"$$ x^2 $$ \[ a = \\[2pt] \frac{b}{c} \] \( z \) \(words here\)",
            r"      \(words here\)",
        ),
    ],
)
def test_formulas_and_dollars(text, words):
    assert without_latex(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"\emph{w}ord \textbf{bold \emph{it}} {\em some} \it more", "word bold it some   more"),
        (r"\section{Title}Text", "\n\nTitle\n\nText"),
        (r"See~\cite[p.~3][x]{a,b}, \citep{c}, Fig.~\ref{d}\label{e}.", "See  ,  , Fig.   ."),
        (r"word\footnote{Note} \unknown{kept} \href{http://x}{link}", "word Note   kept  link"),
        (r"5\% R\&D \$5 a\_b \#1 \{x\}", "5% R&D $5 a_b #1 {x}"),
        (r"the group \Gamma of \LaTeX{} in pro\-blem", "the group   of LaTeX in problem"),
        (r"\a{\b{\a{deep}}}", "   deep   "),
    ],
)
def test_commands(text, words):
    assert without_latex(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"""Schr\"odinger caf\'e voil\`a h\^otel Ni\~no""", "Schrödinger café voilà hôtel Niño"),
        (r"""Hovm{\"o}ller na\"{\i}ve \'{e} {\'\i} caf\'{e}""", "Hovmöller naïve é í café"),
        (r"Fran\c{c}ois \v{C}ech Erd\H{o}s {\v s} \u{g} \r{u}", "François Čech Erdős š ğ ů"),
        (r"Stra\ss e, {\L}ukasiewicz, \O rsted, \AA{}, {\ae}", "Straße, Łukasiewicz, Ørsted, Å, æ"),
        (r"\'Etude \"Uber", "Étude Über"),
        (r"it\'s, we\'re, don\'t, caf\'e", r"it\'s, we\'re, don\'t, café"),
        (r'he said \"okay\" and \"over\"', r'he said \"okay\" and \"over\"'),
        (r"\'{q} \H{q}x", r"\'{q}  q x"),
    ],
)  # fmt: skip
def test_accents(text, words):
    assert without_latex(text) == words


@pytest.mark.parametrize(
    "text",
    [
        r"C:\Users\name\it\new.txt and D:\alpha",
        r"hello\nworld \t tab \0",
        r"\w+\s*\.com [a\]z] \(foo\|bar\)",
        r"net\share\em\docs",
        "back\\",
        "50% of ~100 a{b} & \\x",
    ],
)
def test_other_backslashes_stay(text):
    assert without_latex(text) == text


@given(st.text(st.characters(exclude_characters="\\$")))
def test_text_without_its_marks_is_the_same_object(text):
    assert without_latex(text) is text


def test_a_whole_document():
    source = r"""\documentclass{article} % a class
\newcommand{\ice}[1]{frozen #1}
\title[short]{On {I}ce}
\begin{document}
\maketitle
Water freezes. % why?
\begin{equation} \label{e} a = \mbox{lost} \end{equation}
\begin{align*} x \begin{cases} y \end{cases} \end{align*}
\begin{tabular}{lcr} one & two \\[2pt] \end{tabular}
\ice{pond}, \kw 50\% of \textit{Mill\=as} {T}itle
\begin{lstlisting} program \end{lstlisting}
\begin{equation} never closed
\end{document} after"""
    words = "On Ice Water freezes. one & two [2pt] pond , 50% of Millās Title never closed"
    assert without_latex(source).split() == words.split()


@given(st.text() | PIECES)
def test_any_text_gives_text(text):
    assert isinstance(without_latex(text), str)


@given(st.lists(st.sampled_from(["word", "a", "$5", "$10.50,", r"C:\Users", r"\network", "50%"])))
def test_prose_loses_no_word(words):
    text = " ".join(words)
    assert without_latex(text) == text


@pytest.mark.parametrize(
    "piece",
    [
        "$",
        "$a",
        "$ a ",
        "$a\n ",
        "$$a",
        "\\",
        "\\[",
        "\\(a",
        "{",
        "}",
        "\\a{",
        "\\a[",
        "\\emph{",
        "~",
    ]
    + ["\\cite[a]{", "\\begin{equation}", "\\begin{equation}\\end{align}", "\\begin{tabular}{", "%"]
    + [
        "\\'",
        "\\'e",
        "\\c{",
        "\\em",
        "{\\em ",
        "\\def\\a{",
        "\\title{",
        "\\ss ",
        "a~",
        "$\\a{",
        " ",
    ],
)
def test_long_hostile_texts_end(piece):
    hostile = piece * (2_000_000 if len(piece) == 1 else 400_000 // len(piece))
    for beginning in ("\\$ ", "\\documentclass\\begin{document}"):
        assert isinstance(without_latex(beginning + hostile), str)
