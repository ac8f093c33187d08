"""Words for offices: who writes in nobody's name.

A person is called by names. An office is called by common nouns: a department, a body, a service, what it sends, whom
it sends to. Some of these are surnames as well ("Robert Service", "Gretchen Daily"), so they say something only where
every other word is one of them, a word that goes with them, or the firm's own name.
"""

_NOUNS = """
    office offices board committee council chairman ceo president secretary secretariat management directors dept
    department division unit team group staff desk helpdesk servicedesk help support service services servicing
    customer customers client clients care relations resources personnel hr payroll benefits staffing recruiting
    recruitment recruiter recruiters hiring careers accounting accounts finance treasury compliance audit
    procurement purchasing sales marketing communication communications affairs newsroom editorial editors
    operations facilities security safety training administration administrator administrators admin admins
    registrar admissions alumni membership memberships members subscription subscriptions subscriber billing
    payments invoices orders shipping fulfillment returns warranty reservation reservations booking bookings tickets
    notice notices advisory advisories bulletin bulletins alert alerts update updates reminder reminders information
    info news enews headlines digest dispatch mailing mailings mailinglist maillist mailbox mailroom email emails
    messages webmaster hostmaster nic noc abuse moderator moderators events event conference conferences
    registration survey surveys feedback contest sweepstakes promotion promotions offers deals store shop webshop
    online website portal system systems network networks server university institute foundation association society
    federation college school library bureau agency ministry embassy company corporation enterprises technologies
    partners solutions

    kundenservice kundendienst kundenbetreuung kundencenter abteilung sekretariat verwaltung geschaeftsstelle
    geschaftsstelle geschaeftsfuehrung geschaftsfuhrung buchhaltung rechnungswesen personal personalwesen vertrieb
    einkauf presse pressestelle redaktion redaktionen leserservice aboservice buero buro universitaet zentrale
    beratung rechnung rechnungen bestellung bestellungen versand nachrichten mitteilung mitteilungen bewerbung
    bewerbungen veranstaltungen hochschule universitat verein verband stiftung amt bibliothek

    direction secretariat comptabilite facturation achats ventes clientele abonnement abonnements abonnes redaction
    actualites informations bureau mairie prefecture ressources humaines universite assistance bibliotheque

    servicio servicios atencion cliente clientes soporte recursos humanos nomina ventas compras contabilidad
    administracion direccion secretaria redaccion noticias suscripciones suscripcion reservas pedidos facturacion
    universidad oficina departamento gerencia ayuntamiento biblioteca equipo

    atendimento suporte vendas contabilidade administracao diretoria secretaria equipe equipa redacao assinaturas
    faturamento cobranca universidade escritorio departamento prefeitura

    assistenza clienti servizio servizi ufficio segreteria amministrazione direzione redazione vendite acquisti
    risorse umane personale fatturazione abbonamenti prenotazioni universita comune biblioteca supporto

    klantenservice afdeling secretariaat administratie boekhouding verkoop inkoop personeelszaken redactie nieuws
    bestellingen gemeente universiteit vereniging stichting

    kundtjanst kundservice kundeservice kundesenter avdelning avdeling afdeling kontor kontoret okonomi ekonomi
    redaktionen redaksjonen forsaljning salg innkjop nyheter nyheder kommun kommune universitet bokning bestilling
    asiakaspalvelu toimisto hallinto viestinta uutiset tilaukset yliopisto kirjasto henkilosto

    dzial biuro obsluga obslugi klienta kadry kadr ksiegowosc sekretariat zamowienia faktury aktualnosci redakcja
    uniwersytet urzad oddeleni podpora zakaznicka zakaznicke kancelar objednavky fakturace ucetni univerzita redakce
    ugyfelszolgalat titkarsag konyveles ertekesites szerkesztoseg egyetem hirek osztaly serviciul relatii clienti
    secretariat contabilitate resurse umane vanzari redactia stiri universitatea musteri hizmetleri destek insan
    kaynaklari muhasebe satis haberler universitesi

    sluzhba podderzhki podderzhka otdel kadrov kadry bukhgalteriya administratsiya redaktsiya novosti rassylka
    kantselyariya upravlenie universitet sekretariat layanan pelanggan dukungan redaksi
"""
# What goes with those and says nothing alone.
_BESIDE = """
    a an the of for to and at by in on from our your my all no do not general global corporate national
    international regional internal external main central new official public technical tech human it pr media press
    legal executive special important service weekly daily monthly quarterly annual north south east west emea apac
    usa uk us eu inc incorporated llc ltd limited gmbh corp co plc llp ag se sa bv ab oy as srl spa kg der die das
    des dem den fuer fur und im am zum zur von de du la le les l d et pour aux au el los las del al y e ao aos para
    da dos na nas nos di dei della delle per il lo het van voor en och og ja i w z u s technische technischer
    technischen allgemeine
"""
# With "of" behind them, whatever follows: "Office of the Dean", "Universidad de Chile", "Bank of the North".
_BODIES = """
    office department dept board committee council bureau ministry division faculty institute university school
    college bank friends developers maintainers association society federation city town county embassy chamber
    universite universidad universidade universita universitat ministere ministerio ministero comune mairie
    ayuntamiento prefeitura camara banco banque istituto instituto institut departamento dipartimento oficina
    ufficio direction direccion bundesamt amt ministerium
"""
OF = frozenset(["of", "for", "de", "del", "des", "di", "do", "da", "du", "della", "fur", "fuer", "der"])
# What a name means in the end: last in Germanic tongues ("RPM packaging team"), first in Romance ("Equipo del Puerto").
_LAST = """
    team group committee dept department division council office helpdesk developers maintainers packagers project
    community foundation association society federation institute university network networks systems technologies
    solutions software services resources relations communications operations affairs administration payroll
    benefits membership subscriptions newsletter announcements notices notifications alerts updates advisories
    bulletin digest gruppe verein stiftung universitat redaktion verwaltung abteilung afdeling avdelning avdeling
"""
_FIRST = """
    team equipo equipe equipa groupe grupo gruppo servicio servizio service servico ufficio oficina bureau
    departamento departement dipartimento association asociacion associacao associazione societe sociedad fondation
    fundacion fundacao fondazione redaction redaccion redacao redazione universite universidad universidade
    universita comite comitato biuro dzial zespol redakcja redaktion verein
"""
# Behind a word in German, Dutch, Scandinavian tongues and Hungarian: "Personalabteilung", "Anmeldestelle".
ENDINGS = (
    "abteilung", "stelle", "dienst", "service", "verwaltung", "leitung", "zentrale", "buero", "sekretariat",
    "redaktion", "betreuung", "afdeling", "avdelning", "avdeling", "tjanst", "tjeneste", "szolgalat", "palvelu",
    "notices", "notifications", "announcements",
)  # fmt: skip
# Han, kana and Hangul write words without spaces.
UNSPACED = (
    "事務局", "編集部", "編集局", "サポート", "センター", "窓口", "お客様", "カスタマー", "人事部", "総務部",
    "経理部", "営業部", "広報", "通知", "お知らせ", "ニュース", "メルマガ", "運営", "予約",
    "客服", "服务", "服務", "中心", "公告", "系统", "系統", "人力资源", "财务部", "行政部", "团队", "官方", "小助手",
    "고객", "센터", "알림", "공지", "지원팀", "인사팀", "운영팀", "사무국", "뉴스",
)  # fmt: skip
_LEGAL = "inc incorporated llc ltd gmbh corp corporation plc llp"

NOUNS, BESIDE, BODIES, LAST, FIRST, LEGAL = (
    frozenset(words.split()) for words in (_NOUNS, _BESIDE, _BODIES, _LAST, _FIRST, _LEGAL)
)
