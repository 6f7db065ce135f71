"""The 28 languages of the public pages, in the order of need in England and Wales.

Django is not imported here, because the settings read this module.
"""

from dataclasses import dataclass

ENGLISH = "en-gb"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code in addresses and in ``lang``, its names and its direction."""

    code: str
    english_name: str
    own_name: str
    is_right_to_left: bool = False

    @property
    def prefix(self) -> str:
        """What its addresses begin with, after the first slash."""
        return "" if self.code == ENGLISH else f"{self.code}/"

    @property
    def direction(self) -> str:
        """The value of ``dir``."""
        return "rtl" if self.is_right_to_left else "ltr"


LANGUAGES = (
    Language(ENGLISH, "English", "English"),
    Language("cy", "Welsh", "Cymraeg"),
    Language("pl", "Polish", "Polski"),
    Language("ro", "Romanian", "Română"),
    Language("pa", "Panjabi", "ਪੰਜਾਬੀ"),
    Language("ur", "Urdu", "اردو", is_right_to_left=True),
    Language("pt", "Portuguese", "Português"),
    Language("es", "Spanish", "Español"),
    Language("ar", "Arabic", "العربية", is_right_to_left=True),
    Language("bn", "Bengali", "বাংলা"),
    Language("gu", "Gujarati", "ગુજરાતી"),
    Language("it", "Italian", "Italiano"),
    Language("fr", "French", "Français"),
    Language("lt", "Lithuanian", "Lietuvių"),
    Language("tr", "Turkish", "Türkçe"),
    Language("bg", "Bulgarian", "Български"),
    Language("fa", "Farsi", "فارسی", is_right_to_left=True),
    Language("prs", "Dari", "دری", is_right_to_left=True),
    Language("ps", "Pashto", "پښتو", is_right_to_left=True),
    Language("ckb", "Kurdish Sorani", "کوردیی ناوەندی", is_right_to_left=True),
    Language("so", "Somali", "Soomaali"),
    Language("ti", "Tigrinya", "ትግርኛ"),
    Language("sq", "Albanian", "Shqip"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("zh-hans", "Simplified Chinese", "简体中文"),
    Language("uk", "Ukrainian", "Українська"),
    Language("ta", "Tamil", "தமிழ்"),
    Language("hi", "Hindi", "हिन्दी"),
)
BY_CODE = {language.code: language for language in LANGUAGES}

# Browsers and people know some of our languages by another code.
OTHER_CODES = {
    "en": ENGLISH,
    "fa-af": "prs",
    "ku": "ckb",
    "ku-arab": "ckb",
    "zh": "zh-hans",
    "zh-cn": "zh-hans",
    "pa-guru": "pa",
    "pa-in": "pa",
}

# In the shape of Django's own table, for the languages it lacks or names otherwise.
LANG_INFO = {
    language.code: {
        "bidi": language.is_right_to_left,
        "code": language.code,
        "name": language.english_name,
        "name_local": language.own_name,
    }
    for language in LANGUAGES
    if language.code != ENGLISH
}
RIGHT_TO_LEFT = [language.code for language in LANGUAGES if language.is_right_to_left]


def address_in(language: Language, current: Language, path: str) -> str:
    """The same page's path (which is in ``current``) in ``language``."""
    return f"/{language.prefix}{path.removeprefix('/').removeprefix(current.prefix)}"
