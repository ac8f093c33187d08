"""Address headers: who a mail is from and to, as mail really writes it."""

import time

import pytest

from models.contracts.mail.messages import Role
from services.mime.address_syntax import is_address
from services.mime.addresses import addresses, recipients_of, sender_of
from services.mime.parts import part_of


def pairs(value: str) -> list[tuple[str, str]]:
    return [(found.name, found.address) for found in addresses(value, Role.TO)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("ida@north.example", ("", "ida@north.example")),
        ("Ida Okafor <Ida@North.Example>", ("Ida Okafor", "ida@north.example")),
        ('"Okafor, Ida" <ida@north.example>', ("Okafor, Ida", "ida@north.example")),
        ("Okafor, Ida <ida@north.example>", ("Okafor, Ida", "ida@north.example")),
        ("=?utf-8?Q?Okafor,_Ida?= <ida@north.example>", ("Okafor, Ida", "ida@north.example")),
        ("=?utf-8?B?T2thZm9yLCBJZGE=?= <ida@north.example>", ("Okafor, Ida", "ida@north.example")),
        ('"Ida \\"Quick\\" Okafor" <ida@north.example>', ('Ida "Quick" Okafor', "ida@north.example")),
        ("ida@north.example (Ida Okafor)", ("Ida Okafor", "ida@north.example")),
        ("Ida (her (own) mail) <ida@north.example>", ("Ida", "ida@north.example")),
        ("<@relay.example,@other.example:ida@north.example>", ("", "ida@north.example")),
        ("<mailto:ida@north.example>", ("", "ida@north.example")),
        ("'ida@north.example' <ida@north.example>", ("", "ida@north.example")),
        ("Ida Okafor ida@north.example", ("Ida Okafor", "ida@north.example")),
        ("Ida <ida@north.example", ("Ida", "ida@north.example")),
        ("Bo O'Neil <o'neil@north.example>", ("Bo O'Neil", "o'neil@north.example")),
        ("ida@[192.0.2.1]", ("", "ida@[192.0.2.1]")),
        ("ida@münchen.example", ("", "ida@münchen.example")),
        ("root@localhost", ("", "root@localhost")),
        ('"ida@north.example', ("", "ida@north.example")),
        ("ida@north.example.", ("", "ida@north.example")),
        ("a\x00da@north.example", ("", "ada@north.example")),
        ("\ud800 <ida@north.example>", ("?", "ida@north.example")),
    ],
)
def test_one_address_is_read(value: str, found: tuple[str, str]) -> None:
    assert pairs(value) == [found]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("'Ida Okafor' 'ida@north.example'", ("Ida Okafor", "ida@north.example")),
        ("ida@north .example (Ida)", ("Ida", "ida@north.example")),
        ("o'brien@north.example", ("", "o'brien@north.example")),
        ("'o'brien@north.example'", ("", "o'brien@north.example")),
        ("o’brien@north.example", ("", "o’brien@north.example")),
        ("Ida <<ida@north.example> >", ("Ida", "ida@north.example")),
        ("Ida Okafor [mailto:ida@north.example]", ("Ida Okafor", "ida@north.example")),
        ("Okafor, Ida [SMTP:ida@north.example]", ("Okafor, Ida", "ida@north.example")),
        ('"Okafor, Ida" [ mailto: ida@north.example ]', ("Okafor, Ida", "ida@north.example")),
        ("Ida Okafor ida@north . example", ("Ida Okafor", "ida@north.example")),
        ("Ida <[mailto:ida@north.example]>", ("Ida", "ida@north.example")),
        ("Ida <ida@[192.0.2.1]>", ("Ida", "ida@[192.0.2.1]")),
        ('Ida <(c) "(c)" (d (e)) @ north . example>', ("Ida", '"(c)"@north.example')),
        ('Ida <mailto:"x y"@north.example>', ("Ida", '"x y"@north.example')),
        ("ida @ [192.0.2.1]", ("", "ida@[192.0.2.1]")),
        ("[Ticket: 7] Ida <ida@north.example>", ("Ida", "ida@north.example")),
        ("ida@north(at home).  example", ("", "ida@north.example")),
        ("ida.(x) okafor@(y (z))north.example (Ida). ", ("Ida", "ida.okafor@north.example")),
        ("Ida [North] <ida@north.example>", ("Ida [North]", "ida@north.example")),
        ("Pete(x): ida@north.example;", ("", "ida@north.example")),
        ("Pete(x): ida@north.example (Ida);", ("Ida", "ida@north.example")),
        ('"Team": Okafor, Ida <ida@north.example>;', ("Okafor, Ida", "ida@north.example")),
        ("Ida(Okafor)Lind <ida@north.example>", ("Ida Lind", "ida@north.example")),
    ],
)
def test_a_name_is_what_stands_beside_the_address(value: str, found: tuple[str, str]) -> None:
    assert pairs(value) == [found]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Friends: Ida <ida@a.example>, bo@b.example;", ["ida@a.example", "bo@b.example"]),
        ("A: ida@a.example; B: bo@b.example;", ["ida@a.example", "bo@b.example"]),
        ("ida@a.example bo@b.example", ["ida@a.example", "bo@b.example"]),
        ("ida@a.example; bo@b.example", ["ida@a.example", "bo@b.example"]),
        ("Ida <ida@a.example> (work), Bo <bo@b.example>", ["ida@a.example", "bo@b.example"]),
        ('"a, b" <ida@a.example>,, ,"c" <bo@b.example>', ["ida@a.example", "bo@b.example"]),
        ("IDA@a.example, ida@A.EXAMPLE", ["ida@a.example"]),
        ("Ida <ida@xn--mnchen-3ya.example>, ida@münchen.example", ["ida@münchen.example"]),
        ("Ida <ida@a.example> Bo <bo@b.example>", ["ida@a.example", "bo@b.example"]),
        ("'ida@a.example'; 'bo@b.example'", ["ida@a.example", "bo@b.example"]),
        ("ida@a . example bo@b . example", ["ida@a.example", "bo@b.example"]),
        ("ida@a.example. bo.lind@b.example", ["ida@a.example", "bo.lind@b.example"]),
        ('"bo@b.example".x', ["bo@b.example"]),
        ("Pete(x): ida@a.example,\r\n bo@b.example;", ["ida@a.example", "bo@b.example"]),
        ("Ida <ida@a.example>: Bo <bo@b.example>", ["ida@a.example", "bo@b.example"]),
        ("Us <ida@a.example; bo@b.example>", ["ida@a.example", "bo@b.example"]),
        ("=?utf-8?Q?Ida_<ida@a.example>,_Bo?= <bo@b.example>", ["bo@b.example"]),
        ("=?utf-8?Q?<ida@a.example>,_<bo@b.example>?=, c@c.example", ["ida@a.example", "bo@b.example", "c@c.example"]),
    ],
)
def test_several_addresses_are_told_apart(value: str, found: list[str]) -> None:
    assert [address for _, address in pairs(value)] == found


