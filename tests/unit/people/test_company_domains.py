"""Which company stands behind a mail domain."""

import pytest

from services.people.company_domains import company_domain, company_name, employer_domain


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
        ("ida@north.mine.nu", "north.mine.nu"),
        ("ida@homestead.example", "homestead.example"),
        ("ida@memberships.north.example", "north.example"),
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
        # tenants without a domain of their own, associations and former students, customers of access providers
        "ida@north.onmicrosoft.com", "ida@north.mail.onmicrosoft.com", "ida@ieee.org", "ida@acm.org",
        "ida@alumni.north.example", "ida@alum.north.example", "ida@northalumni.example", "ida@members.north.example",
        "ida@dsl.north.example", "ida@cable.north.example",
        "ida@north.demon.co.uk", "ida@mindspring.com", "ida@mine.nu",
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


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ida@okafor.example", "Ida Okafor"),
        ("mail@idaokafor.example", "Ida Okafor"),
        ("ida@ida-okafor.example", "Ida Okafor"),
        ("i@iokafor.example", "Ida Okafor"),
        ("ida@okaforfamily.example", "Ida B. Okafor"),
        ("ida@theokafors.example", "Ida Okafor III"),
        ("kaethe@mueller.example", "Käthe Mueller"),
        ("i@oconnor.example", "Ida O'Connor"),
    ],
)
def test_a_domain_that_is_named_after_somebody_is_no_company_of_theirs(address: str, name: str) -> None:
    assert employer_domain(address, name) is None
    assert employer_domain(address, "Bo Lind") == company_domain(address) is not None


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ida@north.example", "Ida Okafor"),
        ("ida@li.example", "Ida Li"),
        ("ida@okaforlabs.example", "Ida Okafor"),
        ("info@northlabs.example", "North Labs"),
        ("x@y.example", ""),
    ],
)
def test_any_other_domain_is(address: str, name: str) -> None:
    assert employer_domain(address, name) == company_domain(address) is not None
