r"""Take LaTeX out of a text, and leave its words and whatever else has a backslash or a dollar.

Abstracts and notes hold a little LaTeX or none, so a backslash is taken for a command only with
good reason: an argument in braces, a name known from LaTeX, or a text that is plainly LaTeX.
``C:\Users``, ``\n`` and "$5 and $10" are none.
"""

from __future__ import annotations

import re
import unicodedata

_PLAINLY = re.compile(r"\\(?:begin\s?\{|documentclass)")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")

# A pattern begins with what it looks for, and looks back from there: the search skips to it.

# One level of braces within braces. Here as below there are no two ways to match the same text,
# and no run without a bound is looked through twice, so that failing takes linear time.
_BRACES = r"\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
_OPTIONS = r"\*?(?:\[[^\[\]]{0,500}\])?"
_TITLE = re.compile(rf"\\title{_OPTIONS}\s?{_BRACES}")

# Formulas, drawings and programs.
_ENVIRONMENT = re.compile(
    r"\\(begin|end)\{((?:equation|align|alignat|flalign|gather|multline|eqnarray|displaymath|math|"
    r"tikzpicture|lstlisting|minted)\*?)\}"
)
_DISPLAY = re.compile(
    r"\\(?<!\\\\)(?:\[([^\\]*(?:\\[^\[\]][^\\]*)*)\\\]|\(([^\\]*(?:\\[^()][^\\]*)*)\\\))"
    r"|\$\$(?<![\\$]\$\$)([^$]{1,2000})\$\$(?!\$)"
)
# A longer formula is displayed. None goes on in the next paragraph.
_DOLLARS = re.compile(r"\$(?<![\\$]\$)((?:[^$\\\n]|\\.|\n(?![ \t]{0,20}\n)){1,400})\$(?!\$)")
_NAMES_AND_TEXT = re.compile(
    r"\\[a-zA-Z]+(?:\{[^{}]*\})?|\{\\[a-zA-Z]+[^{}]*\}|[\^_]\{[^{}]*\}|[\^_][a-zA-Z]+"
)
_WORD = re.compile(r"[^\W\d_]{3}")
_SHORT_WORD = re.compile(r"[^\W\d_]{3}|\s[^\W\d_]{2}|[^\W\d_]{2}\s")

_ACCENTS = dict(
    zip(
        "`'^\"~=.cvuHkrd",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a\u0323",
        strict=True,
    )
)
_ACCENT_IN_BRACES = re.compile(
    r"""\{\\([`'^"~=.]|[cvuHkrd](?=[ {]))\s?\{?(\\?[a-zA-Z])\}?\}"""
    r"""|\\([`'^"~=.cvuHkrd])\{(\\?[a-zA-Z])\s?\}"""
)
# Not the apostrophe of "it\'s", nor the quotation marks of "\"so\"".
_BARE_ACCENT = re.compile(
    r"""\\(?:(?<=[^\W\d_]\\)([`'^"~])(?!(?<=')(?:s|t|d|m|ll|re|ve)\b)(\\[ij](?![a-zA-Z])|[a-zA-Z])"""
    r"""|(?<![\w\\]\\)([`'"])([aeiouAEIOU]))"""
)
_ANY_BARE_ACCENT = re.compile(r"""()()\\([`'^"~=.])\s?(\\[ij](?![a-zA-Z])|[a-zA-Z])""")
_ESCAPED_QUOTE = re.compile(r"""\\["'](?![a-zA-Z{\\])""")
_LETTERS = {
    **{"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø"},
    **{"O": "Ø", "l": "ł", "L": "Ł", "dj": "đ", "DJ": "Đ", "i": "ı", "j": "ȷ"},
}
_LETTER = re.compile(
    r"\{\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|dj|DJ|i|j)\}"
    r"|\\(?<![:\\]\\)(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|dj|DJ)(?![a-zA-Z]|\\[a-zA-Z])"
    r"(?:\{\}| (?=[a-z]))?"
)

