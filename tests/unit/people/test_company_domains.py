"""Which company stands behind a mail domain."""

import pytest

from services.people.company_domains import company_domain, company_name


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("ida@northwind.com", "northwind.com"),
        ("ida@mail.eu.northwind.co.uk", "northwind.co.uk"),
        ("ida@NORTHWIND.com.", "northwind.com"),
        ("ida@northwind.example", "northwind.example"),
        ("ida@a.b.northwind.example", "northwind.example"),
        ("ida@xn--mller-kva.de", "müller.de"),
        ("ida@müller.de", "müller.de"),
        ("ida@xn--\ud800.de", "xn--\ud800.de"),
    ],
)
def test_the_domain_that_was_registered_is_the_companys(address: str, domain: str) -> None:
    assert company_domain(address) == domain


@pytest.mark.parametrize(
    "address",
    [
        "ida@gmail.com", "ida@hotmail.co.uk", "ida@yahoo.com.br", "ida@web.de", "ida@qq.com", "ida@mail.ru",
        "ida@privaterelay.appleid.com", "ida@googlegroups.com", "ida@localhost", "ida@192.0.2.1", "ida@[192.0.2.1]",
        "ida@co.uk", "ida@com", "ida@", "ida@..", "",
    ],
)  # fmt: skip
def test_free_mail_and_no_real_domain_are_no_company(address: str) -> None:
    assert company_domain(address) is None


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("northwind.example", "Northwind"),
        ("northwind-labs.co.uk", "Northwind Labs"),
        ("ibm.com", "IBM"),
        ("kpmg.com", "KPMG"),
        ("müller.de", "Müller"),
        ("-.example", "-.example"),
    ],
)
def test_a_company_has_a_name_to_show(domain: str, name: str) -> None:
    assert company_name(domain) == name
