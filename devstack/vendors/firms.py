"""What vendors know of the demo's thirty companies: invented, and the same at every start."""

from dataclasses import dataclass
from functools import cache

from devstack.demo.companies import Company, companies

# domain | city | industry | founded | employees | what it is
_TABLE = """
northwind-labs.example | Portland | Environmental research | 2009 | 64 | Sensors and field stations that watch coasts and rivers.
halden-instruments.example | Cambridge | Scientific instruments | 1987 | 210 | Handheld instruments for optics laboratories.
bruckner-vogt.example | Berlin | Measurement technology | 1954 | 380 | Durchflussmesstechnik für Wasser- und Chemiewerke.
atelier-lumen.example | Lyon | Lighting design | 2012 | 14 | Conception lumière pour musées et galeries.
sierra-alta-agro.example | Granada | Agriculture | 1998 | 120 | Riego de precisión para olivares y huertas.
kowalczyk-logistyka.example | Poznań | Logistics | 1993 | 450 | Transport chłodniczy w całej Europie.
hoshino-seiki.example | Nagoya | Precision machinery | 1961 | 890 | 軸受と精密部品のメーカー。
alnoor-water.example | Dubai | Water treatment | 2004 | 260 | تحلية المياه وتشغيل المحطات.
pelagos-shipping.example | Piraeus | Shipping | 1976 | 310 | Ποντοπόρος ναυτιλία και διαχείριση στόλου.
dniprosoft.example | Dnipro | Software | 2011 | 75 | Розробка вебзастосунків на замовлення.
lanhu-optics.example | Shenzhen | Optics | 2006 | 540 | 光学镜片与镀膜制造商。
skarvik-energi.example | Gothenburg | Renewable energy | 2015 | 38 | Microgrids for islands and harbours.
harrowlane-accounts.example | London | Accounting | 1969 | 12 | Chartered accountants for small firms and freelancers.
pindershaw.example | London | Legal services | 1921 | 46 | Solicitors for technology and licensing.
maplehollow-clinic.example | Ottawa | Health care | 1995 | 55 | A family clinic with its own pharmacy.
redgum-research.example | Canberra | Environmental research | 2002 | 97 | Ecology and early warning for dry forests.
ballycross-dairy.example | Cork | Food production | 1938 | 140 | A farmers' dairy with forty suppliers.
quillharbour.example | Bristol | Publishing | 1979 | 33 | Field guides and books on nature.
eastgate-museum.example | York | Museums | 1884 | 82 | A museum of science and instruments.
tessel-robotics.example | San Jose | Robotics | 2018 | 29 | Robots that pick, prune and count in greenhouses.
orchardstreet-bakery.example | Boston | Food and drink | 2003 | 18 | Bread, from a wood-fired oven, every day but Monday.
westmere-university.example | Westmere | Higher education | 1963 | 2400 | A university for engineering and measurement science.
greenfold-packaging.example | Utrecht | Packaging | 1990 | 175 | Cardboard that is made from what others throw away.
banyan-analytics.example | Bengaluru | Data analytics | 2014 | 130 | Sensor data, cleaned and explained, as a service.
larkspur-ventures.example | San Francisco | Venture capital | 2010 | 11 | First money for companies that measure things.
ridgeway-coop.example | Leeds | Housing | 1982 | 7 | A housing co-operative of sixty-two flats.
longshore-freight.example | Houston | Freight | 1971 | 640 | Containers, from the quay to the warehouse.
seeblick-hotels.example | Luzern | Hospitality | 1907 | 95 | Drei Hotels am Vierwaldstättersee.
cobalt-stage.example | Manchester | Events | 2008 | 24 | Sound and staging for festivals.
studio-marisol.example | Guadalajara | Design | 2016 | 6 | Fotografía y diseño de producto.
"""

# Domains that companies had before, which still lead to them.
FORMER = {"pinder-solicitors.example": "pindershaw.example"}

COUNTRIES = {
    "AE": "United Arab Emirates", "AU": "Australia", "CA": "Canada", "CH": "Switzerland", "CN": "China",
    "DE": "Germany", "ES": "Spain", "FR": "France", "GB": "United Kingdom", "GR": "Greece", "IE": "Ireland",
    "IN": "India", "JP": "Japan", "MX": "Mexico", "NL": "Netherlands", "PL": "Poland", "SE": "Sweden",
    "UA": "Ukraine", "US": "United States",
}  # fmt: skip


@dataclass(frozen=True)
class Firm:
    """A company as vendors know it."""

    company: Company
    city: str
    industry: str
    founded: int
    employees: int
    description: str

    @property
    def name(self) -> str:
        """As it writes itself."""
        return self.company.name

    @property
    def domain(self) -> str:
        """Of its mail and its site."""
        return self.company.domain

    @property
    def country(self) -> str:
        """Its country's English name."""
        return COUNTRIES[self.company.country]

    @property
    def handle(self) -> str:
        """What it is called on every network: "northwindlabs"."""
        return self.domain.partition(".")[0].replace("-", "")


@cache
def firms() -> dict[str, Firm]:
    """All of them by domain."""
    told = dict(_line(line) for line in _TABLE.strip().splitlines())
    return {company.domain: Firm(company, *told[company.domain]) for company in companies()}


def _line(line: str) -> tuple[str, tuple[str, str, int, int, str]]:
    domain, city, industry, founded, employees, description = line.split(" | ")
    return domain, (city, industry, int(founded), int(employees), description)
