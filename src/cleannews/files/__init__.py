"""Files of any size in, files out: what `cleannews run` reads and writes."""
