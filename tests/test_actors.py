"""Who is in a report: whole texts, from the parse to the actors. The texts are our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.record import Parsed, Report, Sentence, Token
from dragoman.stages.actors import find_actors
from dragoman.stages.actors_resolve import resolve, resolve_name
from dragoman.stages.parse import parse

# date | text, the mention between brackets | id ("-": nobody; several ids with +)
FRENCH = """
2023-03-01 | [Le ministre malien des Affaires étrangères] est attendu à Alger. | MLI:abdoulaye-diop
2023-03-01 | Le gouvernement [nigérien] proteste auprès d'Abuja. | NER
2023-03-01 | Le gouvernement [nigérian] proteste auprès de Niamey. | NGA
2023-03-01 | Séoul s'inquiète : l'armée [coréenne] est en alerte. | KOR
2023-03-01 | À Brazzaville, le président [congolais] consulte. | COG
2023-03-01 | [Les Pays-Bas] hésitent à livrer des avions. | NLD
2023-03-01 | Les relations [sino-indiennes] restent tendues. | CHN+IND
2023-03-01 | [Le Quai d'Orsay] a convoqué l'ambassadeur d'Iran. | FRA
2023-03-01 | Le navire est arrivé à [Mombasa] hier. | -
2023-03-01 | Les ministres se sont réunis à [Vienne] dimanche. | -
2023-03-01 | [Vienne] refuse d'extrader le suspect. | AUT
2023-03-01 | Les pays signataires de l'accord de [Paris] se réunissent. | -
2023-03-01 | La compagnie Air [France] supprime la liaison. | -
2023-03-01 | [L'Otan] renforcera ses bases en Roumanie. | IGO:nato
2023-03-01 | [le Conseil de sécurité de l'ONU] vote ce soir. | IGO:un-security-council
2023-03-01 | L'Otan se réunit mardi. [L'Alliance] veut rassurer Varsovie. | IGO:nato
2023-03-01 | Les Vingt-Sept hésitent. [Bruxelles] promet une aide. | IGO:european-union
2023-03-01 | Le Hamas et [le Jihad islamique palestinien] démentent. | PSE:palestinian-islamic-jihad
2023-03-01 | Selon [Le Monde], un contrat a été signé. | FRA:le-monde
2023-03-01 | Le journal l'a révélé dans [le monde] entier. | -
2023-03-01 | [Le leader du Kremlin] n'a rien dit. | RUS:vladimir-putin
2017-01-10 | [Le président américain] quitte ses fonctions dans dix jours. | USA:barack-obama
2017-02-10 | [Le président américain] a signé le décret. | USA:donald-trump
2023-03-01 | [L'ancien président américain Donald Trump] a critiqué l'accord. | USA:donald-trump
2023-03-01 | [Le chef de la diplomatie européenne] appelle au calme. | IGO:european-union/josep-borrell
2023-03-01 | [L'ambassadeur de Chine à Nairobi, Zhou Pingjian], a démenti. | CHN:zhou-pingjian
2023-03-01 | [Sergueï Choïgu] arrive à Minsk. | RUS:sergei-shoigu
2023-03-01 | La Russie se tait. [Choïgou] est à Minsk. | RUS:sergei-shoigu
2023-03-01 | [Le ministère kényan des Affaires étrangères] a confirmé. | KEN:ministry-of-foreign-affairs
2023-03-01 | [Les autorités ougandaises] n'ont pas réagi. | UGA
2023-03-01 | [Des experts] redoutent une crise. | ?:experts
2023-03-01 | [La communauté internationale] reste divisée. | ?:international-community
2023-03-01 | [L'ancien diplomate kényan Paul Otieno] dirige l'équipe. | KEN:paul-otieno
2023-03-01 | Paul Otieno, ancien diplomate kényan, parle. « C'est clair », dit [M. Otieno]. | KEN:paul-otieno
2023-03-01 | [Le tabloïd kényan Savana Mpya] cite un ministre. | KEN:savana-mpya
2023-03-01 | [Le régime du président Loukachenko] réprime l'opposition. | BLR
2023-03-01 | [Les dirigeants de la Russie et de la Chine] se voient. | RUS:vladimir-putin+CHN:xi-jinping
2023-03-01 | Le Kenya et l'Ouganda négocient. [Les deux pays] visent un accord. | KEN+UGA
2023-03-01 | Le Kenya et l'Ouganda négocient. [Tous deux] visent un accord. | KEN+UGA
2023-03-01 | Le Kenya a cédé. [Le pays] manque d'argent. | KEN
2023-03-01 | Maia Sandu accuse Moscou. [Elle] réclame des sanctions. | MDA:maia-sandu
2023-03-01 | La Suède a rejoint l'Ukraine, [qui] remercie. | UKR
2023-03-01 | Le Kenya défend [sa] position. | KEN
2023-03-01 | [Il] faut attendre, dit le Kenya. | -
2023-03-01 | La Turquie, la Suède et [la Finlande] se parlent. | FIN
2023-03-01 | Les demandes du [Caire] irritent Ankara. | EGY
2023-03-01 | Le ministre s'est confié au [Figaro] hier. | FRA:le-figaro
2023-03-01 | L'agronome kényane [Ruth Otieno] a reçu un prix. | KEN:ruth-otieno
2023-03-01 | Un ministre malien a fui. [Moussa Bagayoko] aurait payé. | MLI:moussa-bagayoko
2023-03-01 | Ruth Otieno a vu l'envoyé russe. [Otieno] espère. | ?:ruth-otieno
2023-03-01 | [Les ministres de la Défense de l'Otan] se voient. | IGO:nato/defence-ministers
2023-03-01 | Maia Sandu a reçu Joe Biden. [Ils] ont ri. | MDA:maia-sandu+USA:joe-biden
2023-03-01 | Maia Sandu parle. Dans le cas de Joe Biden, vu [son] âge, c'est dur. | USA:joe-biden
2023-03-01 | [Le professeur Ugo Neri, titulaire de la chaire d'études turques à Chatham House], a ri. | GBR:ugo-neri
2023-03-01 | Joe Biden, accompagné de Maia Sandu, a vu Olaf Scholz. [Ils] ont ri. | USA:joe-biden+MDA:maia-sandu
2023-03-01 | Les ministres de l'Otan cèdent. [Les ministres] l'ont dit. | IGO:nato/ministers
2023-03-01 | Le Kenya dément. [Son émissaire] a parlé. | KEN:envoy
2023-03-01 | Le Kenya et l'Inde se voient. [Les deux États] ménagent Moscou. | KEN+IND
2023-03-01 | Oslo et Rome cèdent. Moscou et Kiev aussi. [Les deux pays] imitent l'Ukraine. | NOR+ITA
2023-03-01 | Le Rwanda a reçu Félix Tshisekedi. [Ce dernier] veut un retrait. | COD:felix-tshisekedi
2024-03-01 | Séoul a peur. [M. Hwang] a parlé. | KOR:hwang-kyo-ahn
2024-03-01 | Séoul a peur. L'agronome Hwang a parlé. [M. Hwang] est parti. | ?:hwang
2024-03-01 | Séoul a peur. [M. Hwang], agronome, a parlé. | ?:hwang
2024-03-01 | Le [Damas Hebdo] dément. | ?:damas-hebdo
2024-03-01 | [Damas] dément. | SYR
2024-03-01 | Kiev accuse l'armée russe. [L'armée] dément. | RUS:army
2024-03-01 | L'armée russe a bombardé Kharkiv. En Ukraine, [l'armée] a riposté. | UKR:army
2024-03-01 | L'armée russe attaque. L'armée ukrainienne répond. Kiev dit que [l'armée] tient. | UKR:army
"""
ENGLISH = """
2023-03-01 | [The Kenyan government] denied it. | KEN
2023-03-01 | [Kenya's foreign minister] denied it. | KEN:alfred-mutua
2023-03-01 | Fires spread near Moscow, Idaho; [Moscow] was spared. | RUS
2023-03-01 | Wildfires burned in New [Mexico]. | -
2023-03-01 | Ministers met in [Geneva]. | -
2023-03-01 | [Turkey] refused. | TUR
2023-03-01 | The Spanish and [Algerian] governments refused. | ESP+DZA
2023-03-01 | [President Biden] refused. | USA:joe-biden
2023-03-01 | Turkish officials said that [MbS] knew. | SAU:mohammed-bin-salman
2023-03-01 | [The EU's foreign policy chief] flew to Kyiv. | IGO:european-union/josep-borrell
2023-03-01 | Kenya and Uganda met. [The two countries] want a deal. | KEN+UGA
2023-03-01 | Maia Sandu spoke first. [She] asked for help. | MDA:maia-sandu
2023-03-01 | [Talks] stalled in Nairobi. | -
2023-03-01 | Kenya and Uganda met. [Both sides] want a deal. | KEN+UGA
2023-03-01 | Kenya sells tea to Uganda. [They] want a deal. | KEN+UGA
2023-03-01 | She met [the North Korean envoy]. | PRK:envoy
2016-03-01 | [Hwang Mi-rae], an agronomist from South Korea, agreed. | KOR:hwang-mi-rae
2016-03-01 | Hwang Mi-rae, an agronomist from South Korea, agreed. [Hwang] left. | KOR:hwang-mi-rae
1962-11-02 | President Kennedy spoke. Robert Kennedy agreed. [Kennedy] left. | USA:john-f-kennedy
1962-11-02 | President Kennedy spoke. He won. [Robert Kennedy] met the Soviet envoy. | ?:robert-kennedy
2023-03-01 | [Azad Hemo, a spokesman for the Syrian Democratic Forces], agreed. | SYR:azad-hemo
2023-03-01 | [A spokesman for the Kenyan army] denied it. | KEN:spokesperson
2023-03-01 | The SDF denied it. [Azad Hemo] said it was a lie. | SYR:azad-hemo
2023-03-01 | Rome agreed. Rome paid. [Justice Minister Ugo Neri] signed. | ITA:ugo-neri
2024-03-01 | South Korea worries. The agronomist Hwang spoke. [Mr. Hwang] left. | ?:hwang
2024-03-01 | South Korea worries. [Mr. Hwang], a farmer, spoke. | ?:hwang
2024-03-01 | The [Manila Bulletin] reported that talks had failed. | ?:manila-bulletin
2024-03-01 | [Moscow] Tuesday accused Kyiv. | RUS
2023-03-01 | [The Kremlin spokesman] denied it. | RUS:spokesperson
2023-04-16 | In Abu Dhabi [Lula] said that it took two. | BRA:luiz-inacio-lula-da-silva
2024-03-01 | Ukraine accuses the Russian army. Kyiv says [the army] has shelled the town. | RUS:army
"""


def cases(language: str, table: str) -> list[tuple[str, str, str, str]]:
    """(language, date, text with brackets, expected)."""
    rows = [line.split(" | ") for line in table.strip().splitlines()]
    return [(language, date.strip(), text, want.strip()) for date, text, want in rows]


def found(language: str, date: str, marked: str) -> str:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    try:
        parsed = parse(Report(text, language, date))
    except LookupError as missing:
        pytest.skip(str(missing))
    inside = [
        m
        for m in find_actors(parsed).mentions
        if parsed.tokens[m.start].start < end and parsed.tokens[m.end - 1].end > start
    ]
    several = [m for m in inside if len(m.actors) > 1]
    if several:
        return "+".join(a.id for a in several[0].actors)
    return resolve(parsed, start, end) or "-"


@pytest.mark.parametrize(
    ("language", "date", "marked", "want"), [*cases("fr", FRENCH), *cases("en", ENGLISH)]
)
def test_who_is_meant(language: str, date: str, marked: str, want: str) -> None:
    assert found(language, date, marked) == want


def plain_parse(report: Report) -> Parsed:
    """A parse without a model: one sentence, every word hanging on the first."""
    tokens: list[Token] = []
    at = 0
    for word in report.text.split():
        begin = report.text.index(word, at)
        at = begin + len(word)
        tokens.append(Token(len(tokens), begin, at, word, word, "X", "", 0, "dep"))
    return Parsed(report, tuple(tokens), (Sentence(0, len(tokens), 0),))


def test_a_word_of_time_may_end_the_text() -> None:
    parsed = plain_parse(Report("russe président ancien", "fr", "2023-03-01"))
    assert [a.id for m in find_actors(parsed).mentions for a in m.actors] != []


def test_one_mention_for_a_name_with_its_office() -> None:
    text = "Le ministre kényan de la Défense, Aden Duale, a reçu le président turc Recep Tayyip Erdogan."
    try:
        parsed = parse(Report(text, "fr", "2023-03-01"))
    except LookupError as missing:
        pytest.skip(str(missing))
    spans = [(parsed.slice(m.start, m.end), m.actors[0].id) for m in find_actors(parsed).mentions]
    assert spans == [
        ("Le ministre kényan de la Défense, Aden Duale", "KEN:aden-duale"),
        ("le président turc Recep Tayyip Erdogan", "TUR:recep-tayyip-erdogan"),
    ]


@pytest.mark.parametrize(
    ("language", "text", "want"),
    [
        ("ru", "Россия", "RUS"),
        ("zh", "法国", "FRA"),
        ("es", "Alemania", "DEU"),
        ("ar", "قطر", "QAT"),
        ("ru", "Турцией", "TUR"),
        ("ru", "Сергея Лаврова", "RUS:sergei-lavrov"),
        ("ru", "Лавров", "RUS:sergei-lavrov"),
        ("ru", "министр обороны России", "RUS:sergei-shoigu"),
        ("ru", "яблоко", "-"),
        ("ar", "وزير الخارجية الإيراني", "IRN:hossein-amir-abdollahian"),
        ("zh", "法国总统", "FRA:emmanuel-macron"),
        ("zh", "普京", "RUS:vladimir-putin"),
        ("es", "el presidente francés", "FRA:emmanuel-macron"),
        ("de", "Bundeskanzler", "-"),
    ],
)
def test_names_where_there_is_no_pipeline(language: str, text: str, want: str) -> None:
    assert resolve_name(Report(text, language, "2023-03-01"), 0, len(text)) == (
        None if want == "-" else want
    )


WORDS = st.sampled_from(
    [
        "Le",
        "La",
        "les",
        "président",
        "ministre",
        "russe",
        "Russie",
        ",",
        ".",
        "«",
        "»",
        "il",
        "elle",
        "son",
        "deux",
        "pays",
        "M.",
        "Trump",
        "Kim",
        "Poutine",
        "et",
        "de",
        "du",
        "Conseil",
        "Union",
        "l'Otan",
        "Corée",
        "Nord",
        "qui",
        "ce",
        "dernier",
        "ancien",
        "?",
        "Éric",
        "Dupont",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=25), st.sampled_from(["fr", "en", "ru"]))
def test_mentions_lie_in_the_text_and_nest(words: list[str], language: str) -> None:
    parsed = plain_parse(Report(" ".join(words), language, "2023-03-01"))
    mentions = find_actors(parsed).mentions
    assert mentions == find_actors(parsed).mentions
    for m in mentions:
        assert 0 <= m.start <= m.head < m.end <= len(parsed.tokens)
        assert m.actors
        assert all(a.id and a.kind for a in m.actors)
    for a in mentions:
        for b in mentions:
            assert not a.start < b.start < a.end < b.end, "two overlap"
