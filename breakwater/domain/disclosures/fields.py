"""What a release may consist of: a fixed list, so that nothing else has a place to be written.

Nothing here says anything of immigration status, and no field is free text about a person's life.
"""

from enum import StrEnum


class Field(StrEnum):
    """One thing that may be named in a request; ``says`` is what a person reads."""

    says: str

    def __new__(cls, value: str, says: str) -> "Field":
        """Make ``value`` alone what is stored."""
        field = str.__new__(cls, value)
        field._value_, field.says = value, says
        return field

    FULL_NAME = "full_name", "Full name"
    DATE_OF_BIRTH = "date_of_birth", "Date of birth"
    OFFENCE = "offence", "The offence, and the stage the case has reached"
    CUSTODY = "custody", "Where they are held, and until when"
    COURT_DATE = "court_date", "The next court date"
    CASE_OFFICER = "case_officer", "How to reach the officer in the case"


FIELDS = {field.value: field for field in Field}


class Channel(StrEnum):
    """How the sealed package reaches whoever it is sealed to."""

    says: str

    def __new__(cls, value: str, says: str) -> "Channel":
        """Make ``value`` alone what is stored."""
        channel = str.__new__(cls, value)
        channel._value_, channel.says = value, says
        return channel

    DOWNLOAD = "download", "They download it with a link that is given to them"
    BY_HAND = "by_hand", "On a memory stick, by hand"
    SECURE_EMAIL = "secure_email", "By secure e-mail, as a sealed file"


CHANNELS = {channel.value: channel for channel in Channel}


class Told(StrEnum):
    """Whether the person is told that something about them is passed on."""

    TOLD = "told"
    WILL_BE_TOLD = "will_be_told"
    NOT_TOLD = "not_told"

    @property
    def says(self) -> str:
        """What a person reads."""
        match self:
            case Told.TOLD:
                return "They have been told"
            case Told.WILL_BE_TOLD:
                return "They will be told before it leaves"
            case Told.NOT_TOLD:
                return "They are not told"
