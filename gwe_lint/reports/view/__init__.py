"""What reports show people, in which order, with which words and limits; formats only lay it out."""
