"""A page for the tests, and the parts it is made of."""

from __future__ import annotations

FIRST = "The ferry Margit left the island on Monday for the first time since a winter storm tore off her bow door, the company said."
SECOND = "Forty people were on board, and most of them waved to the crowd on the pier — among them André Muñoz, who had cooked for the crew all winter."
HEAD = "Ferry sails again after nine weeks in dock"
URL = "https://post.example/news/ferry"
STORY = f"{FIRST}\n{SECOND}"
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{HEAD} | The Harbour Post</title>
<meta property="og:title" content="{HEAD}"><meta property="og:type" content="article"><meta property="og:site_name" content="The Harbour Post">
<script>var menu = "scriptword";</script><style>.styleword {{ margin: 0 }}</style></head>
<body><nav class="menu"><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>{HEAD}</h1><p class="byline">By Ann Bee</p>
<figure><img src="/img/margit.jpg" alt="A white ferry"><figcaption>The Margit on her way out. <span class="credit">Photo: Jo Lee/AFP</span></figcaption></figure>
<div class="article-body"><p>{FIRST}</p>
<p class="related">READ MORE: <a href="/news/harbours">Five harbours that silted up</a></p>
<p>{SECOND}</p></div></article>
<footer class="footer"><p>© The Harbour Post</p></footer></body></html>"""
