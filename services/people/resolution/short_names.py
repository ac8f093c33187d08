"""Short forms of given names: English ones from the package `nicknames`, and those of other languages."""

from collections import defaultdict
from functools import lru_cache

from nicknames import NickNamer
from rapidfuzz.distance import Levenshtein

from services.people.given_names import GIVEN
from services.people.resolution.romanization import skeleton

# Short: whole ones. What begins like its whole name ("Vlad", "Zsofi") needs no entry.
_OTHERS = """
    sasha: aleksandr aleksandra alexander alexandra aleksandar; sascha: alexander; shura: aleksandr aleksandra
    misha: mikhail michael; mischa: michael; kolya: nikolai nikolay; vanya: ivan; petya: petr
    volodya: vladimir volodymyr; vova: vladimir volodymyr; dima: dmitri dmitry dmytro
    zhenya: evgeny evgenia yevgeny; kostya: konstantin; grisha: grigory; lyosha: alexey aleksey
    alyosha: alexey aleksey; pasha: pavel; seryozha: sergey; tolya: anatoly; yura: yuri yury; borya: boris
    katya: ekaterina kateryna; masha: maria mariya; natasha: natalia nataliya; tanya: tatiana tatyana
    sveta: svetlana; lena: elena helena magdalena; olya: olga; anya: anna; nastya: anastasia; ira: irina
    lyuda: lyudmila; kasia: katarzyna; gosia: malgorzata; basia: barbara; asia: joanna; ania: anna; zosia: zofia
    krzysiek: krzysztof; tomek: tomasz; wojtek: wojciech; marek: mariusz; jurek: jerzy; staszek: stanislaw
    kuba: jakub; zbyszek: zbigniew; hansi: johann johannes; hannes: johannes; sepp: josef; toni: anton
    uli: ulrich ulrike; jupp: josef; matze: matthias; steffi: stefanie; conny: cornelia; gabi: gabriele
    susi: susanne; uschi: ursula; kathi: katharina; fritz: friedrich; willi: wilhelm; heinz: heinrich; lutz: ludwig
    jochen: joachim; klaus: nikolaus; rolf: rudolf; bine: sabine; heiner: heinrich; pepe: jose; paco: francisco
    pancho: francisco; chema: josemaria; nacho: ignacio; lola: dolores; concha: concepcion; quique: enrique
    kike: enrique; charo: rosario; manolo: manuel; lalo: eduardo; memo: guillermo mehmet; beto: roberto alberto
    chuy: jesus; lupe: guadalupe; pili: pilar; ze: jose; chico: francisco; tonho: antonio; guga: gustavo
    beppe: giuseppe; peppe: giuseppe; pino: giuseppe; gigi: luigi; gianni: giovanni; nino: antonio; pippo: filippo
    leo: leonardo leopold leonid leonhard leonard; lollo: lorenzo; ale: alessandro alessandra; titti: concetta
    bibi: beatrice; mimi: marie; manu: emmanuel emmanuelle manuel; loulou: louise; jeannot: jean; juju: julien julie
    kees: cornelis; jaap: jacob; joop: johannes; sjaak: jacques; wim: willem; piet: pieter; bram: abraham
    henk: hendrik; lasse: lars; pelle: per; kalle: karl carl; nisse: nils; olle: olof; bosse: bo; jocke: joakim
    bettan: elisabeth; jussi: juhani johannes; ville: vilhelm; kaisa: katariina; pista: istvan; jancsi: janos
    pisti: istvan; feri: ferenc; laci: laszlo; zoli: zoltan; zsuzsi: zsuzsanna; kati: katalin; bandi: andras endre
    gyuri: gyorgy; yannis: ioannis; giannis: ioannis; kostas: konstantinos; nikos: nikolaos; dimitris: dimitrios
    takis: panagiotis; mehmet: muhammed mohammed; mo: mohammed mohamed muhammad moritz
    vicky: viktoria victoria vasiliki; giusy: giuseppina; pina: giuseppina; bia: beatriz; rina: caterina
    katerina: aikaterini ekaterina; kate: ekaterina kateryna; yanis: ioannis; tasos: anastasios; stelios: stylianos
    thanasis: athanasios; vangelis: evangelos; sakis: athanasios; roula: stavroula; litsa: evangelia; titi: teresa
    tere: teresa; merche: mercedes; maite: maria; marisa: maria; juanma: juan; rafa: rafael; santi: santiago
    javi: javier; dani: daniel; fran: francisco; edu: eduardo; isa: isabel; cris: cristina; duda: eduarda eduardo
    dudu: eduardo; rafinha: rafael; tati: tatiana; fafa: fabiana; malu: maria; enzo: lorenzo vincenzo
    renzo: lorenzo; mimmo: domenico; nello: antonello; ciccio: francesco; tonino: antonio; lella: raffaella
    gosha: georgy; goga: georgy; slava: vyacheslav stanislav yaroslav; lyova: lev; styopa: stepan; tolik: anatoly
    valya: valentina; galya: galina; lida: lidia; lyuba: lyubov; nadya: nadezhda; raya: raisa; sonya: sofia
    tonya: antonina; zina: zinaida; ksyusha: ksenia; dasha: daria; polya: polina; lyonya: leonid; edik: eduard
    fedya: fedor fyodor; fedor: fyodor; senya: semyon; andrzejek: andrzej; jarek: jaroslaw; darek: dariusz
    leszek: lech; grzesiek: grzegorz; mietek: mieczyslaw; rysiek: ryszard; wiesiek: wieslaw; ela: elzbieta
    ewa: ewelina; hania: hanna; iza: izabela; jola: jolanta; magda: magdalena; ola: aleksandra; renia: renata
    honza: jan; jirka: jiri; pepa: josef; tonda: antonin; vasek: vaclav; zdenda: zdenek; lenka: helena magdalena
    bara: barbora; bea: beatrix beate; resi: therese; vroni: veronika; xaver: franz; schorsch: georg; girgl: georg
    wastl: sebastian; basti: sebastian; flo: florian; maxi: maximilian; vicki: viktoria; micha: michael
    andi: andreas; stef: stefan; niels: nikolaas; koos: jacobus; bart: bartholomeus; teun: antonius
    ton: antonius anton; rien: marinus; riet: maria; truus: geertruida; ebbe: esbjorn; lelle: lennart
    maggan: margareta; affe: alfred; gurra: gustaf; hasse: hans; janne: jan; siggi: sigurdur; sigga: sigridur
    gummi: gudmundur; gudda: gudrun; nonni: jon; magga: margret; bjossi: bjorn; addi: arnar; memet: mehmet
    ayse: aysegul; ibo: ibrahim; hoca: huseyin; moe: mohammed mohamed muhammad; abdul: abdullah; yousef: yusuf
    muhammad: mohammed mohamed mohammad; mohamed: mohammed mohammad; mohammad: mohammed
    oleksandr: aleksandr alexander; alex: aleksandr oleksandr aleksander; dmytro: dmitry dmitri
    mykola: nikolai nikolay; volodymyr: vladimir; serhii: sergey sergei; serhiy: sergey sergei
    yevhen: evgeny yevgeny; andrii: andrey andrei; pavlo: pavel; mykhailo: mikhail; olena: elena
    kateryna: ekaterina; steven: stephen; geoffrey: jeffrey; anne: ann anna; alexandre: alexander
    aleksander: aleksandr alexander; hryhorii: grigory; oleksii: alexey aleksey; ihor: igor
    nataliia: natalia natalya; yusuf: yousef youssef; hussein: husain hossein
"""
_SHORTEST = 3  # letters of what counts as the beginning of a name
_SOFT = frozenset("iy")  # what short forms end in


