"""What is on screen, taken to other people: as a picture, as a table, as a file; always with source and marking."""
