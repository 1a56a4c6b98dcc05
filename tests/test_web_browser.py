"""The pages in a real browser: Chromium, without a window. Skipped where there is none."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from dragoman.store import Store
from dragoman.web.app import create_app
from tests import web_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = (
    os.environ.get("DRAGOMAN_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
)
if CHROMIUM is None:
    pytest.skip(
        "no Chromium: install Debian's chromium, or set DRAGOMAN_CHROMIUM", allow_module_level=True
    )

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served store: its address and file."""
    path = tmp_path_factory.mktemp("browser") / "store.db"
    web_store.fill(path)
    with pytest.MonkeyPatch.context() as patch, socket.socket() as free:
        patch.setattr("dragoman.pipeline.code", web_store.stand_in)
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(create_app(path), log_level="error", access_log=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{free.getsockname()[1]}", path
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield made
        made.close()


@pytest.fixture
def page(browser: Browser, site: tuple[str, Path]) -> Iterator[Page]:
    """A page that notes what goes wrong, and every address that is asked for."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en", base_url=site[0]
    )
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(str(error)))
    made.on(
        "console", lambda said: wrong.append(said.text) if is_wrong(said.type, said.text) else None
    )
    made.on(
        "request", lambda asked: None if asked.url.startswith(site[0]) else wrong.append(asked.url)
    )
    yield made
    assert not wrong, wrong
    context.close()


def is_wrong(type_: str, text: str) -> bool:
    """What the console says of our mistakes; a form that was refused is none."""
    return type_ in ("error", "warning") and "status of 422" not in text


def report_id() -> str:
    return web_store.REPORT.id


def test_from_an_exchange_row_to_its_sentence(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="North Korea Russia").click()
    row = page.locator("tbody", has=page.get_by_role("rowheader", name="artillery shells")).first
    row.locator("summary").click()
    row.get_by_role("link", name="la Corée du Nord peut livrer des obus à la Russie").click()
    page.wait_for_url("**/claims/*")
    assert (
        page.locator("blockquote mark").inner_text()
        == "la Corée du Nord peut livrer des obus à la Russie"
    )
    assert page.locator("ol.chain li").count() == 1
    page.get_by_role("link", name="in its report").click()
    page.wait_for_url("**/reports/**")
    assert page.locator(".named:target").count() == 1


def test_a_report_shows_the_coding_of_what_is_pointed_at(page: Page) -> None:
    page.goto(f"/reports/{report_id()}")
    cards = page.locator("#cards .card")
    piece = page.locator(".piece", has_text="la Corée du Nord peut livrer des obus").first
    piece.hover()
    assert cards.count() == 2, "both claims that cover these words"
    assert "artillery shells" in cards.nth(0).inner_text()
    page.locator(".mark").first.focus()
    assert cards.count() == 1
    page.get_by_label("can give").uncheck()
    assert page.locator(".mark.k-gives:visible").count() == 0
    assert page.locator(".z-caption").inner_text().startswith("caption")
    piece.click()
    page.wait_for_url("**/claims/*")


def test_without_javascript(browser: Browser, site: tuple[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site[0], locale="fr")
    page = context.new_page()
    page.goto(f"/reports/{report_id()}")
    mark = page.locator(".mark").first
    card = page.locator(".card").first
    assert not card.is_visible()
    mark.hover()
    assert card.is_visible()
    mark.click()
    assert "/claims/" in page.url and page.locator("blockquote mark").is_visible()
    page.goto("/timeline")
    assert page.locator("table.list tbody tr").first.is_visible()
    page.goto("/network?relation=seeks")
    assert page.get_by_role("row", name="Russie").first.is_visible()
    context.close()


def test_filter_and_search(page: Page) -> None:
    page.goto("/claims")
    before = page.locator("li.claim").count()
    page.locator(".facet").get_by_role("link", name="seeks", exact=True).click()
    page.wait_for_url("**kind=seeks*")
    assert 0 < page.locator("li.claim").count() < before
    page.get_by_label("Words in the evidence").fill("petrole")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**words=petrole*")
    assert page.locator("li.claim").count() == 1
    page.get_by_role("link", name="Words petrole").click()
    assert page.locator("li.claim").count() > 1


def test_both_languages(page: Page) -> None:
    page.goto("/exchange/RUS/PRK")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="FR", exact=True).click()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.get_by_role("heading", level=1).inner_text() == "Russie ↔ Corée du Nord"
    page.locator("nav").get_by_role("link", name="Affirmations").click()
    assert page.locator("html").get_attribute("lang") == "fr", "the language goes along"


def test_timeline_and_network_are_drawn(page: Page) -> None:
    page.goto("/timeline?about=RUS,PRK")
    page.locator("#chart canvas").wait_for()
    page.goto("/network?relation=seeks&relation=gives")
    page.locator("#net canvas").first.wait_for()


def test_add_a_report(page: Page, site: tuple[str, Path]) -> None:
    page.goto("/read")
    page.get_by_label("Paste the text").fill(
        "Moscou cherche des obus auprès de Pyongyang. Ajouté à la main."
    )
    page.get_by_label("Outlet").fill("À la main")
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/reports/**")
    assert (
        page.locator(".mark").count() == 2
        and "À la main" in page.locator("article header").inner_text()
    )


def test_review(page: Page, site: tuple[str, Path]) -> None:
    with Store(site[1], read_only=True) as store:
        claim = store.claims(report=report_id(), stake="energy.oil")[0]
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("correct", exact=True).check()
    page.get_by_role("button", name="Keep the decision").click()
    assert "reason" in page.get_by_role("alert").inner_text()
    page.get_by_label("Reason").fill("refined, says the context")
    page.get_by_label("stakes").fill("energy.petroleum_products")
    page.get_by_label("Your name").fill("A. Reader")
    page.get_by_role("button", name="Keep the decision").click()
    page.wait_for_url("**/claims/*#review")
    assert "petroleum products" in page.locator("ol.decisions").inner_text()
    page.goto("/exchange/RUS/PRK")
    stakes = page.locator(".exchange th[scope=row]")
    assert "oil" in stakes.all_inner_texts()
    page.goto("/exchange/RUS/PRK?reviewed=1")
    assert (
        "petroleum products" in stakes.all_inner_texts() and "oil" not in stakes.all_inner_texts()
    )
    page.goto("/review")
    assert "A. Reader" in page.locator("main").inner_text()


PAGES = (
    "/", f"/reports/{web_store.REPORT.id}", "/exchange/RUS/PRK", "/claims", "/claims/{claim}", "/actors/RUS", "/sources", "/breaches",
    "/timeline", "/network", "/ask?q=Que cherche la Russie ?", "/read", "/review", "/about", "/exchange", "/nothing",
)  # fmt: skip


def seriously_wrong(page: Page) -> list[str]:
    """What axe finds serious or worse."""
    page.evaluate(AXE)
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}"
        for v in found["violations"]
        if v["impact"] in SERIOUS
    ]


@pytest.mark.parametrize(
    ("width", "scheme", "pages"),
    [(1024, "light", PAGES), (360, "dark", PAGES[:5]), (360, "light", ()), (1600, "light", ())],
)
def test_nothing_serious_for_axe_nor_too_wide(
    browser: Browser, site: tuple[str, Path], width: int, scheme: Any, pages: tuple[str, ...]
) -> None:
    """All pages at each width; axe, which is slow, on `pages`."""
    with Store(site[1], read_only=True) as store:
        claim = store.claims(report=report_id())[0].id
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=site[0], locale="fr"
    )
    page = context.new_page()
    wrong: dict[str, list[str]] = {}
    for address in PAGES:
        page.goto(address.format(claim=claim))
        for summary in page.locator("summary:visible").all()[:3]:
            summary.click()
        found = seriously_wrong(page) if address in pages else []
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than its window")
        if found:
            wrong[address] = found
    context.close()
    assert not wrong
