"""What a curator does with files: begins a source, keeps it in form, fills it from a sheet."""
