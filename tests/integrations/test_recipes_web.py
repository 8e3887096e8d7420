"""The recipes for crawlers, extractors and document frameworks: each gives what a plain loop gives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cleannews import clean
from tests.batch.articles import article, page
from tests.integrations.recipes import cook, recipes

#: Others' libraries warn about each other; that is not our business.
pytestmark = pytest.mark.filterwarnings("default")

N = 5

SPIDER = """
import scrapy
from scrapy.crawler import CrawlerProcess

class Spider(scrapy.Spider):
    name = "pages"
    start_urls = {urls!r}

    async def start(self):
        for url in self.start_urls:
            yield scrapy.Request(url)

    def parse(self, response):
        lines = response.css("article p::text").getall()
        yield {{"url": response.url, "title": response.css("h1::text").get(), "text": "\\n".join(lines)}}

if __name__ == "__main__":
    process = CrawlerProcess({{"ITEM_PIPELINES": {{CleanNewsPipeline: 300}}, "FEEDS": {{"out.jsonl": {{"format": "jsonlines"}}}}, "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "ERROR"}})
    process.crawl(Spider)
    process.start()
"""


def test_scrapy(tmp_path: Path) -> None:
    pytest.importorskip("scrapy")
    for number in range(N):
        (tmp_path / f"{number}.html").write_text(page(number), encoding="utf-8")
    urls = [(tmp_path / f"{number}.html").as_uri() for number in range(N)]
    (tmp_path / "crawl.py").write_text(recipes()["scrapy"] + SPIDER.format(urls=urls), encoding="utf-8")
    done = subprocess.run([sys.executable, "crawl.py"], cwd=tmp_path, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()
    items = sorted((json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()), key=lambda item: str(item["url"]))
    assert len(items) == N
    for number, item in enumerate(items):
        title, *lines = article(number).split("\n")
        expected = clean("\n".join(line for line in lines if line), title=title)
        assert item["raw"] == expected.raw
        assert item["text"] == expected.body != expected.raw
        assert item["images"] == [image.to_dict() for image in expected.images] != []


@pytest.mark.parametrize("name", ["newspaper4k", "news-please", "trafilatura"])
def test_raw_text_of_extractors(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip({"newspaper4k": "newspaper", "news-please": "newsplease", "trafilatura": "trafilatura"}[name])
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        (tmp_path / "page.html").write_text(page(number), encoding="utf-8")
        kitchen = cook(name)
        found = kitchen["found"]
        raw = found.maintext if name == "news-please" else found.text
        assert kitchen["article"].body == clean(raw, title=found.title).body
        story = [line for line in clean(article(number)).body.split("\n") if line]
        assert all(line in kitchen["article"].body for line in story), "the story is there"
        assert "READ MORE" in raw and "READ MORE" not in kitchen["article"].body


def test_langchain() -> None:
    pytest.importorskip("langchain_core")
    from langchain_core.documents import Document

    documents = [Document(article(number), metadata={"source": str(number)}) for number in range(N)]
    out = cook("langchain")["CleanNews"]().transform_documents(documents)
    assert [document.page_content for document in out] == [clean(article(number)).body for number in range(N)]
    assert [document.metadata["source"] for document in out] == [str(number) for number in range(N)]
    assert all(document.metadata["captions"] for document in out)
    assert [document.page_content for document in documents] == [article(number) for number in range(N)], "the originals are untouched"


def test_langchain_asynchronously() -> None:
    pytest.importorskip("langchain_core")
    import asyncio

    from langchain_core.documents import Document

    out = asyncio.run(cook("langchain")["CleanNews"]().atransform_documents([Document(article(1))]))
    assert [document.page_content for document in out] == [clean(article(1)).body]


def test_llamaindex() -> None:
    pytest.importorskip("llama_index.core")
    from llama_index.core import Document
    from llama_index.core.ingestion import IngestionPipeline

    kitchen = cook("llamaindex")
    pipeline = IngestionPipeline(transformations=[kitchen["CleanNews"]()], disable_cache=True)
    nodes = pipeline.run(documents=[Document(text=article(number), metadata={"source": str(number)}) for number in range(N)])
    assert [node.text for node in nodes] == [clean(article(number)).body for number in range(N)]
    assert all(node.metadata["captions"] and node.metadata["source"] for node in nodes)
