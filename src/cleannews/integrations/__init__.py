"""Steps for engines that need more than a recipe (docs/recipes.md has the others)."""
