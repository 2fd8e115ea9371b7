"""The process that makes one PDF: a page on standard input, the stylesheet and the folder of fonts named, a PDF out.

It knows no Django and no database, and loads nothing but the fonts.
"""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"
MOST_PAGES = 6
TIGHTER = "html { font-size: 9pt; line-height: 1.36 } h2 { margin-top: 4mm }"


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
    _laid_out(page, rules, letters).write_pdf(sys.stdout.buffer, pdf_variant=VARIANT)


def _laid_out(page: HTML, rules: CSS, letters: FontConfiguration) -> Document:
    """The pages; a short document is set a little tighter where that saves the last page, which would be nearly empty."""
    usual = page.render(stylesheets=[rules], font_config=letters, pdf_variant=VARIANT)
    if not 1 < len(usual.pages) <= MOST_PAGES:
        return usual
    tighter = page.render(stylesheets=[rules, CSS(string=TIGHTER)], font_config=letters, pdf_variant=VARIANT)
    return tighter if len(tighter.pages) < len(usual.pages) else usual


if __name__ == "__main__":
    main()
