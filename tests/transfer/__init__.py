"""What is one's own, without a database: cells, files that are read, the year in the archive."""
