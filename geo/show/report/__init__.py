"""One document that can be filed: HTML, Markdown, PDF or plain text."""
