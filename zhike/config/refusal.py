"""Why the installation cannot start, in one sentence that says what to do. The command line prints it and exits 1."""

import os

from zhike.kit.language import Language, Text, filled, say


def terminal_language() -> Language:
    """Chinese when the terminal's locale is Chinese, else English."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh-CN" if next(filter(None, names), "").startswith("zh") else "en"


class Refusal(Exception):
    """A condition outside the program that its user can mend; `text` may hold `{placeholders}` filled from `data`."""

    def __init__(self, en: str, zh: str, **data: object) -> None:
        self.text = filled(Text(en, zh), data)
        super().__init__(self.text.en)

    def sentence(self) -> str:
        """The sentence in the terminal's language."""
        return say(self.text, terminal_language())
