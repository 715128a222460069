"""Files of one kind, such as a web page, a mail or a PDF, to the texts in them."""
