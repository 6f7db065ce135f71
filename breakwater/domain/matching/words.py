"""The words of matching: what is needed, for whom, and what a service says about itself."""

from enum import Enum


class Need(Enum):
    """What somebody looks for; the value is stored and posted."""

    TALK = "talk"
    ABUSE = "abuse"
    SEXUAL_VIOLENCE = "sexual-violence"
    FORCED_MARRIAGE = "forced-marriage"
    STALKING = "stalking"
    EXPLOITATION = "exploitation"
    SAFE_PLACE = "safe-place"
    IMMIGRATION_ADVICE = "immigration-advice"
    LEGAL_ADVICE = "legal-advice"
    MONEY = "money"
    CHILDREN = "children"
    HEALTH = "health"
    REPORTING = "reporting"
    SAFE_PHONE = "safe-phone"


class Group(Enum):
    """For whom. A service that names no group helps everyone."""

    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"
    LGBT = "lgbt"


class Shares(Enum):
    """Whether a service tells an authority what people tell it."""

    NEVER = "never"
    IF_YOU_AGREE = "if-you-agree"
    SOMETIMES = "sometimes"
    PART_OF_IT = "part-of-it"
    NOT_SAID = ""


class Route(Enum):
    """Who may bring a person to a service."""

    ANYONE = "anyone"
    HERSELF = "herself"
    PROFESSIONALS = "professionals"
    NOT_SAID = ""


class Answer(Enum):
    """Yes, no, or nobody has said."""

    YES = "yes"
    NO = "no"
    NOT_SAID = ""
