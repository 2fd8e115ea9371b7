"""The process that makes one PDF: a page on standard input, the stylesheet and the folder of fonts named, a PDF out.

It knows no Django and no database, and loads nothing but the fonts.
"""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

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
    chosen = _shortest(page, rules, letters)
    page.write_pdf(sys.stdout.buffer, stylesheets=chosen, font_config=letters, pdf_variant="pdf/ua-1")


def _shortest(page: HTML, rules: CSS, letters: FontConfiguration) -> list[CSS]:
    """The style, set a little tighter where that saves a short document the last page, which would be nearly empty."""
    tighter = [rules, CSS(string=TIGHTER)]
    pages, fewer = (len(page.render(stylesheets=each, font_config=letters).pages) for each in ([rules], tighter))
    return tighter if fewer < pages <= MOST_PAGES else [rules]


if __name__ == "__main__":
    main()
