"""Addresses as the standard allows them and hardly anybody writes them."""

import pytest

from tests.unit.mime.test_addresses import pairs


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Bo(a \\) man) <bo(his mail)@west.example(his host)>", ("Bo", "bo@west.example")),
        ("Bo Lind <bo@west(at home).  example>", ("Bo Lind", "bo@west.example")),
        ("bo @ west . example", ("", "bo@west.example")),
        ("<bo@[IPv6:fe80::1]>", ("", "bo@[ipv6:fe80::1]")),
        ("bo@[IPv6:2001:db8::1]", ("", "bo@[ipv6:2001:db8::1]")),
        ("Bo <<<bo@west.example>>>", ("Bo", "bo@west.example")),
        ("bo@west.example <>", ("", "bo@west.example")),
        ("bo@west.example <Bo Lind>", ("Bo Lind", "bo@west.example")),
        ('"Bo Lind" <Bo> bo@west.example', ("Bo", "bo@west.example")),
        ('"Bo Lind <bo@west.example>"', ("Bo Lind", "bo@west.example")),
        ("<mailto:bo@west.example?subject=hello>", ("", "bo@west.example")),
        ("=?utf-8?Q?Bo:_Lind;_(West),?= <bo@west.example>", ("Bo: Lind; (West),", "bo@west.example")),
        ("=?utf-8?Q?eve@evil.example?= <bo@west.example>", ("eve@evil.example", "bo@west.example")),
        ("=?utf-8?Q?eve@evil.example,?= bo@west.example", ("eve@evil.example,", "bo@west.example")),
        ("=?utf-8?Q?Bo_<bo=40west.example>?=", ("Bo", "bo@west.example")),
        ("=?utf-8?Q?Bo?= =?utf-8?Q?_<bo@west.example>?=", ("Bo", "bo@west.example")),
        ("<=?utf-8?Q?bo=40west.example?=>", ("", "bo@west.example")),
        ("=?utf-8?Q?bo?=@west.example", ("", "bo@west.example")),
        ("\u202abo@west.example\u202c", ("", "bo@west.example")),
        ("Bo <\u200bbo@west.example>", ("Bo", "bo@west.example")),
        ("bo@XN--MNCHEN-3YA.example", ("", "bo@münchen.example")),
        ("bo@mu\u0308nchen.example", ("", "bo@münchen.example")),
        ("bo@mail.xn--strae-oqa.example", ("", "bo@mail.straße.example")),
        ('"bo@home.example x"@west.example', ("", '"bo@home.example x"@west.example')),
        ('"bo@home.example x" @ west.example', ("", '"bo@home.example x"@west.example')),
        ('Bo <"bo@home.example, x"@west.example>', ("Bo", '"bo@home.example, x"@west.example')),
        ('"<bo@home.example>"@west.example', ("", '"<bo@home.example>"@west.example')),
        ('"bo@home.example"(x)@west.example', ("", '"bo@home.example"@west.example')),
        ('Team: "bo@home.example x"@west.example;', ("", '"bo@home.example x"@west.example')),
    ],
)
def test_an_odd_address_is_read_as_the_standard_has_it(value: str, found: tuple[str, str]) -> None:
    assert pairs(value) == [found]


@pytest.mark.parametrize(
    "value",
    [
        "ida . okafor @ north . example",
        "ida. okafor@north.example",
        "ida .okafor@north.example",
        "ida.okafor@north. example",
        "ida.okafor@north\r\n .example",
        "ida.okafor@north(at home).  example",
        "ida.okafor@(at)north.(x)example(home)",
        "ida(x).okafor(x)@ north . example .",
        "'ida.okafor@north . example'",
        "IDA.OKAFOR@NORTH. EXAMPLE",
        "Ida Okafor ida.okafor@north . example",
        "Ida Okafor ida.okafor@ north. example",
        "Team: ida.okafor@north .example;",
        "Mary Smith <>, , ida.okafor@north  . example",
        "Dr. ida.okafor@north.example",
        "ida.okafor@north.example. Ida Okafor",
        "ida.okafor@north.example .",
        "'ida.okafor@north.example'",
        "`ida.okafor@north.example'",
        "‘ida.okafor@north.example’",
        "{ida.okafor@north.example}",
        "„ida.okafor@north.example“",
        "*ida.okafor@north.example*",
        "''ida.okafor@north.example''",
        "'Ida Okafor' 'ida.okafor@north.example'",
        "'Ida Okafor ida.okafor@north.example'",
        "＜ida.okafor@north.example＞",
        '"bo@corp.example" ida.okafor@north.example',
        "IDA. OKAFOR@NORTH.EXAMPLE",
        "Ida <ida(<bo@corp.example>).okafor@north.example>",
        "Ida <<ida.okafor@north.example> >",
    ],
)
def test_blanks_comments_and_marks_around_an_address_are_no_part_of_it(value: str) -> None:
    assert [address for _, address in pairs(value)] == ["ida.okafor@north.example"]
