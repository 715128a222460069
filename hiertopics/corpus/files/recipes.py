"""Recipes in XML, whose text is in several fields: what goes in, and what is done with it."""

from __future__ import annotations

from itertools import zip_longest

from hiertopics.corpus.files.vocabularies import Row, Vocabulary, first, listed

RECIPES = frozenset(
    """
    recipe rezept kochrezept recette receta ricetta receita recept przepis opskrift oppskrift
    resepti reteta rețetă рецепт tarif recipes_recipe
    """.split()
)
"""Names of the elements that are recipes."""

_TITLES = frozenset(
    """
    title name recipename titel titre nom título titulo nombre titolo nome tytuł nazwa otsikko nimi
    navn tittel название başlık
    """.split()
)
_INGREDIENTS = tuple(
    """
    ingr zutat ingrédient składnik ainekset ainesosa ainesosat ingrediens ингредиент malzeme
    """.split()
)
_STEPS = tuple(
    """
    step direction instruction preparation prep_step method procedure schritt zubereitung anleitung
    étape etape préparation paso preparación elaboración passo preparo preparazione procedimento
    bereiding stap krok przygotowanie valmistus vaihe fremgangsmåte framgangsmåte приготовление шаг
    hazırlanış adım
    """.split()
)
_NO_STEPS = ("time", "zeit", "dauer", "temps", "tiempo", "tempo", "duration", "count", "number")


def _use(path: str) -> str:
    """What a field of a recipe is, by its path: "title", "ingredients", "steps" or ""."""
    parts = path.casefold().split(".")
    if any(part.startswith(_INGREDIENTS) for part in parts):
        return "ingredients"
    if any(part.startswith(_STEPS) for part in parts) and not parts[-1].endswith(_NO_STEPS):
        return "steps"
    return "title" if parts[-1] in _TITLES and len(parts) < 3 else ""


def _recipe(row: Row) -> Row:
    """A recipe whose text has a line for each ingredient, and its steps."""
    uses = {name: _use(name) for name in row}
    if "steps" not in uses.values():
        return row
    parts = [listed(row[name]) for name, use in uses.items() if use == "ingredients"]
    lines = (" ".join(filter(None, of_one)) for of_one in zip_longest(*parts, fillvalue=""))
    steps = [step for name, use in uses.items() if use == "steps" for step in listed(row[name])]
    before = listed(row.get("text"))
    text = "\n\n".join(filter(None, (*before, "\n".join(lines), *steps)))
    titles = [first(row[name]) for name, use in uses.items() if use == "title"]
    others = {name: value for name, value in row.items() if not uses[name] and name != "text"}
    return {**({"title": titles[0]} if titles else {}), **others, "text": text}


OF_RECIPES = Vocabulary(finish=_recipe)
"""Recipes, whatever their fields are called."""
