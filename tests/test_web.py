"""The pages as a client sees them: what they show, what they let in, what they refuse."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from dragoman.cli import main
from dragoman.exchange import exchange
from dragoman.labels import LANG, languages
from dragoman.law_words import load_law_words
from dragoman.naming import known_actor
from dragoman.record import Claim, Report
from dragoman.store import Store
from dragoman.tables import TableError, read_table
from dragoman.web.app import create_app
from dragoman.web.guard import HEADERS
from dragoman.web.marked import blocks
from dragoman.web.site import HERE
from dragoman.web.words import load_words, wanted
from tests import web_store as given_store

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of a newer client that the test client could use
    from fastapi.testclient import TestClient

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("web") / "store.db"
    given_store.fill(made)
    return made


@pytest.fixture
def client(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("dragoman.pipeline.code", given_store.stand_in)
    with TestClient(create_app(path), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client whose store it may change."""
    monkeypatch.setattr("dragoman.pipeline.code", given_store.stand_in)
    given_store.fill(tmp_path / "store.db")
    with TestClient(create_app(tmp_path / "store.db"), base_url="http://127.0.0.1") as made:
        yield made


def claims_of(path: Path, **conditions: Any) -> list[Claim]:
    with Store(path, read_only=True) as store:
        return store.claims(**conditions)


def addresses(path: Path) -> list[str]:
    """Every page there is, for everything in the store."""
    claims = claims_of(path)
    reports = {c.report.id for c in claims}
    people = {a.id for c in claims for a in c.actors + c.counterparts + c.sources}
    return [
        "/", "/reports", "/claims", "/exchange", "/exchange/RUS/PRK", "/exchange/russie/pyongyang?as_of=2024-05",
        "/actors", "/sources", "/timeline", "/network", "/network?relation=talks&relation=gives", "/ask",
        "/ask?q=What does Russia seek from North Korea?", "/ask?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/breaches", "/breaches?target=PRK&min_certainty=likely&implied=1",
        "/read", "/review", "/about", "/claims?reviewed=1&words=obus&kind=seeks", "/claims?source=author",
        *(f"/reports/{i}" for i in sorted(reports)), *(f"/claims/{c.id}" for c in claims),
        *(f"/actors/{i}" for i in sorted(people) if "<" not in i),
    ]  # fmt: skip


def outside(page: str) -> list[str]:
    """Addresses of other places that a browser would load or send to by itself."""
    tree = html.fromstring(page)
    found = [v for a in ("src", "action", "srcset", "data") for v in tree.xpath(f"//@{a}")]
    found += tree.xpath("//link/@href")
    return [v for v in found if "//" in v]


@pytest.mark.parametrize("language", languages())
def test_every_page_opens_and_is_inert(client: TestClient, path: Path, language: str) -> None:
    for address in addresses(path):
        answer = client.get(address, params={"lang": language} if "?" not in address else None)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        assert "alert(1)</script>" not in answer.text, address
        tree = html.fromstring(answer.text)
        assert [
            s for s in tree.iter("script") if s.text or not s.get("src", "").startswith("/static/")
        ] == []
        assert not tree.xpath("//*[@onerror or @onmouseover or @onclick or @style]"), address
        assert not tree.xpath("//img | //style | //iframe | //object"), address
        assert not outside(answer.text), address
        assert all(answer.headers[name] == value for name, value in HEADERS.items()), address


def test_markup_in_a_report_is_shown_as_text(client: TestClient, path: Path) -> None:
    hostile = next(c for c in claims_of(path) if c.report.language == "en" and c.kind == "seeks")
    page = client.get(f"/claims/{hostile.id}", params={"lang": "en"}).text
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5
    assert html.fromstring(page).xpath("string(//blockquote)").count("<script>") >= 1


def test_pages_speak_both_languages(client: TestClient) -> None:
    for asked, accepted, expected in (
        ("fr", "en", "fr"), (None, "fr-CH, en;q=0.8", "fr"), (None, "de, en;q=0.4, fr;q=0.2", "en"),
        ("xx", "fr;q=0", "en"), (None, "", "en"), (None, ";q=,,q;q=x", "en"),
    ):  # fmt: skip
        answer = client.get(
            "/", params={"lang": asked} if asked else {}, headers={"accept-language": accepted}
        )
        assert html.fromstring(answer.text).get("lang") == expected == wanted(asked, accepted)


