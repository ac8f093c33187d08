"""The thirty companies of the demo mailbox, what each does with the owner, and who works there.

Every domain is reserved (RFC 2606). A company's line reads: name | domain | country | hours from UTC | mail client |
language | project | things the project is about. Below it stand its people: name, title. Marks before a name:
`*` close, `~` lapsed, `+` new, `@` known from mailing lists only; none: an occasional correspondent.
"""

from dataclasses import dataclass
from functools import cache

_TABLE = """
Northwind Labs | northwind-labs.example | US | -5 | gmail | en | tide gauge network | the pressure sensors; the buoy firmware; the mooring plan; the data logger; the salinity probe
  * Ida Okafor, Head of Field Research
  * Marcus Hale, Firmware Engineer
  Priscilla Tan, Procurement Manager
  + Owen Castellano, Field Technician
  @ Greta Lindqvist, Oceanographer
Halden Instruments | halden-instruments.example | GB | 0 | outlook | en | handheld spectrometer | the optical bench; the housing; the calibration routine; the battery door; the user manual
  * Tom Ashdown, Product Manager
  Fiona Mackay, Optical Engineer
  ~ Nigel Prewett, Director of Engineering
  Sunita Rao, Quality Lead
  + Percy Wainscott, Test Technician
Bruckner & Vogt Messtechnik | bruckner-vogt.example | DE | 1 | thunderbird | de | flow meter | the flow cell; the display unit; the certification file; the pulse output; the test rig
  * Jonas Brückner, Geschäftsführer
  Ute Vogt, Leiterin Entwicklung
  Matthias Schäfer, Vertrieb
  ~ Heike Lößner, Einkauf
Atelier Lumen | atelier-lumen.example | FR | 1 | gmail | fr | gallery lighting study | the light map; the dimmers; the lux readings; the ceiling rail; the control panel
  * Hélène Marchetti, Directrice artistique
  Rémi Garçon, Éclairagiste
  ~ Thibault Noël, Architecte
  Océane Lefèvre, Chargée de projet
Sierra Alta Agro | sierra-alta-agro.example | ES | 1 | gmail | es | irrigation pilot | the soil probes; the valve controller; the weather mast; the field map; the pump schedule
  Daniel Reyes, Ingeniero agrónomo
  Begoña Ibáñez, Responsable de operaciones
  ~ Íñigo Peñalver, Director técnico
Kowalczyk Logistyka | kowalczyk-logistyka.example | PL | 1 | outlook | pl | cold chain labels | the temperature labels; the reader app; the truck trial; the alarm limits
  Łukasz Wiśniewski, Kierownik projektu
  Małgorzata Źrebiec, Specjalistka ds. jakości
  Anna Nowak, Dział zakupów
Hoshino Seiki | hoshino-seiki.example | JP | 9 | outlook | ja | bearing wear monitor | the vibration sensor; the mounting bracket; the endurance run; the alarm threshold
  星野 健太, 技術部長
  佐々木 美咲, 海外営業
  Hiroshi Tanabe, Test Engineer
Al Noor Water | alnoor-water.example | AE | 4 | outlook | ar | desalination dashboard | the membrane pressures; the intake pumps; the shift report; the brine outlet
  ليلى حداد, مديرة المشروع
  Omar Khalil, Plant Engineer
  Samir Aziz, Operations Manager
Pelagos Shipping | pelagos-shipping.example | GR | 2 | outlook | el | fuel monitoring | the bunker log; the flow transmitters; the engine room panel; the noon report
  Ελένη Παπαδάκη, Τεχνική διεύθυνση
  Nikos Stathis, Fleet Superintendent
  ~ Despina Karra, Port Captain
Dnipro Soft | dniprosoft.example | UA | 2 | gmail | uk | dashboard development | the chart component; the login page; the export job; the mobile layout; the alert rules
  * Олена Шевчук, Керівниця розробки
  Andriy Bondar, Backend Developer
  Taras Kovalenko, Test Engineer
  @ Sofiia Melnyk, Designer
Lanhu Optics | lanhu-optics.example | CN | 8 | foxmail | zh | lens supply | the lens samples; the coating report; the delivery schedule; the packaging
  陈晓梅, 销售经理
  Kevin Zhou, Export Manager
  ~ Grace Lin, Logistics Coordinator
Skarvik Energi | skarvik-energi.example | SE | 1 | outlook | en | island microgrid | the battery container; the inverter settings; the load forecast; the shore cable
  * Åsa Bergström, Project Lead
  Nils Öhman, Grid Engineer
  Linnea Dahl, Site Manager
  @ Björn Sjögren, Researcher
Harrow Lane Accountants | harrowlane-accounts.example | GB | 0 | outlook | en | yearly accounts | the VAT return; the mileage log; the expense receipts; the pension form
  * Beatrice Colley, Chartered Accountant
  Dev Patel-Moss, Bookkeeper
  + Lorna Kettle, Payroll Adviser
Pinder & Shaw | pindershaw.example | GB | 0 | outlook | en | licence agreement | the liability clause; the licence schedule; the notice period; the signed copies
  Charlotte Pinder, Solicitor
  Graham Oyelaran, Partner
  ~ Simon Shaw, Partner
Maple Hollow Clinic | maplehollow-clinic.example | CA | -5 | gmail | en | vaccine fridge monitor | the fridge alarms; the door sensor; the audit report; the spare probe
  Amélie Tremblay, Clinic Manager
  Raj Sidhu, Pharmacist
  + Joan Birdsell, Nurse Coordinator
Redgum Research | redgum-research.example | AU | 10 | apple | en | bushfire sensors | the smoke sensors; the radio relay; the solar panels; the burn plot; the enclosure
  Kirra Dunstan, Senior Ecologist
  Lachlan Moore, Electronics Lead
  ~ Wendy Abbott, Grants Officer
  @ Callum Frewin, Doctoral Student
Ballycross Dairy | ballycross-dairy.example | IE | 0 | outlook | en | milk tank monitor | the tank probe; the cooling curve; the collection times; the cleaning cycle
  Aoife Brennan, Farm Systems Manager
  Padraig O'Dowd, Plant Supervisor
  Niamh Corrigan, Laboratory Technician
Quill & Harbour Press | quillharbour.example | GB | 0 | apple | en | field guide | chapter four; the index; the cover; the photographs; the second proofs
  * Margot Ellery, Commissioning Editor
  Felix Grantham, Production Editor
  Noor Jamil, Publicist
  ~ Rosalind Pike, Illustrator
Eastgate Museum | eastgate-museum.example | GB | 0 | outlook | en | instrument exhibition | the showcase; the object labels; the audio guide; the loan form; the opening night
  Harriet Vane-Lowe, Curator
  Dominic Asare, Exhibition Designer
  ~ Yusuf Demir, Registrar
Tessel Robotics | tessel-robotics.example | US | -8 | gmail | en | greenhouse robot | the gripper; the camera mast; the row follower; the charging dock; the safety stop
  * Mina Harcourt, Chief Engineer
  Diego Salcedo, Software Lead
  ~ Paul Vandermeer, Operations
  + Yuki Ferris, Research Engineer
Orchard Street Bakery | orchardstreet-bakery.example | US | -5 | apple | en | oven monitor | the oven probes; the proofing room; the recipe sheet; the phone alert
  Lou Benedetti, Owner
  Carmen Diaz-Webb, Head Baker
  ~ Otis Grayling, Night Shift Manager
University of Westmere | westmere-university.example | GB | 0 | outlook | en | guest lecture | the lecture notes; the lab exercise; the reading list; the student projects
  Prof. Eleanor Strand, Chair of Measurement Science
  James Whitfield, Lecturer
  Chidi Nwosu, Lab Manager
  @ Petra Holub, Doctoral Student
  @ Imogen Lacey, Research Fellow
Greenfold Packaging | greenfold-packaging.example | NL | 1 | outlook | en | moisture tester | the cardboard samples; the humidity chamber; the test protocol; the shipping crate
  Sanne de Vries, Innovation Manager
  Pieter van Loon, Materials Engineer
  Femke Hoekstra, Laboratory Assistant
Banyan Analytics | banyan-analytics.example | IN | 5.5 | gmail | en | sensor data service | the ingest job; the outlier report; the invoice run; the backup plan; the station names
  * Priya Raman, Engagement Manager
  Arjun Mehta, Data Engineer
  Kavya Iyer, Data Scientist
  @ Rohan Deshmukh, Data Engineer
Larkspur Ventures | larkspur-ventures.example | US | -8 | apple | en | seed round advice | the term sheet; the market study; the demo day; the reference calls
  Victor Lindgren, Partner
  Simone Achebe, Principal
  ~ Bram Ellison, Analyst
Ridgeway Housing Co-op | ridgeway-coop.example | GB | 0 | gmail | en | heat pump retrofit | the boiler room; the resident survey; the noise readings; the grant application
  * Walter Finch, Treasurer
  Deborah Sallis, Secretary
  Mo Farouk, Building Steward
Longshore Freight | longshore-freight.example | US | -6 | outlook | en | container tracking | the door seals; the antenna; the yard test; the gate camera
  Daniel Reyes, Fleet Manager
  Tamika Rowland, Dispatch Lead
  Hollis Branch, Network Planner
  ~ Chuck Haverford, Yard Supervisor
Seeblick Hotels | seeblick-hotels.example | CH | 1 | outlook | de | pool water monitor | the chlorine probe; the pump room; the guest notice; the service contract
  Regula Zürcher, Hoteldirektorin
  Beat Ammann, Technischer Leiter
  + Vreni Odermatt, Empfang
Cobalt Stage | cobalt-stage.example | GB | 0 | apple | en | sound level logging | the level meters; the festival site; the licence limits; the night crew
  Jess Tolliver, Production Manager
  Kwame Boateng, Sound Engineer
  + Isla Renwick, Event Coordinator
  James Whitfield, Site Manager
Studio Marisol | studio-marisol.example | MX | -6 | gmail | es | product photographs | the colour proofs; the product page; the icons; the short film
  Marisol Quintana, Directora creativa
  Ximena Duarte, Ilustradora
  ~ Efraín Zúñiga, Fotógrafo
"""


