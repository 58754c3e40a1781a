"""Alternative texts: read aloud, a label in TeX must be words."""

import pytest

from modelcollapse.figures.picture import spoken


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No formula: 3.5 at 10.", "No formula: 3.5 at 10."),
        (r"At the end $m\,T_0$: 4", "At the end m T 0: 4"),
        (r"$s_j = 1/j^2$ falls", "s j = 1 over j to the 2 falls"),
        (r"$\sigma_{0} = 0.2$; T₀/n", "sigma 0 = 0.2; T₀ over n"),
    ],
)
def test_short_formulas_become_words(text, words):
    assert spoken(text) == words
