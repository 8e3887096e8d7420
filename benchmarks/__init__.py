"""How good and how fast: `quality.py` scores any cleaner on the corpus, `speed.py` measures ours."""
