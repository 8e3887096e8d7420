"""What a line can be recognised by, one module per kind. `RULES` is the order in which they speak."""

from cleannews.rule import Rule
from cleannews.rules import attribution, caption, credit, furniture, note, promo

RULES: tuple[Rule, ...] = (*credit.RULES, *caption.RULES, *promo.RULES, *attribution.RULES, *note.RULES, *furniture.RULES)
