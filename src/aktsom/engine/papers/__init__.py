"""Reading documents that people write for each other: PDF, DOCX and ODT become numbered passages, each with its place."""
