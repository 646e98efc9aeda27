"""What the server has written into its own log since a moment; it says there why it ended right after starting."""

from pathlib import Path


class Log:
    """Remembers how long the log files are now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes = self._look()

    def _look(self) -> dict[Path, int]:
        return {path: path.stat().st_size for path in self._folder.glob("*.log")}

    def added(self) -> str:
        """The text written since, at most; a file that was started anew counts whole."""
        texts = []
        for path, size in self._look().items():
            start = self._sizes.get(path, 0)
            with path.open("rb") as file:
                file.seek(start if start <= size else 0)
                texts.append(file.read().decode(errors="replace"))
        return "".join(texts)