@pytest.mark.parametrize(
    "value",
    [
        "",
        "undisclosed-recipients:;",
        "Ida Okafor",
        "Ida Okafor <>",
        "ida at north dot example",
        "ida@",
        "@north.example",
        "ida@north..example",
        "a@b@c.example",
        "(ida@north.example",
        f"{'x' * 400}@north.example",
        '"ida@home.example x"@[north',
        '"ida@home.example x"@@north.example',
        '"ida@home.example x".y@north.example',
        'x."ida@home.example"@north.example',
        '"bo@corp.example"."x"@north.example',
        '"bo@corp.example" . "x" @ north.example',
        '"bo@corp.example"(c)."x"@north.example',
        '"bo@corp.example".x . "y z"@north.example',
        'x.y."bo@corp.example"@north.example',
        'x . "bo@corp.example" . y @ north.example',
        'ida."x y".okafor@north.example',
        'Ida <"bo@corp.example"."x"@north.example>',
        f'"bo@corp.example"{".x" * 20}@north.example',
        f'"{"x" * 500} bo@corp.example "@north.example',
        '"ida""okafor"@north.example',
        'x."a, bo@corp.example"@north.example',
        '"<bo@corp.example>"."a, bo@corp.example".x@north.example',
        '"x y".a (c) .x@north.example',
        'Ida <(c) "(c)".x@north.example>',
        "Dr. ida .okafor@north.example",
        'Ida <x."<bo@corp.example>"@north.example>',
        'Ida <"x" . (c) "<bo@corp.example>"@north.example>',
        '"bo@corp.example" <ida@north..example>',
        "Dr. ida . okafor@north.example",
        "ida@north.example?subject=x",
        "ida@north.example/x",
        "ida@north.example|bo@west.example",
        "ida@north(x)west.example",
        "ida@north west.example",
        "ida@north. Example",
        "Ida＜ida@north.example＞",
        "ida\\@home.example@north.example",
        "meet Ida @ north.example",
        "Ida <i da@north.example>",
    ],
)
def test_what_is_no_address_is_left_out(value: str) -> None:
    assert pairs(value) == []


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Cc: Ida <i\r\n da@a.example>, Bo <bo@b.example>", [("Bo", "bo@b.example")]),
        ("Cc: Bo <bo@b.example>, Ida Okafor <ida.oka\r\n\tfor@a.example>", [("Bo", "bo@b.example")]),
        ("Cc: Ida <ida@a.exa\r\n mple>, bo@b.example", [("", "bo@b.example")]),
        ("Cc: Ida <ida@\r\n a.example>, Bo <bo@b.example>", [("Ida", "ida@a.example"), ("Bo", "bo@b.example")]),
        ("Cc: Ida <\r\n ida@a.example>", [("Ida", "ida@a.example")]),
    ],
)
def test_an_address_that_was_folded_inside_is_mended_where_that_is_certain_and_never_made_of_a_piece(
    value: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.name, one.address) for one in recipients_of(part_of(f"{value}\n\n".encode()))] == found


