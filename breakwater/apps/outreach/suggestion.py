"""The words a first draft begins with: our own, each true of this program, to be changed."""

_OPENING = "You can tell us about a crime. We will treat you as a person who needs help."
_WILL = """\
We will listen to you, whoever you are.
We will ask how it is safe to reach you, and keep to it.
We will get you an interpreter. It is never somebody from your family.
We will offer to put you in touch with people who support you. You can say no.
We will write down each time Immigration Enforcement asks us about you, and what we said."""
_WILL_NOT = """\
We will not ask about your immigration status when you tell us about a crime.
We will not pass on anything about you to Immigration Enforcement because of a doubt.
We will not ask another organisation what you told them."""
_COURT = "A court can order us to hand over what we keep."
_DANGER = (
    "If a child or somebody’s life is in danger, we may tell others who can protect them. "
    "Immigration Enforcement is never one of them."
)
_CRIME = (
    "If there is evidence that you yourself committed another crime, a second person must agree "
    "before anything is passed on. Being here without permission is not such a crime."
)

FIRST_DRAFT = {
    "post": "Chief Constable",
    "opening": _OPENING,
    "will": _WILL,
    "will_not": _WILL_NOT,
    "limits": f"{_COURT}\n{_DANGER}\n{_CRIME}",
}