def test_words_are_the_same_in_every_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in languages():
        assert load_words(language).sections["words"]
    (tmp_path / "en").mkdir()
    text = (LANG / "en" / "web.yaml").read_text(encoding="utf-8")
    (tmp_path / "en" / "web.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "web.yaml").write_text(text.replace("  skip:", "  skipp:"), encoding="utf-8")
    monkeypatch.setattr("dragoman.web.words.LANG", tmp_path)
    load_words.cache_clear()
    with pytest.raises(TableError, match="web.yaml:1: words.skip is missing"):
        load_words("fr")
    load_words.cache_clear()


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 200),
        ("GET", {"host": "localhost:8765"}, 200),
        ("GET", {"host": "[::1]:8765"}, 200),
        ("GET", {"host": "evil.example"}, 421),
        ("GET", {"host": "evil.example:127.0.0.1"}, 421),
        ("GET", {"host": "127.0.0.1.evil.example"}, 421),
        ("GET", {"host": "192.168.1.4"}, 421),
        ("GET", {"host": ""}, 421),
        ("POST", {"origin": "https://evil.example"}, 403),
        ("POST", {"origin": "null"}, 403),
        ("POST", {"origin": "http://127.0.0.1:1234"}, 403),
        ("POST", {"sec-fetch-site": "cross-site"}, 403),
        ("POST", {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"}, 403),
        ("POST", {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}, 405),
        ("POST", {"content-length": "999999999999"}, 413),
    ],
)
def test_who_may_ask(client: TestClient, method: str, headers: dict[str, str], status: int) -> None:
    answer = client.request(method, "/", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_other_addresses_only_where_it_listens_there(path: Path) -> None:
    app = create_app(path, hosts=("desk.example",), any_address=True)
    asking = TestClient(app, base_url="http://desk.example")
    got = {h: asking.get("/about", headers={"host": h}).status_code
           for h in ("desk.example:8765", "10.0.0.7:8765", "other.example")}  # fmt: skip
    assert list(got.values()) == [200, 200, 421]


def pour(app: Any, path: str, content_type: str, first: bytes) -> tuple[int, int]:
    """Send a body without end; the status, and how many bytes were taken."""
    taken, status = 0, 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        body = first if taken == 0 else b"x" * 65_536
        taken += len(body)
        assert taken < 100_000_000, "nobody stops it"
        return {"type": "http.request", "body": body, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "scheme": "http", "http_version": "1.1", "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"},
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", content_type.encode())],
    }  # fmt: skip
    asyncio.run(app(scope, receive, send))
    return status, taken