_KNOWN = (
    r"(?:em|it|bf|tt|sc|rm|sl|sf|itshape|bfseries|scshape|par|noindent|item|newline|maketitle|"
    "tableofcontents|centering|quad|qquad|ldots|dots|cdots|dag|dagger|ddag|ddagger|newpage|"
    "smallskip|medskip|bigskip|alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|"
    "lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|"
    "Pi|Sigma|Phi|Psi|Omega|ell|hbar|sim|simeq|approx|times|pm|mp|leq|geq|le|ge|ll|gg|equiv|infty|"
    r"propto|rightarrow|cdot|deg|circ)(?![a-zA-Z{])"
)
_REPLACED = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\\begin\{[^{}]*\}(?:\[[^\[\]]{0,500}\])?(?:\{[lcrpX|@. ]{1,40}\})?", " "),
        (
            r"\\(?:(?:re|provide)?newcommand|setlength|setcounter|DeclareMathOperator|def\\[a-zA-Z]+)"
            rf"\*?(?:{_BRACES})?(?:\[[0-9]\])?{_BRACES}",
            " ",
        ),
        (
            r"\\(?:[a-zA-Z]{0,12}cite[a-zA-Z]{0,12}|(?:eq|c|C|auto|page)?ref|label|url|end|include"
            r"|includegraphics|input|usepackage|documentclass|bibliography|bibliographystyle|bibitem"
            r"|[vh]space|pagestyle|thispagestyle|hypersetup|graphicspath|color|email|orcid)"
            rf"{_OPTIONS}(?:\[[^\[\]]{{0,500}}\])?\s?{_BRACES}",
            " ",
        ),
        (r"\\(?:href|textcolor|colorbox)\{[^{}]*\}\s?(?=\{)", r"\\textrm"),
        (rf"\\(?:title|chapter|(?:sub){{0,2}}section|paragraph){_OPTIONS}{_BRACES}", r"\n\n\1\n\n"),
        (r"\\((?:La|Bib|Xe)?TeX)(?![a-zA-Z])(?:\{\}|\\(?= ))?", r"\1"),
        (r"\{\\(?:em|it|bf|tt|sc|rm|sl|sf|[a-z]{2}shape|bfseries)\s([^{}]*)\}", r"\1"),
        (rf"\\(?<![\w:\\.]\\){_KNOWN}(?:\\{_KNOWN})*(?![/\\][a-zA-Z])", " "),
    )
]
# Most texts with a backslash have no braces, and only these need to look at them.
_REPLACED_WITHOUT_BRACES = [_REPLACED[-3], _REPLACED[-1]]
_WITH_ARGUMENT = re.compile(rf"\\([a-zA-Z]+){_OPTIONS}\{{([^{{}}]*)\}}")
# The others set their words apart, as footnotes.
_WITHIN_WORDS = re.compile("emph|text[a-z]{2,6}|math[a-z]{2,4}|[mh]box|underline|uppercase")
_DEEPEST = 8
_BARE = re.compile(r"\\[a-zA-Z@]+\*?")
_SPACE = re.compile(r"\\[,;:! ]|\\\\")
_HYPHENATION = re.compile(r"\\-(?<=[a-z]\\-)(?=[a-z])")
_TIE = re.compile(r"~(?<=[\w.,)}]~)(?=[\w\\$({])")
_ESCAPED = re.compile(r"\\([%&$_#{}])")


def without_latex(text: str) -> str:
    r"""Text without LaTeX's formulas, commands and references, its accented letters composed.

    Formulas become a blank, commands the words in their braces. A text without a backslash or a
    dollar comes back as it is. Comments go where the text is plainly LaTeX (with ``\begin`` or
    ``\documentclass``), and so does what comes before ``\begin{document}``, but for the title.

    Examples
    --------
    >>> without_latex(r"An \emph{$n$-body} problem of Poincar\'e \cite{x}, for \$5 or $6")
    'An  -body problem of Poincaré  , for $5 or $6'
    """
    if not _has_marks(text):
        return text
    if _PLAINLY.search(text):
        text = _without_environments(_document(_COMMENT.sub("", text)))
        return _cleaned(text, is_plainly=True)
    # Neither formulas nor arguments reach across paragraphs, and most have none.
    return "\n\n".join(
        _cleaned(paragraph, is_plainly=False) if _has_marks(paragraph) else paragraph
        for paragraph in text.split("\n\n")
    )


def _has_marks(text: str) -> bool:
    return "\\" in text or text.count("$") > 1


