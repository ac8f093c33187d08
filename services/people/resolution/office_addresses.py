"""What offices call their addresses, in the languages whose firms are met most: "verkoop@", "ufficio.acquisti@"."""

import re
from collections.abc import Iterable

from base.folding import fold

_WORDS = """
    info sales support help helpdesk office admin administration contact hello team hr jobs careers billing accounts
    accounting accountspayable accountsreceivable finance invoices marketing press media legal privacy security abuse
    postmaster webmaster hostmaster noc it itsupport service services customer customerservice care feedback enquiries
    enquiry inquiries mail email general reception receptionist frontdesk desk front orders order shop store booking
    bookings reservation reservations events event membership members secretary secretariat treasurer chair chairman
    president director board committee editor editors editorial purchasing procurement logistics warehouse dispatch
    shipping returns training education research lab studio design production operations ops engineering partners
    partnerships affiliates investors ir pr publicity recruiting recruitment talent payroll tax audit compliance claims
    quotes estimates workshop garage clinic surgery pharmacy library archive registrar admissions students alumni
    faculty dean management manager parish church school evening night day shift duty crew staff everyone
    all group intake
    kontakt vertrieb verkauf einkauf buchhaltung rechnung rechnungen verwaltung sekretariat praxis kanzlei personal
    bewerbung geschaeftsstelle geschaeftsfuehrung vorstand kasse empfang rezeption bestellung versand lager werkstatt
    hausverwaltung redaktion presse kundenservice kundendienst zentrale poststelle leitung buero pfarramt mitglieder
    accueil comptabilite ventes achats facturation direction redaction commande commandes commercial rh mairie bureau
    ufficio amministrazione segreteria vendite acquisti commerciale prenotazioni contabilita ordini assistenza direzione
    ventas compras administracion contabilidad secretaria pedidos atencion reservas recepcion soporte direccion oficina
    geral contato comercial financeiro vendas atendimento suporte contabilidade recepcao escritorio
    verkoop inkoop administratie receptie boekhouding bestellingen klantenservice secretariaat directie kantoor
    biuro sprzedaz zamowienia ksiegowosc kadry rekrutacja recepcja sklep sekretariat dyrekcja
    kontor salg ordre regnskab regnskap faktura firmapost resepsjon kundeservice salgsavdeling post
    kontoret ekonomi kundtjanst forsaljning vaxel toimisto myynti asiakaspalvelu laskutus tilaukset
    iroda ertekesites penzugy titkarsag rendeles obchod fakturace fakturacia recepce recepcia prodej predaj uctarna
    objednavky kancelar contabilitate comenzi vanzari birou prodaja racunovodstvo kancelarija ured
    satis muhasebe kasa bilgi destek iletisim zakaz otdel buh buhgalteria prodazhi snab priemnaya sbyt
    eigyo soumu keiri jinji toiawase madoguchi jimukyoku xiaoshou caiwu renshi kefu
"""
OFFICES = frozenset(_WORDS.split())
_TOKEN = re.compile("[a-z]+")


def is_offices_address(address: str, names: Iterable[str]) -> bool:
    """Is all of the local part an office's, its firm's or a country's? Not where it is a word of somebody's whole name.

    "ufficio.acquisti@", "info-uk@" and "north.sales@north.example" are; "dean@" is not if Dean Okafor writes there.
    """
    local, _, domain = address.rpartition("@")
    tokens = _TOKEN.findall(fold(local))
    if not tokens or OFFICES.isdisjoint(tokens):
        return False
    firm = "".join(_TOKEN.findall(fold(domain.partition(".")[0])))
    if not all(token in OFFICES or len(token) <= 2 or token in firm for token in tokens):
        return False
    whole = [words for name in names if len(words := set(_TOKEN.findall(fold(name)))) > 1]
    return not any(set(tokens) & words and OFFICES.isdisjoint(words - set(tokens)) for words in whole)


def is_firms_name(name: str, address: str) -> bool:
    """Is a display name the domain's own? "Moseltal-Kliniken" at moseltal-kliniken.example."""
    letters, labels = ("".join(_TOKEN.findall(fold(it))) for it in (name, address.rpartition("@")[2].partition(".")[0]))
    return len(labels) > 3 and letters == labels
