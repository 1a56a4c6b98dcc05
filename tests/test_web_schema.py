"""Whatever is asked, by the pages' own OpenAPI text: never the server's fault."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from dragoman.store import Store
from dragoman.web.app import create_app
from tests import web_store

#: Questions a page; half of the names in them are those of things in the store.
EXAMPLES = 12


def test_no_answer_is_a_server_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.pipeline.code", web_store.stand_in)
    path = tmp_path / "store.db"
    web_store.fill(path)
    with Store(path, read_only=True) as store:
        claim, report = store.claims()[0].id, store.reports()[0].id
    known = {
        "claim_id": claim,
        "report_id": report,
        "a": "RUS",
        "b": "PRK",
        "actor_id": "PRK:a-minister",
    }
    here = {"host": "127.0.0.1"}
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(path), headers=here)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 30
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        def answers(case: schemathesis.Case) -> None:
            if len(str(case.query)) % 2:
                case.path_parameters = {
                    k: known.get(k, v) for k, v in (case.path_parameters or {}).items()
                }
            answer = case.call(headers=here)
            assert answer.status_code < 500 or (
                answer.status_code == 503 and "wait" in answer.text
            ), case.as_curl_command()

        answers()
