"""Nouns for what somebody is or does, in the languages people write mail in. Folded: casefolded, without accents."""

from functools import lru_cache

from services.mime.signature_fields.folding import words_of
from services.mime.word_lists import Stems, words

PARTICLES = words(
    "a an the of for and in at on to de da do dos del della delle dello dell di du des la le les l d las los et e y "
    "en der die das des dem den fur und im am zum zur von bei van voor en het och og for i w z do na ds ja и по в "
    "для і з ve"
)
_ROLES = words(
    """
    manager managers director directors president officer chief head lead leader engineer developer consultant
    analyst accountant attorney lawyer counsel counsellor counselor solicitor barrister partner associate assistant
    secretary coordinator co-ordinator specialist administrator supervisor executive representative agent broker
    trader advisor adviser architect designer editor writer author journalist reporter correspondent producer
    professor lecturer teacher researcher scientist fellow student intern trainee apprentice technician operator
    planner scheduler buyer founder cofounder owner chairman chairwoman chairperson chair treasurer controller
    comptroller auditor recruiter nurse physician surgeon dentist doctor pharmacist therapist psychologist
    veterinarian principal dean rector provost registrar librarian curator pastor ambassador commissioner mayor
    senator judge clerk paralegal notary realtor salesman salesperson marketer strategist evangelist advocate
    programmer webmaster photographer illustrator artist musician composer conductor chef baker pilot captain
    foreman superintendent surveyor inspector examiner investigator detective sergeant lieutenant colonel
    underwriter actuary economist statistician chemist biologist geologist ceo cfo cto coo cio cmo cso cpo cro chro
    cdo ciso agm dgm vp svp evp avp gm pm vice deputy freelance freelancer trustee steward liaison ombudsman postdoc
    instructor trainer coach translator interpreter expert generalist copywriter storyteller bookkeeper receptionist
    admin sysadmin sysop dispatcher janitor caretaker merchandiser organizer organiser proprietor

    leiter leiterin leitung geschaftsfuhrer geschaftsfuhrerin geschaftsleiter geschaftsleitung vorstand vorstandin
    vorsitzender vorsitzende direktor direktorin referent referentin sachbearbeiter sachbearbeiterin assistentin
    assistenz berater beraterin ingenieur ingenieurin entwickler entwicklerin prokurist prokuristin inhaber
    inhaberin gesellschafter rechtsanwalt rechtsanwaltin steuerberater techniker technikerin meister beauftragter
    beauftragte mitarbeiter mitarbeiterin kaufmann kauffrau betreuer betreuerin vertreter vertreterin redakteur
    redakteurin dozent dozentin professorin arzt arztin lehrer lehrerin architekt architektin makler maklerin
    sekretar sekretarin lektorin koordinator koordinatorin planer planerin disponent disponentin bereichsleiter
    teamleiter abteilungsleiter notar geschaftsfuhrender geschaftsfuhrende prasident prasidentin grunder grunderin
    anwalt anwaltin einkaufer einkauferin verkaufer spezialist spezialistin fachkraft hausverwalter werkstudent
    werkstudentin praktikant auszubildende

    directeur directrice responsable chef cheffe gerant gerante president presidente ingenieure charge chargee
    assistante conseiller conseillere consultante avocat avocate comptable acheteur acheteuse commercial commerciale
    technicien technicienne developpeur developpeuse secretaire professeur professeure enseignant enseignante
    chercheur chercheuse medecin notaire architecte adjoint adjointe delegue deleguee attache attachee gestionnaire
    associe associee fondateur fondatrice coordinateur coordinatrice coordonnateur coordonnatrice redacteur
    redactrice juriste stagiaire cofondateur cofondatrice graphiste traducteur traductrice pdg administrateur
    administratrice

    directora gerente jefe jefa encargado encargada presidenta consejero consejera delegado delegada ingeniero
    ingeniera asistente consultor consultora abogado abogada contador contadora contable comercial vendedor
    vendedora tecnico tecnica desarrollador desarrolladora secretario secretaria profesor profesora investigador
    investigadora medico medica arquitecto arquitecta socio socia fundador fundadora coordinador coordinadora
    administrador administradora analista asesor asesora ejecutivo ejecutiva subdirector subdirectora propietario
    propietaria becario

    direttore direttrice responsabile capo amministratore amministratrice delegato ingegnere consulente avvocato
    avvocata commercialista ragioniere impiegato impiegata sviluppatore segretaria segretario professore
    professoressa ricercatore ricercatrice architetto fondatore fondatrice titolare coordinatore coordinatrice
    addetto addetta geometra vicepresidente

    diretor diretora chefe responsavel engenheiro engenheira advogado advogada contabilista desenvolvedor
    programador pesquisador arquiteto arquiteta coordenador coordenadora assessor assessora gestor gestora
    estagiario

    hoofd adviseur medewerker medewerkster eigenaar eigenaresse bestuurder voorzitter projectleider leider
    secretaresse ontwikkelaar hoogleraar onderzoeker advocaat boekhouder inkoper verkoper teamleider zaakvoerder
    ontwerper oprichter vennoot makelaar

    ledare leder leiar direktor vd konsult konsulent ingenjor ingenior radgivare radgiver handlaggare saksbehandler
    sekreterare sekretaer utvecklare utvikler udvikler saljare selger saelger agare eier ejer lektor forskare
    forsker laerer larare arkitekt advokat revisor ekonom ansvarig ansvarlig samordnare ordforande styreleder
    formand selgerkonsulent radgjevar grundare grunder stifter indehaver kontorchef

    johtaja paallikko asiantuntija insinoori suunnittelija kehittaja sihteeri opettaja professori tutkija konsultti
    myyja yrittaja lakimies asianajaja vastaava

    lt ltc col maj sgt cpt cdr scholar attendant estimator facilitator fundraiser landman lobbyist magistrate
    midwife modeler modeller negotiator nutritionist originator paramedic moderator educator tutor headteacher
    headmaster headmistress superintendent caseworker ranger warden firefighter marshal publisher bookseller stylist
    winemaker brewer farmer rancher priest rabbi imam vicar chaplain deacon bishop presenter actor actress singer
    dancer choreographer filmmaker videographer animator blogger tester dba sre devops undersecretary comptroller
    electrician optician dietitian geophysicist physicist mathematician docent delegate envoy consul attache
    adjuster appraiser assessor

    pfarrer pfarrerin richter richterin dekan dekanin rektor rektorin justiziar syndikus controllerin monteur
    fotograf fotografin grafiker grafikerin designerin trainerin autor autorin journalistin ubersetzer ubersetzerin
    dolmetscher dolmetscherin heilpraktiker heilpraktikerin therapeut therapeutin psychologe psychologin apotheker
    apothekerin polier statiker gutachter gutachterin sachverstandiger stellv stellvertretender stellvertretende
    partnerin hausmeister burgermeister burgermeisterin bauleiter doktorand doktorandin hebamme erzieher erzieherin

    formateur formatrice animateur animatrice infirmier infirmiere vendeur vendeuse courtier photographe journaliste
    dirigeant dirigeante pharmacien pharmacienne dentiste psychologue economiste maitre doctorant doctorante
    educateur educatrice clerc huissier proviseur recteur doyen prefet maire libraire restaurateur

    docente maestro maestra enfermero enfermera periodista fotografo fotografa traductor traductora disenador
    disenadora programadora psicologo psicologa comprador compradora supervisora operador operadora auditora
    promotor promotora representante dueno duena rector rectora decano decana alcalde alcaldesa concejal catedratico
    catedratica economista interventor

    insegnante infermiere infermiera giornalista traduttore traduttrice progettista notaio revisore venditore
    venditrice sindaco assessore rettore preside agente rappresentante vicedirettore capoprogetto

    enfermeiro enfermeira jornalista tradutor tradutora compradora auxiliar sindico prefeito vereador reitor
    tecnologo

    docent leraar lerares verpleegkundige fotograaf vertaler opzichter uitvoerder werkvoorbereider burgemeester
    wethouder griffier consulent redacteur econoom jurist juriste

    rektor sykepleier sykeplejerske sjukskoterska redaktor fotograf oversetter oversatter tekniker montor planlegger
    planlaegger assistent medarbetare medarbejder medarbeider inkopare innkjoper indkober spesialist barnmorska
    laege lege lakare tandlege forstander

    redaktor tlumacz tlumaczka nauczyciel nauczycielka lekarz lekarka sekretarka geodeta pelnomocnik prokurent
    wspolnik notariusz radca rzecznik opiekun trener glowny glowna czlonek

    majitel majitelka vlastnik tulajdonos

    vice-president vice-presidente
    """
)
# Inflected or compound tongues: beginnings of words.
_STEMS = (
    "dyrektor", "kierowni", "prezes", "specjalist", "menedzer", "inzynier", "doradc", "konsultant", "ksiegow",
    "asystent", "koordynator", "przedstawiciel", "wlasciciel", "adwokat", "programist", "handlow", "zastepc",
    "analityk", "reditel", "riaditel", "manazer", "vedouc", "veduc", "jednatel", "konatel", "ucetn", "zastupc",
    "projektant", "igazgato", "ugyvezet", "mernok", "tanacsado", "asszisztens", "ugyved", "fejleszto", "munkatars",
    "mudur", "yonetici", "baskan", "muhendis", "uzman", "danisman", "temsilci", "avukat", "sorumlu", "kurucu",
    "inginer", "contabil", "coordonator", "voditelj", "direktor", "διευθυντ", "διευθυντρ", "υπευθυν", "προισταμεν",
    "μηχανικ", "συμβουλ", "λογιστ", "δικηγορ", "προεδρ", "βοηθ", "συντονιστ", "директор", "менеджер", "руководител",
    "начальник", "специалист", "инженер", "консультант", "бухгалтер", "юрист", "адвокат", "помощник", "ассистент",
    "координатор", "представител", "президент", "председател", "заместител", "аналитик", "программист",
    "разработчик", "преподавател", "профессор", "доцент", "архитектор", "эксперт", "секретар", "керівник",
    "кepiвник", "фахівец", "спеціаліст", "розробник", "заступник", "голова", "учител", "врач", "редактор",
    "журналист", "переводчик", "дизайнер", "логист", "маркетолог", "технолог", "механик", "оператор", "партнер",
    "партнёр", "основател", "владел", "учредител", "заведующ", "сотрудник", "аспирант", "тренер", "советник",
    "інженер", "керівни", "управител", "מנהל", "מנכ", "יועץ", "מהנדס", "עורך", "عضو", "مدير", "مهندس", "رئيس",
    "مستشار", "محام",
)  # fmt: skip
# Ends of compounds: "Vertriebsleiter", "prosjektleder", "tuotepäällikkö".
_ENDINGS = (
    "ologist", "vedouci", "veduci", "leiter", "leiterin", "leitung", "berater", "beraterin", "ingenieur",
    "ingenieurin", "fuhrer", "fuhrerin", "meister", "entwickler", "entwicklerin", "assistent", "assistentin",
    "referent", "referentin", "beauftragter", "beauftragte", "anwalt", "anwaltin", "arzt", "arztin", "kaufmann",
    "kauffrau", "vorstand", "direktor", "direktorin", "manager", "managerin", "prasident", "bearbeiter",
    "bearbeiterin", "betreuer", "betreuerin", "redakteur", "techniker", "planer", "leider", "adviseur",
    "medewerker", "directeur", "hoofd", "ontwikkelaar", "assistente", "chef", "ledare", "leder", "konsult",
    "konsulent", "ingenjor", "ingenior", "radgivare", "radgiver", "sjef", "sekreterare", "sekretaer", "utvecklare",
    "utvikler", "saljare", "selger", "ansvarig", "ansvarlig", "handlaggare", "johtaja", "paallikko", "asiantuntija",
    "insinoori", "suunnittelija", "kehittaja", "sihteeri", "vastaava", "vezeto", "vezetoje", "igazgato",
    "igazgatoja", "mernok",
)  # fmt: skip
_NO_COMPOUND = 3  # letters before an ending, at least
_UNSPACED = Stems(
    "部長", "課長", "係長", "主任", "社長", "取締役", "専務", "常務", "会長", "代表", "室長", "所長", "店長",
    "教授", "講師", "弁護士", "マネージャー", "マネジャー", "ディレクター", "エンジニア", "リーダー", "チーフ",
    "デザイナー", "コンサルタント", "経理担当", "営業担当", "经理", "經理", "总监", "總監", "总裁", "總裁", "董事",
    "主管", "工程师", "工程師", "助理", "顾问", "顧問", "专员", "專員", "律师", "律師", "会计师", "部长", "秘书",
    "秘書", "分析师", "设计师", "大表", "研究員", "主査", "主幹", "理事", "監査役", "編集長", "記者", "助教",
    "学長", "校長", "次長", "支店長", "工場長", "部員", "アシスタント", "プロデューサー", "アドバイザー",
    "コーディネーター", "スペシャリスト", "プランナー", "ライター", "アナリスト", "オーナー", "副总", "经纪人",
    "代表", "业务员", "負責人", "负责人", "院长", "院長", "所长", "校长", "店长", "编辑", "編輯", "记者", "研究员",
    "讲师", "医生", "医师", "創辦人", "创始人", "合伙人", "主席", "组长", "處長", "处长", "科长", "상무", "전무",
    "사장", "회장", "원장", "소장", "교사", "간호사", "기자", "수석", "파트장", "그룹장", "센터장", "지점장",
    "점장", "인턴", "강사", "대표", "이사", "부장", "차장", "과장", "대리", "사원", "팀장", "실장", "본부장",
    "매니저", "연구원", "교수", "변호사", "디자이너", "엔지니어", "컨설턴트", "책임", "선임",
)  # fmt: skip
# What is done, where it stands in place of who does it: "Vendor Management", "Human Resources".
_FUNCTIONS = words(
    """
    management vendor procurement purchasing sales marketing finance accounting operations human resources business
    development customer service services support success public relations legal compliance product project program
    account accounts investor logistics administration communications trading quality assurance control risk
    strategy planning analytics engineering research corporate affairs government regulatory supply chain
    information technology security talent acquisition recruiting partnerships treasury tax audit investments
    consulting training education vertrieb einkauf personal personalwesen buchhaltung verwaltung kundenservice
    kundenbetreuung produktion entwicklung forschung qualitatssicherung offentlichkeitsarbeit ventes achats
    comptabilite ressources humaines juridique ventas compras contabilidad recursos humanos administracion calidad
    vendite acquisti risorse umane amministrazione vendas recursos verkoop inkoop administratie personeelszaken
    forsaljning inkop ekonomi okonomi salg innkjop sprzedaz zakupy kadry ksiegowosc бухгалтерия маркетинг продажи
    """
)
_BETWEEN = words(
    "of and & global international regional senior strategic north south east west central emea apac us uk eu"
)
# Parts of organisations: neither what somebody is nor whom they work for.
UNITS = words(
    """
    program programme
    department dept desk division team unit section branch office abteilung referat fachbereich lehrstuhl dezernat
    departement departamento dipartimento afdeling avdelning avdeling afdeling dzial osasto odbor oddeleni faculty
    school fakultat faculte facultad facolta bereich sezione seccion reparto ufficio bureau oficina otdel отдел
    кафедра відділ chair directorate gerencia direction direccion direzione service servizio servicio
    """
)
_UNITS_FIRST = words(
    "direction direccion direcao direzione gerencia ufficio oficina bureau service servicio servizio servico "
    "departement departamento dipartimento secteur pole area abteilung bereich referat dzial отдел відділ"
)
_UNIT_ENDINGS = (
    "abteilung",
    "referat",
    "afdeling",
    "avdelning",
    "avdeling",
    "osasto",
    "dezernat",
    "direktion",
    "niederlassung",
    "filiale",
)
_UNSPACED_UNITS = Stems(
    "営業部", "総務部", "開発部", "事業部", "本部", "支店", "部门", "部門", "事业部", "영업팀", "개발팀", "부서"
)
_OF_ALL = words(
    "ceo cto cfo coo founder cofounder owner chairman chairwoman proprietor inhaber inhaberin geschaftsfuhrer "
    "geschaftsfuhrerin grunder grunderin gerant gerante pdg fondateur fondatrice fundador fundadora propietario "
    "titolare fondatore fondatrice socio socia eigenaar oprichter agare eier grundare grunder vd toimitusjohtaja "
    "yrittaja wlasciciel jednatel kurucu"
)
MOST_WORDS = 12  # of a title


