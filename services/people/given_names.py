"""Given names, as evidence only: which of two words is the given one, where the address alone does not tell.

The commonest of the languages whose names are written in either order, folded. Those that are family names as well
("martin", "thomas") may be among them: where both words are given names, that says nothing.
"""

_NAMES = """
    aaron abdul abigail adam adrian adriana ahmed aisha alain alan albert alberto alejandra alejandro alessandra
    alessandro alex alexander alexandra alexandre alexey alexis alfredo alice alicia alina alison amanda amelia
    amina amit amy ana anastasia anders andre andrea andreas andrei andrej andres andrew andrey angela angelika
    angelo anita anja ann anna anne annette annika anthony antoine anton antonella antonia antonio arjun arthur
    astrid aurelie axel barbara beata beate beatrice beatriz ben benjamin bernadette bernard bernd bettina birgit
    bjorn bo bogdan boris brian bruno camilla camille carina carl carla carlo carlos carmen carol carolina caroline
    carolyn catherine cecil cecile cecilia charles charlotte chiara chloe chris christian christiane christina christine
    christophe christopher claire clara claudia claudio clemens colin cristina cynthia dagmar dan daniel daniela
    daniele danielle dariusz dave david davide deborah deepak denis denise diana diane diego dieter dietmar dimitri
    dirk dmitri dmitry dominik dominique donald donna doris dorothea douglas ed edith eduardo edward eileen
    ekaterina elena eleonora elisa elisabeth elise elizabeth ella ellen elsa emanuela emil emilia emilie emily emma
    emmanuel enrico eric erica erik erika esther ethan eugene eva evelyn ewa fabian fabio fabrice fatima federica
    federico felix fernanda fernando filip fiona florence florian frances francesca francesco francisco francois
    francoise frank franz fred frederic frederik friedrich gabriel gabriela gabriele gareth gary georg george
    georgia gerald gerard gerd gerhard giacomo gianluca gilles giorgio giovanni giulia giuseppe gloria gonzalo grace
    graham grazyna greg gregory gudrun guillaume gunther gustavo guy hannah hans harald harry hassan heather hector
    heidi heike heinz helen helena helene helga henri henrik henry herbert holger hugo ian ibrahim ida igor ilaria
    ilona ines inga ingrid irene irina iris isabel isabella isabelle ivan iwona jacek jack jacob jacqueline jacques
    jakob jakub james jan jane janet janine jason javier jean jeff jeffrey jennifer jens jeremy jerome jessica jill
    jim joachim joan joanna joao joe joel johan johanna johannes john jon jonas jonathan jorge jose josef joseph
    juan judith julia julian julie julien juliette jurgen justin justyna kamil karen karin karl karla karolina
    katarina katarzyna kate katharina kathleen kathrin kathy katja kelly ken kenneth kerstin kevin kim klara klaus
    konrad kristin kristina krzysztof kyle lara lars laura laurence laurent lea leila lena leo leon leonardo linda
    lisa lorenzo louis louise luc luca lucas lucia lucie lucy luis luisa lukas luke magdalena maja manfred manuel
    manuela mara marc marcel marcela marcin marco marcos marcus margaret margarita margit maria mariam mariana
    marianne marie marina mario marion marius mark markus marta martha martin martina mary maryam mateusz mathias
    mathieu matteo matthew matthias maurice maurizio max maxime megan mehmet melanie melissa michael michaela michal
    michel michele micheline miguel mike mikhail milan mirjam mohamed mohammed monica monika mustafa nadia nadine
    nancy natalia natalie natasha neil nicholas nick nicola nicolas nicole niels nikolai nils nina noah nora norbert
    oleg olga oliver olivia olivier omar oscar oskar otto pablo pamela paola paolo pascal patricia patrick paul
    paula pavel pawel pedro per peter petr petra philip philipp philippe pierre piotr priya rachel rafael rahul
    rainer raj ralf ralph ramon raphael raul raymond rebecca regina reinhard renata renate rene ricardo riccardo
    richard rita robert roberto robin roger roland rolf romain roman ron ronald rosa rosemary roxana rudolf ruth
    ryan sabine sabrina samantha samuel sandra sandrine sanjay sara sarah sascha scott sean sebastian sebastien
    serge sergei sergey sergio sharon silvia simon simona simone sofia sonia sonja sophia sophie stefan stefania
    stefanie stefano steffen stephan stephane stephanie stephen steve steven stuart sunil susan susanne sven
    svetlana sylvia sylvie tamara tanja tatiana teresa theo theresa thierry thomas tim timothy tobias tom tomas
    tomasz tony torsten ulrich ulrike ursula ute uwe valentina valerie vanessa vera veronica veronika victor
    victoria vijay viktor viktoria vincent vincenzo virginie vitor vladimir volker walter waltraud werner wilhelm
    will william wojciech wolfgang xavier yannick yasmin yolanda youssef yulia yuri yves yvonne zoe zofia
"""

GIVEN = frozenset(_NAMES.split())
