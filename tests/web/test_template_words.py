"""Small words for templates."""

from aktsom.web.templatetags.aktsom import breakable


def test_an_address_breaks_before_at_and_dots_and_stays_text() -> None:
    assert breakable("ida.bø@uni.example") == "ida<wbr>.bø<wbr>@uni<wbr>.example"
    assert breakable("<b>@x.no") == "&lt;b&gt;<wbr>@x<wbr>.no"
