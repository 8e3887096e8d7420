"""What a page's markup says: its tree, its figures, its own metadata, and where the article is."""

#: Ids of what the markup decides; each can be disabled like a rule.
RULES = (
    "page-outside", "page-caption", "page-credit", "page-title", "page-byline", "page-time", "page-nav", "page-footer", "page-comments", "page-share", "page-tags", "page-related", "page-pitch",
    "page-ad", "page-form", "page-no-article",
)  # fmt: skip
