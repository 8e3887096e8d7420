"""Pages in: encodings, forms, bad pages, kinds, pictures, the corpus of pages."""
