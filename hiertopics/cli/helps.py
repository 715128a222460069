"""What ``--help`` says of every verb, before and after its options."""

DESCRIPTIONS = {
    "fit": """\
Turn a folder of texts into a tree of topics, broad to fine.

SOURCE is a folder, in which every file with text is a document, a table (.csv,
.tsv, .jsonl, .json, .parquet) with a text in each row, a mailbox (.mbox), or a
single text, whose paragraphs are the documents. The tree goes to stdout: the
broad topics with the finer ones under them, each with its share of the texts,
its most telling words and the documents that show it best.
""",
    "show": """\
Show the tree of a saved run, a part of it, or one of its topics in full.

RUN is a file that fit --save wrote; a tree that fit --json wrote, .json, will
do for all but --by.
""",
    "apply": """\
Find the topics of other documents with a saved run; nothing is fitted.

One line a document, in their order: its topics at every layer, broad to fine,
and the labels predicted for it where the run was trained with labels. What a
document without any word of the run lacks stays empty.
""",
    "report": """\
Write the report of a saved run: one HTML file that needs no network.
""",
    "corpus": """\
Say what a folder of texts, or a table, holds, without fitting a model.

What was read and what was passed over and why, encodings, labels, languages,
words kept and left out, duplicates, and lines that come again and again.
""",
}

EPILOGS = {
    "fit": """\
examples:
  hiertopics letters/                      numbers of topics suit the corpus
  hiertopics letters/ --topics 30 6        30 fine topics in 6 broad ones
  hiertopics letters/ --labels folders     names of sub-folders steer the topics
  hiertopics letters/ --labels some.csv    so do the labels in a table
  hiertopics papers.csv --text title,abstract --label field
  hiertopics letters/ --json tree.json     also write the tree as JSON
  hiertopics letters/ --save letters.ht --html letters.html

other verbs, each with its own --help:
  hiertopics show letters.ht               the tree again, or one topic in full
  hiertopics apply letters.ht new/         topics of other documents
  hiertopics report letters.ht             a page for a browser
  hiertopics corpus letters/               what is in it, without topics

A folder whose name is a verb (fit, show, apply, report, corpus) is written
./fit.
""",
    "show": """\
examples:
  hiertopics show letters.ht
  hiertopics show letters.ht --depth 1           the broad topics alone
  hiertopics show letters.ht --node garden       one topic in full
  hiertopics show letters.ht --documents 10      the best documents of each
  hiertopics show letters.ht --by year           shares year by year
  hiertopics show letters.ht --format markdown > topics.md
""",
    "apply": """\
examples:
  hiertopics apply letters.ht new/ > topics.csv
  hiertopics apply letters.ht new.csv --text body --format jsonl
  hiertopics apply letters.ht new/ --output topics.csv --quiet
""",
    "report": """\
examples:
  hiertopics report letters.ht                   writes letters.html
  hiertopics report letters.ht page.html --by year
  hiertopics report letters.ht - > page.html
""",
    "corpus": """\
examples:
  hiertopics corpus letters/
  hiertopics corpus papers.csv --text abstract --dedupe
  hiertopics corpus speeches/ --split paragraphs --json report.json
""",
}

USAGES = {
    "fit": "SOURCE",
    "show": "RUN",
    "apply": "RUN SOURCE",
    "report": "RUN [FILE.html]",
    "corpus": "SOURCE",
}
