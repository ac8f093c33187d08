"""What the law wants below a mail: registers, tax numbers, accounts, who manages. None of it is the sender's."""

import re

from services.mime.signature_fields.title_words import has_role

_NOTE = re.compile(
    r"""(?<![\w])(?:
    HRB?\s?\d|HRA\s?\d|amtsgericht|handelsregister|registergericht|sitz\sder|firmensitz|geschäftsführ\w{0,6}\s?:|vorstand\s?:|aufsichtsrat|
    ust\.?\s?-?\s?id|umsatzsteuer|steuer-?n|st\.?-?nr|mwst|UID|FN\s?\d|
    vat\b|vat-|tax\s?(?:id|no)|company\s(?:no|number|reg)|registered\s(?:in|office|no|number)|reg\.?\s?(?:no|nr|office)|incorporated\sin|
    authori[sz]ed\sand\sregulated|charity\sn|
    siret|siren|r\.?c\.?s\.?\s|capital\s(?:social|de)|au\scapital|tva\b|code\sape|naf\b|
    c\.?i\.?f\.?\s?[:.]|n\.?i\.?f\.?\s?[:.]|nipc|registro\smercantil|inscrita|cnpj|cpf|rut\b|r\.?f\.?c\.?\s?:|cuit|
    p\.?\s?iva|partita\siva|c\.?\s?f\.?\s?:|cod(?:ice|\.)\s?fisc|rea\b|cap\.?\s?soc|
    kvk|btw\b|k\.v\.k|iban|bic\b|swift|rechnungsadresse|bankverbindung|konto\b|blz|
    org\.?\s?-?\s?(?:nr|nummer|no)|organisations?nummer|cvr|bankgiro|plusgiro|y-tunnus|moms|
    nip\b|krs\b|regon|ičo?\b|ič\b|dič|zapsan|sąd\srejonowy|kapitał\szakładowy|adószám|cégjegyzék|
    инн|кпп|огрн|єдрпоу|едрпоу|gstin|cin\s?:|pan\s?:|abn\b|acn\b|nzbn|mersis|vergi|afm|αφμ|α\.φ\.μ|γεμη|
    登録番号|法人番号|사업자|
    (?:key\s)?fingerprint\b|key[\s-]?id\b|openpgp|gnupg|gpg\b|pgp\b|0x[0-9a-f]{8}|(?:[0-9A-F]{4}\s{1,2}){4}
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_COLON = re.compile(r"[^\W\d_][^:]{3,40}:\s?[^\W\d_]{2}")


def is_note(text: str) -> bool:
    """Is it such a note? Or one that says who is what: "Vorstand: A. Ohlsen"."""
    return bool(_NOTE.search(text)) or bool(_COLON.match(text) and has_role(text.partition(":")[0]))