def has_role(text: str) -> bool:
    """Is a word of it one for what somebody is?"""
    found = words_of(text)
    return any(map(_is_role, found)) or (not text.isascii() and _UNSPACED.within(text))


def leads_all(text: str) -> bool:
    """Is a word of it one for who leads or owns all of a firm: what stands beside it is the firm?"""
    return any(word in _OF_ALL for word in words_of(text))


def begins_with_role(text: str) -> bool:
    """Is the first word one?"""
    return any(map(_is_role, words_of(text)[:1]))


def is_office(text: str) -> bool:
    """Is every word one for what somebody is or does? "Sales Manager"."""
    found = [word for word in words_of(text) if word not in PARTICLES]
    return len(found) > 1 and any(map(_is_role, found)) and all(word in _FUNCTIONS or _is_role(word) for word in found)


def is_function(text: str) -> bool:
    """Is it nothing but what is done?"""
    found = [word for word in words_of(text) if word not in PARTICLES and word not in _BETWEEN]
    return bool(found) and all(word in _FUNCTIONS for word in found)


def has_function(text: str) -> bool:
    """Is it more than a name for what somebody is: what is done, a code, a part of something?"""
    return any(word in _FUNCTIONS for word in words_of(text)) or any(mark in text for mark in ",-–0123456789")


def begins_with_unit(text: str) -> bool:
    """Is it a department by its first word? "Direction Commerciale", "School of Law", but not "Team Leader"."""
    found = words_of(text)[:2]
    return not _UNITS_FIRST.isdisjoint(found[:1]) or (found[1:] == ["of"] and found[0] in UNITS)


def is_unit(text: str) -> bool:
    """Is it a part of an organisation?"""
    found = words_of(text)
    ends = any(len(word) > len(end) + 2 and word.endswith(end) for word in found for end in _UNIT_ENDINGS)
    return ends or any(word in UNITS for word in found) or (not text.isascii() and _UNSPACED_UNITS.within(text))


@lru_cache(maxsize=10_000)
def _is_role(word: str) -> bool:
    if word in _ROLES or word.startswith(_STEMS):
        return True
    return any(len(word) >= len(end) + _NO_COMPOUND and word.endswith(end) for end in _ENDINGS)
