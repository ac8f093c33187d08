"""Words of names that one in some hundred people of their language has, folded: evidence of chance, not of anybody.

Family names of censuses and registers with their feminine forms, as `person_name` reads them ("de la Cruz" is one
word), and given names beside those of `given_names`.
"""

_FAMILY = """
    smith johnson williams brown jones miller davis wilson anderson taylor thomas moore martin jackson thompson
    white lee harris clark lewis robinson walker young allen king wright scott hill green adams nelson baker hall
    campbell mitchell carter roberts phillips evans turner parker collins edwards stewart morris murphy cook rogers
    morgan cooper peterson reed bailey bell kelly howard ward cox richardson wood watson brooks bennett gray james
    hughes price myers long foster sanders ross perry powell patterson washington butler simmons bryant alexander
    russell griffin hayes ford hamilton graham wallace woods cole west jordan owens reynolds fisher ellis harrison
    gibson mcdonald macdonald marshall murray freeman wells webb simpson stevens tucker porter hunter hicks crawford
    henry boyd mason kennedy warren dixon burns gordon shaw holmes rice robertson hunt black daniels palmer mills
    nichols grant knight ferguson rose stone dunn perkins hudson spencer gardner stephens payne pierce berry
    matthews arnold willis ray watkins olson carroll duncan snyder hart cunningham bradley lane andrews harper fox
    riley armstrong carpenter weaver greene lawrence elliott sims austin peters kelley franklin lawson fraser
    mackenzie lloyd davidson chapman barker barnes fletcher pearson sullivan osullivan obrien oconnor oneill walsh
    ryan byrne doyle mccarthy gallagher doherty lynch quinn nolan davies patel khan ahmed ali singh kumar sharma
    gupta shah hussain begum das roy rao reddy nair iyer jain mehta verma mishra yadav chowdhury islam rahman
    hossain miah perera fernando silva malik sheikh iqbal joshi desai kapoor agarwal muller mueller schmidt
    schneider fischer weber meyer maier mayer meier wagner becker schulz schulze hoffmann koch bauer richter klein
    wolf schroder schroeder neumann schwarz zimmermann braun kruger krueger hofmann hartmann lange werner krause
    lehmann schmitt gruber huber pichler steiner moser schafer schaefer vogel friedrich keller gunther frank berger
    winkler roth beck lorenz baumann franke albrecht schuster ludwig bohm boehm winter kraus schumacher vogt jung
    stein otto sommer gross seidel heinrich brandt haas schreiber graf dietrich ziegler kuhn kuehn pohl engel horn
    busch bergmann voigt sauer wolff pfeiffer egger eder fuchs schmid leitner wimmer brunner lang frei bernard
    dubois durand robert richard petit leroy moreau simon laurent lefebvre michel garcia david bertrand roux vincent
    fournier girard bonnet lambert tremblay gagnon cote bouchard rousseau blanc guerin roussel perrin morin mathieu
    clement gauthier dumont fontaine chevalier lavoie fortin pelletier belanger levesque bergeron leblanc dupont
    fernandez gonzalez gonzales rodriguez lopez martinez sanchez perez gomez jimenez ruiz hernandez diaz moreno
    alvarez romero alonso gutierrez torres ramirez flores rivera cruz morales ortiz reyes ramos castillo mendoza
    vargas castro navarro dominguez vazquez gil serrano molina delgado santos oliveira souza pereira lima costa
    ferreira rodrigues almeida carvalho sousa fernandes gomes martins ribeiro alves barbosa rocha pinto teixeira
    delacruz bautista rossi russo ferrari esposito bianchi romano colombo ricci marino greco bruno gallo conti
    deluca mancini rizzo lombardi moretti barbieri fontana santoro mariani rinaldi caruso ferrara galli martini
    leone longo gentile dejong jansen devries vandenberg vandijk bakker janssen visser smit meijer mulder dekker
    deboer peeters maes jacobs mertens willems goossens hansen johansen olsen larsen andersen nielsen jensen
    pedersen christensen sorensen rasmussen johansson andersson karlsson nilsson eriksson larsson olsson persson
    svensson gustafsson petersen madsen kristensen thomsen moller jorgensen mortensen knudsen poulsen kristiansen
    nilsen berg haugen hagen dahl lund holm lindberg lindstrom bergman korhonen virtanen makinen nieminen makela
    laine heikkinen koskinen jarvinen hamalainen nowak kowalski kowalska wisniewski wisniewska wojcik kowalczyk
    kaminski kaminska lewandowski lewandowska zielinski zielinska szymanski szymanska wozniak dabrowski dabrowska
    kozlowski kozlowska jankowski jankowska mazur krawczyk novak novakova svoboda svobodova novotny novotna dvorak
    dvorakova cerny cerna prochazka kucera vesely horak nemec horvat kovac kovacs horvath nagy toth szabo kiss varga
    molnar nemeth farkas balogh papp lakatos takacs juhasz popescu ionescu popa dumitru stan stoica gheorghe rusu
    marin radu ivanov ivanova petrov petrova smirnov smirnova kuznetsov kuznetsova popov popova volkov volkova
    sokolov sokolova vasiliev vasilieva morozov novikov novikova lebedev kozlov egorov pavlov pavlova fedorov
    fedorova mikhailov nikolaev orlov orlova zaitsev shevchenko melnyk kovalenko bondarenko boyko tkachenko
    kravchenko oliynyk lysenko marchenko rudenko savchenko petrenko dimitrov dimitrova georgiev georgieva stoyanov
    todorov petrovic jovanovic nikolic markovic djordjevic stojanovic ilic pavlovic babic maric juric papadopoulos
    papadopoulou georgiou dimitriou nikolaidis vasileiou ioannou yilmaz kaya demir celik sahin yildiz yildirim
    ozturk aydin ozdemir arslan dogan kilic aslan cetin kara koc kurt cohen levy levi mizrahi peretz friedman katz
    goldberg mohamed mohammed ahmad hassan hussein ibrahim mahmoud abdullah osman saleh haddad khoury mansour nasser
    hosseini mohammadi ahmadi rezaei karimi mensah owusu osei boateng asante appiah okafor okonkwo okoro okeke eze
    obi adeyemi bello musa abubakar balogun mwangi kamau otieno ochieng njoroge wanjiru dlamini nkosi ndlovu khumalo
    mkhize zulu naidoo botha vandermerwe diallo traore ndiaye diop sow toure keita kone coulibaly camara tesfaye
    bekele abebe haile wang zhang liu chen yang huang zhao zhou zhu guo lin gao luo zheng liang xie tang han cao
    deng feng peng cheng song wong chan leung cheung lau tan lim kim gim park bak pak choi choe jeong kang cho yoon
    jang shin kwon sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki
    saito matsumoto inoue kimura hayashi shimizu yamazaki mori abe ikeda hashimoto yamashita ishikawa nakajima maeda
    fujita ogawa goto okada hasegawa murakami kondo ishii nguyen tran pham hoang phan huynh dang bui duong wijaya
    santoso susanto setiawan hidayat
"""
_GIVEN = """
    ming jing ying fang yong qiang xiaoming xiaoli meiling minjun jihoon jimin soojin hiroshi kenji takashi yuki
    akira satoshi kenta yuko keiko yumi takeshi minh linh thanh tuan huong phuong ravi rajesh suresh ramesh anil
    deepa pooja neha rohit ankit vikram arun manoj sanjeev sunita anita kavita khalid yusuf hamza zainab abdullah
    layla mamadou aminata ousmane kwame kofi chinedu ngozi tunde sipho thabo ashley brandon tyler liam mason logan
    dylan jordan madison brittany joshua andrea zuzanna agnieszka malgorzata piotr marek zoltan laszlo istvan gabor
    katalin dragan milan ivana marija jelena nikola milica sergey aleksandr dmitry andrey alexey natalya tatyana
    oksana volodymyr oleksandr mykola giorgos dimitris maria eleni ayse fatma emre murat moshe yael noa david avi
    bence kaito haruto sakura mei wei jun lei hui
"""

COMMON = frozenset((_FAMILY + _GIVEN).split())
