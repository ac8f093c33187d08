"""Names of offices, told from people's."""

import pytest

from services.mime.office_names import is_offices_name

AT = "x1@harbour.example"

OFFICES = """
    Tree sitter packaging team|Northwind Customer Service|Maintainers of Boats|Equipo del Puerto|Grupo Norte|
    Fondation Lind|Lind Foundation|Redaktion Hafenblatt|Zespół Portu|Boat Subscriptions|
    HarBour News|Customer Service|Human Resources|HR|IT Helpdesk|The Help Desk|
    Office of the President|Harbour Payroll|Harbour Executive Committee|
    Board of Directors|Public Affairs|Global Communications|Sales & Marketing|
    Sales, Marketing|Harbour Weekly Update|Membership Services|CustomerRelations|
    Harbour Security Advisories|News|Webmaster|Registrar's Office|
    Harbour Supplies Inc.|Lind & Daughters Ltd|harbour.example|The Harbour|
    Support at Northwind|Editors (Northwind)|Office of the Dean|
    The Royal Institute of Boats|Universidad del Norte|Friends of the Harbour|
    Personalabteilung|Kundenservice|Die Redaktion|Leserservice der Zentrale|
    Geschäftsstelle|Büro der Geschäftsführung|Ressources Humaines|Service Clientèle|
    Direction de la Communication|Secrétariat général|Atención al Cliente|
    Recursos Humanos|Departamento de Ventas|Atendimento ao Cliente|
    Recursos Humanos do Escritório|Servizio Clienti|Ufficio del Personale|
    Klantenservice|Afdeling Verkoop|Kundtjänst|Kundeservice|Asiakaspalvelu|
    Dział Obsługi Klienta|Zákaznická podpora|Ügyfélszolgálat|Müşteri Hizmetleri|
    Служба поддержки|Отдел кадров|株式会社北 人事部|北お客様センター|客服中心|고객센터|북 뉴스
"""
PEOPLE = """
    Ida Okafor|Ida Service|Robert Service|Gretchen Daily|Ida Support|
    Ida Okafor, Customer Service|Okafor, Ida|Ida Okafor - Human Resources|
    Ida Okafor (Payroll)|Ida Okafor via Sales|Ida from Support|Art Store|Ida|Okafor|
    Harbour|Ida Harbour|Bill Press|Will Post|Ann and Bo Lind|Ann & Bo Lind|Al Lind|
    Tim|Le Van An|The Butterfly|Jan van den Bureau|Jean Delacour|Sales Okafor|
    Thomas Schulverein|Maria do Carmo|Anna Dienst|服部 隆|阿部|김철수|Иван Кадров|
    Ida Team Lind|Bo Service Okafor|Group Captain Ida Lind|Ida of Harbour|
    Ida Sales de Oliveira|Maria de los Angeles|ida@harbour.example|
    Dr. Ida Okafor|Grace Station|Chance Ward|Page Ann
"""


def names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split("|") if name.strip()]


@pytest.mark.parametrize("name", [*names(OFFICES), "Events | Northwind", "HarbourNotices, HBR"])
def test_an_office_is_called_by_common_nouns(name: str) -> None:
    assert is_offices_name(name, "hbr.harbournotices@harbour.example" if "HBR" in name else AT)


@pytest.mark.parametrize("name", names(PEOPLE))
def test_a_person_by_names(name: str) -> None:
    assert not is_offices_name(name, AT)


def test_a_firms_name_may_be_of_several_words() -> None:
    assert is_offices_name("North Sea Support", "x1@north-sea.example")
    assert not is_offices_name("North Sea Support", "x1@harbour.example")
    assert not is_offices_name("Ida Okafor", "me@idaokafor.example")


def test_an_address_can_be_an_offices_where_no_name_is_told() -> None:
    assert is_offices_name("", "north.customerservice@harbour.example")
    assert not is_offices_name("", "ida.okafor@harbour.example")


@pytest.mark.parametrize("piece", ["service ", "a", "of the ", "A", "客", "&", ",", "(", " at "])
def test_a_hostile_name_takes_little_time(piece: str) -> None:
    assert is_offices_name(piece * 100_000, f"{'a-' * 30_000}b@{'c.' * 30_000}example") in {True, False}
