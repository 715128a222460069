"""Errors and warnings whose messages say what was expected, what came, and what to do."""


class HiertopicsError(ValueError):
    """Something a person can mend; the command line prints its message as one line."""


class CorpusError(HiertopicsError):
    """A corpus that cannot be read, or that leaves nothing to model."""


class NoTextError(CorpusError):
    """A file under the name of a table that holds no text."""


class NoSheetError(CorpusError):
    """A workbook that lacks a sheet that is asked for."""


class StoreError(HiertopicsError):
    """Something that cannot be saved, or a file that cannot be loaded."""


class ReadingWarning(UserWarning):
    """Something of a corpus that may have been read wrongly."""
