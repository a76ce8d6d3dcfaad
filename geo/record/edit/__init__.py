"""Changes to a file that a person edits: records appended, texts put back, one command at a time."""
