"""What a form says of what is missing in it."""

import re

from django import forms
from django.utils.html import strip_tags


class Asked(forms.Form):
    """Two questions without words of their own for what is missing, and one that has them."""

    offence = forms.CharField(label="Which offence?")
    place = forms.CharField(label="Place")
    number = forms.CharField(label="Number", error_messages={"required": "Enter the number."})


def test_what_is_missing_is_named_at_the_top_question_by_question() -> None:
    html = Asked({}).render()

    summary = re.search(r'class="govuk-list govuk-error-summary__list">(.*?)</ul>', html, re.DOTALL)
    assert summary
    assert [strip_tags(one).strip() for one in summary[1].split("</li>")[:-1]] == [
        "Which offence? This field is required.",
        "Place: This field is required.",
        "Enter the number.",
    ]