def _others() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in _OTHERS.replace("\n", ";").split(";"):
        short, _, whole = entry.partition(":")
        found.setdefault(short.strip(), set()).update(whole.split())
    return {short: frozenset(whole) for short, whole in found.items()}


OTHERS = _others()
_NONE = frozenset[str]()


def _all() -> dict[str, frozenset[str]]:
    """By short form. Most words are none, and the package takes as long to say so as all else of two words takes."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for whole, shorts in NickNamer.default_lookup().items():
        for short in shorts:
            found[short.strip().lower()].add(whole.strip().lower())
    return {short: frozenset(found[short]) | OTHERS.get(short, _NONE) for short in found.keys() | OTHERS.keys()}


_WHOLE = _all()


def whole_names(word: str) -> frozenset[str]:
    """The given names of which a folded word may be a short form; empty for most words."""
    return _WHOLE.get(word, _NONE)


@lru_cache(maxsize=100_000)
def is_short_for(one: str, other: str) -> bool:
    """Are two different given names known as forms of one: the one short for the other, or both for a third?"""
    ours, theirs = whole_names(one), whole_names(other)
    if not ours and not theirs:
        return False
    if other in ours or one in theirs or not ours.isdisjoint(theirs):
        return True
    return _is_form_of_any(ours, other) or _is_form_of_any(theirs, one)


@lru_cache(maxsize=100_000)
def is_beginning_of(one: str, other: str) -> bool:
    """Is one name the beginning of the other, as "Vlad" of "Vladislav" and "Zsofi" of "Zsofia"?

    A beginning that is a name of its own says nothing: "Maria" and "Marianne", "Jan" and "Janet"; nor does a last vowel
    that makes another name: "Daniel" and "Daniela".
    """
    short, long = sorted((one, other), key=len)
    missing = 1 if short[-1:] in _SOFT else 2
    return _SHORTEST <= len(short) <= len(long) - missing and long.startswith(short) and short not in GIVEN


def _is_form_of_any(wholes: frozenset[str], other: str) -> bool:
    """Is it one of these names in another language? "Katherine" and "Katharina"."""
    theirs = skeleton(other)
    if not wholes or len(theirs) <= 2 * _SHORTEST:
        return False
    beginning = theirs[:_SHORTEST]
    for whole in wholes:
        ours = skeleton(whole)
        is_alike = len(ours) > 2 * _SHORTEST and ours.startswith(beginning)
        if is_alike and Levenshtein.distance(ours, theirs, score_cutoff=2) <= 2:
            return True
    return False
