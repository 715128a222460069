"""How it is said for which reasons files and rows were passed over, and how many."""

# By the reason, as `Corpus.skipped` has it: of one, and of several. Others are the same for both.
_SAID = {
    "table": ("table", "tables"),
    "no table": ("that is no table", "that are no tables"),
    "program": ("program", "programs"),
    "link": ("link", "links"),
    "special file": ("special file", "special files"),
    "scan without text": ("scan without text", "scans without text"),
    "damaged row": ("damaged row", "damaged rows"),
    "totals": ("row of totals", "rows of totals"),
    "other columns": ("with other columns", "with other columns"),
    "other language": ("in another language", "in another language"),
    "language unknown": ("in no known language", "in no known language"),
    "took too long": ("that took too long", "that took too long"),
}


def count_reason(number: int, reason: str) -> str:
    """How many were passed over for a reason, such as "3 damaged rows" or "1 empty"."""
    one, several = _SAID.get(reason, (reason, reason))
    return f"{number:,} {one if number == 1 else several}"