@pytest.mark.parametrize(
    ("address", "content_type", "first"),
    [
        ("/reports", "multipart/form-data; boundary=B",
         b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'),
        ("/reports", "multipart/form-data; boundary=B",
         b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n'),
        ("/reports", "application/x-www-form-urlencoded", b"text="),
        ("/claims/0000/review", "application/x-www-form-urlencoded", b"reason="),
        ("/api/claims/0000/decisions", "application/json", b'{"reason": "'),
    ],
)  # fmt: skip
def test_uploads_stop_at_the_cap(
    path: Path, monkeypatch: pytest.MonkeyPatch, address: str, content_type: str, first: bytes
) -> None:
    monkeypatch.setattr("dragoman.web.adding.MOST_BYTES", 1_000_000)
    monkeypatch.setattr("dragoman.web.adding.FORM_BYTES", 10_000)
    status, taken = pour(create_app(path), address, content_type, first)
    assert status in (413, 400)  # 400: a form's own, earlier limit on a field
    assert taken <= 1_010_000 + 65_536


def read(client: TestClient, **sent: Any) -> Any:
    """Send a report and wait until it is read; the reading as JSON."""
    answer = client.post("/reports", follow_redirects=False, **sent)
    assert answer.status_code == 303, answer.text
    reading = answer.headers["location"].rpartition("/")[2]
    for _ in range(200):
        got = client.get(f"/api/readings/{reading}").json()
        if got["done"]:
            return got
        assert client.get(f"/reading/{reading}").status_code == 200
        time.sleep(0.02)
    raise AssertionError("the reading does not end")


def test_reports_come_in_by_paste_and_upload(own: TestClient) -> None:
    text = "Pyongyang en parle.\n\nMoscou cherche des obus auprès de Pyongyang."
    pasted = read(
        own, data={"text": text, "date": "2024-06-01", "outlet": "Essai", "language": "fr"}
    )
    assert (pasted["read"], pasted["claims"], pasted["failed"]) == (1, 2, [])
    page = own.get(f"/reading/{pasted['id']}")  # a single report: straight to it
    assert "Essai" in page.text and page.url.path == f"/reports/{pasted['reports'][0]['id']}"

    lines = (
        "".join(json.dumps({"text": f"{text} {n}", "language": "fr"}) + "\n" for n in range(3))
        + "{}\n"
    )
    several = read(own, files={"file": ("C:\\dossier\\<b>lot.jsonl", lines.encode())})
    assert (several["size"], several["read"], several["claims"]) == (4, 4, 6)
    assert several["failed"] == [{"name": "<b>lot.jsonl:4", "reason": "has neither text nor html"}]
    assert "&lt;b&gt;lot.jsonl:4" in own.get(f"/reading/{several['id']}").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"text": " "}, 422),
        ({}, 422),
        ({"text": "x", "date": "June"}, 422),
        ({"text": "x", "language": "xx"}, 422),
    ],
)
def test_what_cannot_be_taken_in_says_so(
    own: TestClient, fields: dict[str, str], status: int
) -> None:
    answer = own.post("/reports", data=fields)
    assert answer.status_code == status
    assert html.fromstring(answer.text).xpath("//*[@role='alert']")


def test_a_store_served_to_be_read_only(path: Path) -> None:
    before = path.stat().st_mtime_ns
    client = TestClient(create_app(path, read_only=True), base_url="http://127.0.0.1")
    claim = claims_of(path)[0]
    assert client.post("/reports", data={"text": "x"}).status_code == 403
    assert client.post(f"/claims/{claim.id}/review", data={"decision": "accept"}).status_code == 403
    assert (
        client.post(f"/api/claims/{claim.id}/decisions", json={"decision": "accept"}).status_code
        == 403
    )
    assert "<form" not in client.get("/read").text
    assert path.stat().st_mtime_ns == before


def test_data_are_those_of_the_commands(client: TestClient, path: Path) -> None:
    claims = claims_of(path)
    got = client.get("/api/claims", params={"limit": 1000}).json()
    assert got["total"] == len(claims)
    assert sorted(map(json.dumps, got["claims"])) == sorted(json.dumps(c.as_json()) for c in claims)
    table = exchange(claims_of(path, about=["RUS", "PRK"]), "RUS", "PRK", "2024").as_json()
    assert client.get("/api/exchange/RUS/PRK", params={"as_of": "2024"}).json() == json.loads(
        json.dumps(table)
    )


