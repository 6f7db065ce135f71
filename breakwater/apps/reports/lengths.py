"""Text that may be too long: nothing of it is cut, and whoever wrote it is told by how much.

A ``maxlength`` in the page would let the browser drop the end of what is pasted without a word.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

TOO_MANY = _("Letters too many: %(count)s.")


class Long(forms.CharField):
    """At most ``most`` letters; ``too_long`` says what to do where there are more."""

    def __init__(self, *, most: int, too_long: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most, self._too_long = most, too_long
        self.validators.append(self._refuse)

    @property
    def says(self) -> str:
        """What to do where there are more, in the language of the page."""
        return str(self._too_long) % {"limit_value": self.most}

    def _refuse(self, text: str) -> None:
        # A line's end arrives as two letters and was written as one.
        over = len(text.replace("\r\n", "\n")) - self.most
        if over > 0:
            raise forms.ValidationError(f"{self.says} {TOO_MANY % {'count': over}}")


def for_the_script(form: forms.Form) -> dict[str, object]:
    """What a browser needs to say the same at once."""
    fields = [(name, field) for name, field in form.fields.items() if isinstance(field, Long)]
    return {
        "limits": {name: [field.most, field.says] for name, field in fields},
        "tooMany": TOO_MANY % {"count": "{n}"},
    }
