"""Every rule fires on its examples, in every language that has a model."""

from __future__ import annotations

import pytest

from dragoman.matching.patterns import load_rules
from dragoman.pipeline import code
from dragoman.record import Report
from dragoman.stages.parse import MODELS

LANGUAGES = [lang for lang in ("fr", "en") if (MODELS / lang / "pipeline").is_dir()]
#: Those of the speech stage are tested on hand-made parses (test_speech.py).
RULES = [rule for rule in load_rules().values() if not rule.id.startswith("speech.")]
CASES = [(rule, language) for rule in RULES for language in LANGUAGES]


@pytest.mark.parametrize(("rule", "language"), CASES, ids=lambda x: getattr(x, "id", x))
def test_a_rule_fires_on_its_example(rule, language):
    claims = code(Report(rule.example[language].strip(), language, "2023-05-10")).claims
    fired = {r for claim in claims for r in claim.rule_ids}
    assert rule.id in fired, [(c.kind, c.type, c.rule_ids) for c in claims]


def test_a_rule_that_fired_is_documented():
    """No claim names a rule that `explain` could say nothing about."""
    texts = [rule.example["fr"] for rule in RULES]
    known = set(load_rules())
    for claim in code(Report("\n".join(texts), "fr", "2023-05-10")).claims:
        for rule_id in claim.rule_ids:
            table = rule_id.partition(".")[0]
            named = table in ("events", "exchange") or rule_id in known
            assert named or table == "certainty", rule_id
