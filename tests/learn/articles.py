"""A made-up publisher: articles that share its furniture and nothing else."""

from __future__ import annotations

import random

_WHO = ("The harbour master", "A retired teacher", "The bakers of the old town", "Two surveyors", "The choir's treasurer", "A ferry pilot", "The night porter")
_DID = ("counted", "measured", "painted over", "refused to sell", "wrote a letter about", "walked around", "kept the key of")
_WHAT = (
    "the long pier",
    "eleven lamp posts",
    "a drawer full of maps",
    "the north sluice",
    "a bell without a clapper",
    "the third allotment",
    "the empty kiosk",
)
_WHY = (
    "because nobody else had done so since the flood",
    "while the council was at lunch and the clerk looked the other way",
    "although the forms had been filled in twice and signed in green ink",
    "so that the children would have something to ask about",
    "and found that it was shorter than the plans had promised",
)

NAV = "The Lantern · Town"
PITCH = "The Lantern by post: our letter leaves every Thursday, whatever the weather."
BUTTON = "Put this page aside"


def sentence(rng: random.Random) -> str:
    """A sentence of story."""
    number = rng.getrandbits(40)
    return f"{rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_WHAT)} {rng.choice(_WHY)}, number {number:x} of the {rng.choice(_WHAT)[4:]} said."


def story(number: int, paragraphs: int = 5) -> list[str]:
    """The paragraphs of story `number`: always the same."""
    rng = random.Random(number)
    return [" ".join(sentence(rng) for _ in range(2)) for _ in range(paragraphs)]


def article(number: int, paragraphs: int = 5) -> str:
    """The raw text of article `number`, furniture and all."""
    word = "".join(random.Random(number).choices("aeioubdlmnrst", k=9))
    title = f"{random.Random(number).choice(_WHAT).capitalize()} and what the {word} made of it"
    return "\n".join([NAV, title, *story(number, paragraphs), BUTTON, f"{number % 90 + 3} readers have put it aside", PITCH])
