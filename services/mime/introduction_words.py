"""How people introduce others, in eight languages: the words before a name, and what stands between it and an office.

English, German, French, Spanish, Italian, Portuguese, Dutch and Russian.
"""

import re

from services.mime.letter_forms import LETTERS
from services.mime.word_lists import words

_PHRASES = (
    r"meet|introduc(?:e|ing)|(?:connect|link|hook)(?:ing)?\s+(?:you|both|the\s+two)|in\s+touch\s+with"
    r"|(?:loop|copy|add|cc)(?:['’]?ing|['’]?e?d)?(?:\s+in)?|copied(?:\s+in)?",
    r"vorstellen|vorzustellen|stelle\s+(?:ich\s+)?(?:dir|euch|ihnen)|(?:dir|euch|ihnen)\s+(?=[A-Z][^.!?]{3,60}\svor)"
    r"|bekannt\s?machen\s+mit|darf\s+ich\s+(?:dir|euch|ihnen)|(?:das|dies|hier)\s+ist|in\s+kopie",
    r"(?:te|vous)\s+présente[rz]?|voici|en\s+(?:relation|contact)\s+avec|en\s+copie",
    r"(?:te|le|os|les)\s+presento|presentar(?:te|le|os|les)|en\s+contacto\s+con|en\s+copia",
    r"(?:ti|vi|le)\s+presento|presentar(?:ti|vi|le)|in\s+contatto\s+con|in\s+copia",
    r"apresento|apresentar|em\s+(?:contacto|contato)\s+com|em\s+cópia",
    r"stel\s+(?:ik\s+)?(?:je|u|jullie)|voorstellen\s+aan|kennis\s+met|in\s+contact\s+(?:brengen\s+)?met|dit\s+is|in\s+kopie",
    r"познакомьтесь|познакомься|представляю|представить|в\s+копии",
)
_CC = r"(?:cc|cc['’]?e?d|copied|copy|kopie|copie|copia|cópia|копии)"
_MARK = (
    rf"\s{{0,2}}[(\[][^()\[\]\n@]{{0,14}}(?<!\w){_CC}(?!\w)[^()\[\]\n@]{{0,14}}[)\]]"
    rf"|,\s(?:\w{{1,6}}\s){{0,2}}{_CC}(?=[,.])"
)
LEAD = re.compile(rf"(?<![\w'’])(?:{'|'.join(_PHRASES)})(?![\w])", re.IGNORECASE)
MARKED = re.compile(_MARK, re.IGNORECASE)
ADDRESS = re.compile(r"\s{0,2}[<(\[]\s?(?:mailto:)?(?P<address>[\w.+'-]{1,64}@[\w.-]{3,100})\s?[>)\]]")
NEXT_ADDRESS = re.compile(r"(?<![\w.+'-])(?P<address>[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+){1,8})")
END = re.compile(r"\n\s*\n|(?<=[^\W\d_]{3})[.!?](?=\s|\Z)|(?<=\W\))\.|[!?;\x00]")
WORD = re.compile(rf"(?:{LETTERS})(?:(?:['’.-]){LETTERS})*")
SMALL = words("de da do di del della van von der den ter zu bin al el la le y")
GAP = re.compile(r"[ \n]{1,2}")
# What may stand between a name and what they are: a mark, a verb's other half, a comma, "who is".
HALF = re.compile(r"\s(?:vorstellen|vor|bekannt\s?machen|voor)(?=[\s,.])")
_IS = (
    r"(?:(?:who|qui|que|che|die|der|wie)(?:['’]s|\s(?:is|est|es|è|é|ist|currently|derzeit))\s|(?:is|ist|est|es|è|é)\s)"
)
OPENS = re.compile(rf"(?:\s?,(?!\s*\n\s*\n)\s|\s?\(|\s[–—-]\s|\s(?={_IS}))(?:{_IS})?", re.IGNORECASE)
WHOSE = re.compile(
    r"(?:(?P<mine>my|mein\w{0,2}|mon|ma|mi|mio|mia|meu|minha|mijn|мой|моя|your|dein\w{0,2}|ihr\w{0,2}|votre|ton|ta|tu|su)"
    r"|the|our|an?|their|new|unser\w{0,2}|der|die|das|eine?|neue[rn]?|notre|le|la|une?|nuestr[oa]|el|il|lo|nostr[oa]|o"
    r"|noss[oa]|onze|de|het|een|nieuwe|наш|наша|новый|новая)(?=\s)\s+|l['’]",
    re.IGNORECASE,
)
NOT_NOW = re.compile(
    r"(?<!\w)(?:former\w*|ex|previous\w*|retired|until|not|no\s+longer|ehemalig\w*|früher\w*|kein\w*|bisherig\w*|ancien\w*"
    r"|pas|antigu[oa]|anterior|precedente|non|já\s+não|voormalig\w*|niet|бывш\w*|не|was|were|used|would)(?!\w)",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"\s(?:who|whom|whose|which|that|so|because|but|will|can|has|and\s+(?:I|he|she|they|we|you|will|can|has)"
    r"|und\s+(?:ich|er|sie|wird)|qui|et\s+(?:je|il|elle)|que|y\s+(?:yo|él|ella)|che|e\s+(?:io|ele|ela)|en\s+(?:ik|hij|zij)"
    r"|который|которая)(?!\w)",
    re.IGNORECASE,
)
_ARTICLE = r"(?:(?:the|der|dem|den|la|le|el|il|o|a|het|de)\s)?"
OF = re.compile(
    rf"\s(?:компании|фирмы|of|von|de|di|da|van|at|from|bei|beim|chez|presso|em|na|no|bij|en|in|из|в)\s{_ARTICLE}"
)
FROM = re.compile(rf"\s?,?\s(?:of|from|at|with|von|bei|de|chez|di|da|presso|van|bij|из|от)\s{_ARTICLE}")
TIES = words("of the and for de des du der und et y e di van von la le")
# Before the word for an office, these are of a sentence: "can you ask the CFO", "reports to our head of sales".
OF_SENTENCES = words(
    """
    i you he she it we they who whom whose which that the a an our your my their his her to with for by at in on and
    ich du er sie es wir ihr der die das dem den mit bei zu und je tu il elle nous vous qui que le la les avec pour et
    yo tu el ella nosotros ustedes que los las con para y io lei noi voi che gli i con per eu ele ela nos o a os as com
    e ik jij hij zij wij u die het met voor en я ты он она мы вы кто который которая с для и
    """
)
