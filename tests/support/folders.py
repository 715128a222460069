"""Folders of files for tests."""


def write(root, contents):
    """Write files, bytes or str by path, below a folder; the folder."""
    for path, content in contents.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
