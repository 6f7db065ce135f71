"""Whether the words of one page, inside its frame, are in the chosen language or still in English.

Catalogues are whole (a test says so), but a text whose English has changed shows in English until
it is translated anew. A page with much English in it is marked as English as a whole, so that a
screen reader reads it with an English voice and it runs from left to right.
"""

from functools import cache
from typing import cast

from django.template import Template
from django.template.base import NodeList
from django.template.engine import Engine
from django.template.library import InclusionNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from breakwater.site.safe_pages.languages import ENGLISH
from breakwater.translation_quality import translated_texts

Text = tuple[str, str]  # its context and its English


@cache
def are_in_english(template_name: str, code: str) -> bool:
    """Whether more than a third of the template's own words would show in English.

    A page without words of its own (an error, whose words come from elsewhere) counts as
    translated.
    """
    if code == ENGLISH:
        return False
    texts = texts_of(template_name)
    missing = texts - translated_texts(code)
    return _length(missing) > _length(texts) / 3


def texts_of(template_name: str) -> set[Text]:
    """Every text that a template, and what it includes outright, shows of its own."""
    return _texts(Engine.get_default().get_template(template_name).nodelist)


def _length(texts: set[Text]) -> int:
    return sum(len(english) for _context, english in texts)


def _texts(nodes: NodeList) -> set[Text]:
    lines = cast("list[TranslateNode]", nodes.get_nodes_by_type(TranslateNode))
    blocks = cast("list[BlockTranslateNode]", nodes.get_nodes_by_type(BlockTranslateNode))
    included: list[IncludeNode | InclusionNode] = [
        *cast("list[IncludeNode]", nodes.get_nodes_by_type(IncludeNode)),
        *cast("list[InclusionNode]", nodes.get_nodes_by_type(InclusionNode)),
    ]
    return {
        *((_context(one), _line(one)) for one in lines),
        *((_context(one), one.render_token_list(one.singular)[0]) for one in blocks),
        *(text for one in included for text in _of_included(one)),
    }


def _line(node: TranslateNode) -> str:
    """As the catalogue has it, where a percent sign is doubled."""
    return str(node.filter_expression.var.literal or "").replace("%", "%%")


def _context(node: TranslateNode | BlockTranslateNode) -> str:
    return str(node.message_context.var) if node.message_context else ""


def _of_included(node: IncludeNode | InclusionNode) -> set[Text]:
    """One that is named by a variable is not looked into."""
    name = node.filename if isinstance(node, InclusionNode) else node.template.var
    if isinstance(name, Template):
        return _texts(name.nodelist)
    return texts_of(name) if isinstance(name, str) else set()
