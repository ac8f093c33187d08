"""Names that name two: who writes, and in whose name."""

import pytest

from services.people.names import FULL, best_name


@pytest.mark.parametrize(
    "display",
    [
        "Ida Okafor on behalf of Bo Lind",
        "Ida Okafor (on behalf of Bo Lind)",
        "Ida Okafor [on behalf of Lind, Bo]",
        "Ida Okafor <ida@north.example> on behalf of Bo Lind",
        "ida@north.example on behalf of Bo Lind",
        "ida@north.example; on behalf of; Bo Lind",
        "ida@north.example on behalf of Bo Lind <bo@north.example>",
        "on behalf of Bo Lind",
        "Sent on behalf of Bo Lind (North)",
        "Ida Okafor o/b/o Bo Lind",
        "Ida Okafor på uppdrag av Bo Lind",
        "Ida Okafor på vegne af Bo Lind",
        "Ida Okafor im Namen von Bo Lind",
        "Ida Okafor pour le compte de Bo Lind",
        "Ida Okafor in opdracht van Bo Lind",
        "Ida Okafor 代表 Bo Lind",
        "Ida Okafor em nome do Bo Lind",
        "Ida Okafor v zastoupení Bo Lind",
        "Ida Okafor on behalf Bo Lind",
        "Okafor, Ida on behalf of Lind, Bo",
        "Ida Okafor acting on behalf of Bo Lind",
        "Bo Lind on behalf of Ida Okafor",  # whose address it is
        "Bo Lind (on behalf of Ida Okafor)",
        "Bo Lind via Announce",
        "Bo Lind via North",
    ],
)
def test_who_writes_for_somebody_is_not_who_has_the_address(display: str) -> None:
    assert best_name(display, "bo@north.example") == ("Bo Lind", FULL)


@pytest.mark.parametrize(
    ("display", "address", "name"),
    [
        ("Ida Okafor via DocuSign", "dse@docusign.net", "DocuSign"),
        ("Ida Okafor via DocuSign", "dse_na4@mail.docusign.co.uk", "DocuSign"),
        ("Ida Okafor (via Dropbox Sign)", "sign@dropbox.example", "Dropbox Sign"),
        ("'Ida Okafor' über Northwind", "post@northwind.example", "Northwind"),
        ("Ida Okafor via Northwind", "io@northwind.example", "Ida Okafor"),
        ("Ida Okafor via Northwind", "iokafor@northwind.example", "Ida Okafor"),
        ("Ida Okafor via Lists", "x@lists.north.example", "Ida Okafor"),
        ("Ida Okafor via LinkedIn", "dse@north.example", "Ida Okafor"),
    ],
)
def test_a_service_that_writes_for_somebody_has_its_own_name(display: str, address: str, name: str) -> None:
    assert best_name(display, address)[0] == name


@pytest.mark.parametrize(
    "display",
    [
        "Ida Okafor via North Docs",
        "Ida Okafor (via North Docs)",
        "Ida Okafor(via North Docs) (external)",
        "Ida Okafor （North Docs 経由）",
        "Ida Okafor (North Docs를 통해)",
        "Ida Okafor (North Docs aracılığıyla)",
        "Ida Okafor (通过 North Docs)",
        "Ida Okafor (透過 North Docs)",
        "Ida Okafor (za pośrednictwem North Docs)",
        "Ida Okafor (μέσω North Docs)",
    ],
)
def test_a_machine_has_the_name_of_what_a_guest_writes_through(display: str) -> None:
    assert best_name(display, "no-reply@docs.north.example", person=False) == ("North Docs", FULL)


@pytest.mark.parametrize("display", ["Obo Okafor", "Ida Obo Okafor", "Prin Okafor", "Ida Prin Okafor", "Via Okafor"])
def test_a_name_that_is_a_word_elsewhere_stays(display: str) -> None:
    assert best_name(display, "x@north.example") == (display, FULL)
