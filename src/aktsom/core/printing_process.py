"""The process that makes one PDF: a page on standard input, the stylesheet and the folder of fonts named, a PDF out.

It knows no Django and no database, and loads nothing but the fonts.
"""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse


class OnlyFonts(URLFetcher):  # type: ignore[misc]  # the library states no types
    """Opens the fonts of one folder; everything else is refused, whatever the page asks for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=["file"])
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Raises ValueError, which leaves the thing out of the document, for all that is no font of ours."""
        if Path(unquote(urlsplit(url).path)).resolve().parent != self._folder:
            raise ValueError(f"a document loads nothing but its fonts: {url[:80]}")
        return super().fetch(url, headers)


def main() -> None:
    """Read, lay out, write."""
    style, fonts = Path(sys.argv[1]), Path(sys.argv[2])
    fetcher, letters = OnlyFonts(fonts), FontConfiguration()
    text = style.read_text(encoding="utf-8")
    rules = CSS(string=text, base_url=f"{fonts.as_uri()}/", url_fetcher=fetcher, font_config=letters)
    page = HTML(string=sys.stdin.buffer.read().decode("utf-8"), url_fetcher=fetcher)
    page.write_pdf(sys.stdout.buffer, stylesheets=[rules], font_config=letters, pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
