"""Take the texts out of files: web pages, mails, PDF, office documents and others."""