@dataclass(frozen=True)
class Member:
    """One person of a company's list. `mark` is "" or one of the marks above."""

    name: str
    title: str
    mark: str


@dataclass(frozen=True)
class Company:
    """A company, its people and what the owner does with it."""

    name: str
    domain: str
    country: str  # ISO 3166, two letters
    offset: float  # hours from UTC
    client: str  # the mail program its people use
    language: str  # ISO 639, two letters
    project: str
    things: tuple[str, ...]
    members: tuple[Member, ...]


@cache
def companies() -> tuple[Company, ...]:
    """All of them, in the order of the table."""
    blocks: list[tuple[str, list[str]]] = []
    for line in _TABLE.strip().splitlines():
        if line.startswith(" "):
            blocks[-1][1].append(line.strip())
        else:
            blocks.append((line, []))
    return tuple(_company(head, lines) for head, lines in blocks)


def _company(head: str, lines: list[str]) -> Company:
    name, domain, country, offset, client, language, project, things = head.split(" | ")
    return Company(
        name=name,
        domain=domain,
        country=country,
        offset=float(offset),
        client=client,
        language=language,
        project=project,
        things=tuple(things.split("; ")),
        members=tuple(_member(line) for line in lines),
    )


def _member(line: str) -> Member:
    mark = line[0] if line[0] in "*~+@" else ""
    name, _, title = line.removeprefix(mark).strip().partition(", ")
    return Member(name, title, mark)
