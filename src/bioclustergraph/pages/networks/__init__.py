"""Networks at a date: as a picture, as rows, as data and as files."""