def test_the_sender_is_the_first_of_from_else_sender() -> None:
    several = part_of(b"From: Ida <ida@a.example>, Bo <bo@b.example>\nSender: cy@c.example\n\n")
    absent = part_of(b"From: nobody\nSender: Cy <cy@c.example>\n\n")
    neither = part_of(b"Subject: x\n\n")

    assert sender_of(several) == addresses("Ida <ida@a.example>", Role.FROM)[0]
    assert sender_of(absent) == addresses("Cy <cy@c.example>", Role.FROM)[0]
    assert sender_of(neither) is None


def test_recipients_come_in_the_order_of_their_roles_and_from_every_header() -> None:
    raw = b"Reply-To: r@a.example\nCc: c@a.example\nTo: b@a.example\nto: d@a.example\nBCC: e@a.example\nTo: b@a.example"

    found = [(one.role, one.address) for one in recipients_of(part_of(raw))]

    assert found == [
        (Role.TO, "b@a.example"),
        (Role.TO, "d@a.example"),
        (Role.CC, "c@a.example"),
        (Role.BCC, "e@a.example"),
        (Role.REPLY_TO, "r@a.example"),
    ]


@pytest.mark.parametrize(
    "text", ["a b@c.example", "a@b.example, c@d.example", "<a@b.example>", "a@b.example\n", "@", ""]
)
def test_only_one_plain_address_is_an_address(text: str) -> None:
    assert is_address("a@b.example")
    assert not is_address(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a@",
        "a.",
        "(a,",
        '"',
        "<",
        "(",
        ":",
        "<a@b>",
        "\\",
        '<"\\"',
        '"\\',
        "=?a?q?",
        "=?",
        "@[",
        '"a"@',
        '"a" ',
        ",",
        "(\\(",
        '\\\\\\"@',
        "< ",
        '<"a"',
        '<"<a@b>"@',
        "<(a",
        "<(<a@b>)",
        '<"a"(b)',
        " @",
        " .",
        "@a . ",
        "@a. c ",
        "'a@b'",
        "''a@b''",
        "[mailto:",
        "[smtp:a@b]",
        '"a" . ',
        '"a"."a@b"(',
        "(a).",
        "<a> > ",
    ],
)
def test_a_hostile_header_takes_little_time(piece: str) -> None:
    start = time.process_time()
    assert len(addresses(piece * (2_000_000 // len(piece)), Role.TO)) <= 1
    assert time.process_time() - start < 2
