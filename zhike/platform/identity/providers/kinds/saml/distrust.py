"""Why an answer is not believed."""

from zhike.kit.language import Text


class Distrust(Exception):
    """Something of an answer is not right; `why` continues the sentence “was not accepted: …”."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class StatusIs(Exception):
    """The provider answers that it signed nobody in; `told` is its code."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told