def test_a_download_is_what_is_shown(client: TestClient) -> None:
    for query in (
        "",
        "kind=seeks",
        "words=obus",
        "about=RUS,PRK&min_certainty=likely",
        "source=USA",
        "stake=arms",
    ):
        page = html.fromstring(client.get(f"/claims?{query}").text)
        shown = [
            i.removeprefix("claim-") for i in page.xpath("//li[starts-with(@class, 'claim ')]/@id")
        ]
        lines = client.get(f"/claims.jsonl?{query}").text.splitlines()
        assert shown == [json.loads(line)["id"] for line in lines] and shown
        table = csv.DictReader(io.StringIO(client.get(f"/claims.csv?{query}").text))
        assert shown == [row["claim_id"] for row in table]


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of a store in which claims speak of law, and of transfers that it forbids."""
    with Store(tmp_path / "law.db") as store:
        store.add(given_store.on_law())
    monkeypatch.setenv("DRAGOMAN_STORE", str(tmp_path / "law.db"))
    with TestClient(create_app(tmp_path / "law.db"), base_url="http://127.0.0.1") as made:
        yield made


def test_breaches_are_those_of_the_command(law: TestClient) -> None:
    for query, words in (
        ("", []), ("?target=MLI", ["--target", "MLI"]), ("?until=2020", ["--until", "2020"]),
        ("?implied=1&min_certainty=certain", ["--implied", "--min-certainty", "certain"]),
    ):  # fmt: skip
        said = CliRunner().invoke(main, ["breaches", "--json", *words])
        found = law.get(f"/api/breaches{query}").json()
        assert found == json.loads(said.stdout), query
        page = html.fromstring(law.get(f"/breaches{query}", params=None).text)
        shown = page.xpath("//li[contains(@class, 'claim')]//a[@class='to']/@href")
        assert {s.rpartition("/")[2].partition("?")[0] for s in shown} == {
            b["claim"] for b in found
        }
    assert law.get("/api/breaches").json(), "else nothing was tried"
    written = CliRunner().invoke(main, ["breaches", "--format", "csv"]).stdout
    assert law.get("/breaches.csv").text.splitlines() == written.splitlines()
    assert law.get("/breaches?min_certainty=surely").status_code == 422


@pytest.mark.parametrize("language", languages())
def test_pages_say_of_the_law_what_the_terminal_says(law: TestClient, language: str) -> None:
    def told(command: list[str]) -> str:
        monkey = {"COLUMNS": "400"}
        return CliRunner(env=monkey).invoke(main, [*command, "--lang", language]).stdout

    words = load_law_words(language)
    page = " ".join(
        html.fromstring(law.get("/exchange/RUS/PRK", params={"lang": language}).text)
        .text_content().split()
    )  # fmt: skip
    shell = " ".join(told(["exchange", "RUS", "PRK"]).split())
    for word in ("instruments", "nearest_one"):
        assert words(word) in page and words(word) in shell, word
    table = law.get("/api/exchange/RUS/PRK").json()
    assert table["law_cited"], "else nothing was tried"
    cited = next(iter(table["law_cited"]))
    one = html.fromstring(law.get(f"/claims/{cited}", params={"lang": language}).text)
    assert "S/RES/2397" in one.xpath("string(//section[@aria-labelledby='cited'])")
    listed = law.get("/claims", params={"lang": language, "kind": "rule"}).text
    assert words("instruments") in listed and "S/RES/2397" in listed


def test_an_actor_is_told_of_as_the_command_does(client: TestClient) -> None:
    for who, day in (("PRK", "2023-09"), ("RUS:sergei-shoigu", "2023-09"), ("RUS", "2010-01-01")):
        said = CliRunner().invoke(
            main, ["actors", "show", who, "--on", day, "--json", "--lang", "en"]
        )
        assert client.get(f"/api/actors/{who}?on={day}&lang=en").json()["known"] == json.loads(
            said.stdout
        )
        page = client.get(f"/actors/{who}?on={day}&lang=en").text
        for office in json.loads(said.stdout)["offices"]:
            assert known_actor(f"{who}:{office['person']}").name in page
        assert all(term["from"] in page for term in json.loads(said.stdout)["terms"])
    assert client.get("/api/actors/RUS:no-such-paper").json()["known"] is None
    assert client.get("/actors/PRK?on=yesterday").status_code == 422


def test_an_exchange_row_opens_to_its_sentences(client: TestClient, path: Path) -> None:
    page = html.fromstring(client.get("/exchange/RUS/PRK?lang=fr").text)
    row = page.xpath("//tbody[@id='RUS-arms.artillery_shells']")[0]
    assert "certain" in row.xpath("string(.//td[1])") and "interdit" in row.xpath(
        "string(.//td[3])"
    )
    opened = row.xpath("string(.//details)")
    assert "S/RES/1874" in opened and "la Corée du Nord peut livrer des obus à la Russie" in opened
    links = row.xpath(".//details//a/@href")
    assert any(f"/claims/{c.id}" in link for c in claims_of(path) for link in links)


def test_who_is_in_no_table_is_named_as_the_reports_do(client: TestClient) -> None:
    for address in ("/sources", "/actors/PRK", "/actors/PRK:a-minister"):
        assert "A. Minister" in client.get(address).text, address


def test_an_exchange_of_some_reports_and_of_a_day(client: TestClient) -> None:
    page = client.get(f"/exchange/RUS/PRK?report={given_store.REPORT.id}&lang=en").text
    assert "Russia seeks shells" not in page and "from 1 chosen" in page
    before = html.fromstring(client.get("/exchange/RUS/PRK?as_of=2020&lang=en").text)
    assert not before.xpath("//tbody")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports/ffff", 404), ("/claims/ffff", 404), ("/claims/f", 404), ("/actors/Nowhere-at-all", 404),
        ("/exchange/RUS/RUS", 422), ("/exchange/RUS/Atlantis", 404), ("/claims?kind=wish", 422),
        ("/claims?since=June", 422), ("/claims?stake=none.such", 422), ("/claims?page=0", 422),
        ("/claims?page=x", 422), ("/network?relation=loves", 422), ("/reading/0", 404), ("/no/such/page", 404),
        ("/static/../app.py", 404), ("/static/%2e%2e/app.py", 404), ("/api/claims?limit=100000", 422),
        ("/claims?words=a%00%22*%20OR", 200), ("/claims?words=%22", 200), ("/exchange?a=Russie&b=PRK", 200),
    ],
)  # fmt: skip
def test_what_is_not_there_says_so(client: TestClient, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_what_is_bundled_is_listed() -> None:
    """Nothing from elsewhere without its name, version, licence and hash."""
    for folder in (HERE / "static" / "vendor", Path(__file__).parent / "vendor"):
        rows = list(
            read_table(folder / "PARTS.txt", ("file", "made_of", "licence", "sha256"), ("file",))
        )
        listed = {row["file"]: row["sha256"] for row in rows}
        there = {p.name for p in folder.iterdir()} - {"PARTS.txt", "LICENCES.txt"}
        assert set(listed) == there
        for name, expected in listed.items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
        texts = (folder / "LICENCES.txt").read_text(encoding="utf-8")
        for row in rows:
            assert row["licence"] and all(
                f"{part.strip()} (" in texts for part in row["made_of"].split(";")
            )
        for name in there:  # a map would be asked for, and lead elsewhere
            assert "sourceMappingURL" not in (folder / name).read_text(encoding="utf-8")


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=12)


@given(text=st.text(alphabet="ab \n<", min_size=1, max_size=60), spans=SPANS)
def test_marking_keeps_the_text_and_names_each_claim_once(
    text: str, spans: list[tuple[int, int]]
) -> None:
    report = Report(text, "en")
    claims = {
        (a, min(a + n, len(text))): Claim(report, "event", "AGREE", (), (), (), "certain", "certain", a, min(a + n, len(text)))
        for a, n in spans
        if a < len(text)
    }  # fmt: skip
    found = blocks(report, list(claims.values()))
    whole = "".join(piece.text for block in found for piece in block.pieces)
    assert re.sub(r"\s", "", whole) == re.sub(r"\s", "", text)
    named = [c.id for block in found for piece in block.pieces for c in piece.begin]
    assert len(named) == len(set(named))
    assert set(named) >= {c.id for c in claims.values() if c.evidence.strip()}
    for block in found:
        for piece in block.pieces:
            assert all(piece.text in c.evidence for c in piece.claims)


def test_serve_says_where_and_warns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, Any]] = []
    monkeypatch.setattr("uvicorn.run", lambda app, **options: seen.append(options))
    store = str(tmp_path / "new.db")
    alone = CliRunner().invoke(main, ["serve", "--store", store])
    assert (
        alone.exit_code == 0
        and "http://127.0.0.1:8765/" in alone.output
        and "warning" not in alone.output
    )
    open_ = CliRunner().invoke(
        main, ["serve", "--store", store, "--host", "0.0.0.0", "--port", "9000"]
    )
    assert "warning: 0.0.0.0 is not this machine alone" in open_.output
    assert [(o["host"], o["port"]) for o in seen] == [("127.0.0.1", 8765), ("0.0.0.0", 9000)]
    assert CliRunner().invoke(main, ["serve", "--host", "everywhere"]).exit_code == 2
    (tmp_path / "other.db").write_text("no store")
    assert CliRunner().invoke(main, ["serve", "--store", str(tmp_path / "other.db")]).exit_code == 1


def test_the_commands_do_not_load_the_pages() -> None:
    code = "import sys, dragoman.cli; sys.exit(any(m in sys.modules for m in ('fastapi', 'jinja2', 'uvicorn')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
