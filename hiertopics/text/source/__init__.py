"""What people have in, documents out: folders, files and tables, markup and mail."""