def _cleaned(text: str, is_plainly: bool) -> str:
    text = _without_formulas(text, is_plainly)
    if "\\" not in text:
        return text
    text = _with_letters(text, is_plainly)
    text = _TIE.sub(" ", _HYPHENATION.sub("", text))
    has_braces = "{" in text
    for pattern, replacement in _REPLACED if has_braces else _REPLACED_WITHOUT_BRACES:
        text = pattern.sub(replacement, text)
    for _ in range(_DEEPEST if has_braces else 0):
        inner = _WITH_ARGUMENT.sub(_argument, text)
        if inner == text:
            break
        text = inner
    if is_plainly:
        text = _BARE.sub(" ", text).replace("\\/", "")
        text = re.sub(r"(?<!\\)[{}]", "", text)
    return _ESCAPED.sub(r"\1", _SPACE.sub(" ", text))


def _argument(match: re.Match) -> str:
    return match[2] if _WITHIN_WORDS.fullmatch(match[1]) else f" {match[2]} "


def _document(text: str) -> str:
    """Title and body of a whole document."""
    preamble, begin, body = text.partition("\\begin{document}")
    if not begin:
        return text
    title = _TITLE.search(preamble)
    body = body.partition("\\end{document}")[0]
    return f"{title[1]}\n\n{body}" if title else body


def _without_environments(text: str) -> str:
    """Text with a blank for each environment that holds no prose, if it is closed."""
    begun: dict[str, int] = {}
    cuts: list[tuple[int, int]] = []
    for match in _ENVIRONMENT.finditer(text):
        if match[1] == "begin":
            begun[match[2]] = match.start()
        elif match[2] in begun:
            start = begun.pop(match[2])
            while cuts and cuts[-1][0] > start:
                cuts.pop()
            if not cuts or cuts[-1][1] <= start:
                cuts.append((start, match.end()))
    kept, end = [], 0
    for start, next_end in cuts:
        kept += [text[end:start], " "]
        end = next_end
    return "".join(kept) + text[end:]


def _without_formulas(text: str, is_plainly: bool) -> str:
    if "\\[" in text or "\\(" in text or "$$" in text:
        text = _DISPLAY.sub(
            lambda match: (
                " "
                if is_plainly or _is_formula((match[1] or match[2] or match[3] or "").strip(), " ")
                else match[0]
            ),
            text,
        )
    kept, start, position = [], 0, 0
    end = text.rfind("$") + 1  # No formula is looked for from the last dollar on.
    while match := _DOLLARS.search(text, position, end):
        after = text[match.end() : match.end() + 1]
        if _is_formula(match[1], after) or (is_plainly and not after.isdigit()):
            kept += [text[start : match.start()], " "]
            start = position = match.end()
        else:  # its second dollar may be the first of a formula
            position = match.start() + 1
    return "".join(kept) + text[start:]


def _is_formula(inner: str, after: str) -> bool:
    """Whether the text between two dollars is no prose, nor the name of a variable."""
    is_tight, is_before_digit = inner == inner.strip(), after.isdigit()
    # A second dollar before a digit is that of a price, unless all speaks for a formula.
    if is_before_digit and not is_tight:
        return False
    bare = _NAMES_AND_TEXT.sub("", inner)
    has_marks = bare != inner or "^" in inner
    n_signs = has_marks + is_tight
    if n_signs <= is_before_digit:
        return False
    return len((_WORD if has_marks else _SHORT_WORD).findall(bare)) <= (n_signs == 2)


def _with_letters(text: str, is_plainly: bool) -> str:
    if "{" in text:
        text = _ACCENT_IN_BRACES.sub(_composed, text)
    if is_plainly:
        text = _ANY_BARE_ACCENT.sub(_composed, text)
    elif not _ESCAPED_QUOTE.search(text):
        text = _BARE_ACCENT.sub(_composed, text)
    return _LETTER.sub(lambda match: _LETTERS[match[1] or match[2]], text)


def _composed(match: re.Match) -> str:
    """Letter with its accent, or what was there if there is no such letter."""
    accent, letter = match[1] or match[3], match[2] or match[4]
    letter = letter.removeprefix("\\")  # a dotless i has its dot back
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    return composed if len(composed) == 1 else match[0]
