"""Questions with a form, and their answers as tables, pictures and files."""
