"""Words by which mail programs, in their users' languages, say that an earlier mail follows.

Only where structure cannot decide: a line with a date and an <address> needs no verb, and header lines with an address,
a date and the mail's own subject need no known label. Casefolded. Sources: the templates of Gmail, Outlook, Apple Mail,
Thunderbird, Yahoo, Proton, Horde, QQ and Mailman in the languages that these are published in.
"""

from services.mime.word_lists import Stems, labels, words

# "wrote", "writes", "said".
VERBS = words(
    """
    wrote writes said says mentioned stated schrieb schreibt schrieben écrit ecrit écrivait écrivit escribió
    escribio escribía escribe escreveu escreve scritto scrisse scrive schreef schrijft geschreven napisał napisała
    napisal napisala pisze skrev skriver skrifaði kirjoitti kirjoittaa napsal napsala píše napísal napísala написал
    написала пишет писал писала написав пише написа írta írt ezt scris yazdı yazmış yazdi έγραψε έγραφε γράφει כתב
    כתבה مكتوب كتب كتبت نوشت نوشته लिखा เขียน viết menulis ditulis escrit escriure escriví escribiu idatzi
    napisao је pisao zapisal zapisala rašė parašė rakstīja kirjutas shkroi написао напісаў skribis zitat
    quoting citando citat citerar
    """
)
# Of scripts without spaces between words.
VERBS_WITHIN = Stems(
    "写道", "寫道", "写了", "寫了", "写到", "写：",
    "のメッセージ", "書きました", "が書いた", "のメール", "작성", "쓴 글", "님의 말", "님이 쓴",
    "썼습니다", "쓰셨습니다", "เขียน",
)  # fmt: skip
# Sentences begin so in which a verb comes last.
CLAUSE_WORDS = words(
    """
    as what like when where how why that if since because here was wie wenn dass comme ce que quand ainsi como cuando lo
    quello quanto zoals wat hvad hva som vad co jak что как як mitä kuten ahogy amit ce cum
    """
)
# Labels of the sender's line. Those of one or two letters count only among other signs (see `reply_headers`).
FROM_LABELS = labels(
    """
    from|von|absender|de|da|van|afzender|fra|från|frá|avsender|avsändare|afsender|od|odesílatel|odosielateľ|nadawca|
    от|от кого|отправитель|від|від кого|відправник|подател|kimden|gönderen|gonderen|lähettäjä|发件人|發件人|寄件者|
    寄件人|寄信人|差出人|送信者|送信元|보낸 사람|보낸사람|보낸이|מאת|من|المرسل|از|فرستنده|από|αποστολέας|feladó|
    küldő|expéditeur|envoyé par|mittente|remitente|remetente|desde|expeditor|expeditorul|de la|pošiljatelj|šalje|
    saatja|kellelt|no|nuo|siuntėjas|sūtītājs|dari|pengirim|daripada|từ|người gửi|จาก|ผู้ส่ง|प्रेषक|nork|del|emissor|
    emisor|prej|nga|šalje|шаље|пошиљалац
    """
)
SUBJECT_LABELS = labels(
    """
    subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|predmet|тема|относно|θέμα|konu|
    aihe|tárgy|subiect|主题|主旨|主題|标题|標題|件名|題名|제목|נושא|הנדון|الموضوع|موضوع|teema|pealkiri|tēma|tema|
    subjek|perihal|chủ đề|tiêu đề|เรื่อง|หัวเรื่อง|विषय|assumpte|gaia|zadeva|naslov|efni|subjekt|re|наслов|subj|
    betr|vedr|sujet|titel|sak
    """
)
# What is said between two rules: that something is an original message, or that it was forwarded.
ORIGINAL = Stems(
    "original", "ursprüng", "oprindelig", "opprinnelig", "ursprung", "alkuperäi", "původní", "pôvodn", "pierwotn",
    "oryginal", "eredeti", "исходно", "оригинал", "оригінал", "orijinal", "özgün", "αρχικ", "πρωτότυπ",
    "oorspronkelijk", "d'origine", "d’origine", "originale", "原始", "原件", "原邮件", "原郵件", "元のメッセージ",
    "オリジナル", "원본", "מקורית", "أصلية", "الأصلي", "gốc", "ต้นฉบับ", "asli", "izvorn", "izvirno", "algne",
    "sākotnēj", "pradin", "početna", "मूल", "urspruenglich", "reply message", "reply above",
)  # fmt: skip
MESSAGE = Stems(
    "messa", "mensa", "mail", "nachricht", "bericht", "meddel", "melding", "viesti", "zpráv", "správ", "wiadomo",
    "üzenet", "сообщен", "повідомл", "письм", "лист", "съобщен", "ileti", "posta", "μήνυμα", "邮件", "郵件",
    "メッセージ", "메시지", "메일", "הודע", "رسالة", "thư", "tin nhắn", "ข้อความ", "pesan", "poruka", "sporočil",
    "kiri", "ziņojum", "laišk", "संदेश", "courriel", "appointment", "termin", "原件",
)  # fmt: skip
FORWARDED = Stems(
    "forward", "weitergeleitet", "weiterleitung", "transféré", "transfere", "transmis", "réexpéd", "reenvi",
    "encaminhad", "inoltr", "doorgestuurd", "vidarebefordra", "vidaresend", "videresend", "videreform", "edelleen",
    "välitet", "přepos", "preposla", "przekaz", "przesłana", "dalej", "továbbít", "пересл", "пересыла", "переадрес",
    "пересил", "перенаправ", "препрат", "iletilen", "leti başlang", "yönlendir", "προωθ", "转发", "轉寄", "轉發",
    "転送", "전달", "הועבר", "מועבר", "توجيه", "محول", "chuyển tiếp", "ส่งต่อ", "diteruskan", "redirecț", "proslijeđ",
    "prosleđ", "posredovan", "persiųst", "pārsūt", "edasta", "reexpedid", "अग्रेषित",
)  # fmt: skip
# What was forwarded ends here.
END_WORDS = words(
    "end ende fin fine fim final einde eind slut slutt loppu koniec konec конец край кінець τέλος son vége sfârșit"
)
# Subjects of what was forwarded begin so.
FORWARD_PREFIXES = labels(
    "fwd|fw|wg|tr|rv|enc|i|vs|vb|vl|vid|pd|ilt|πρθ|转发|轉寄|轉發|転送|전달|doorst|fs|továbbítás|пересл|rif|yml|הועבר"
)
# And those of answers.
ANSWER_PREFIXES = labels(
    "re|aw|sv|antw|odp|vs|ynt|cevap|atb|hv|ref|rif|res|rép|r|bls|回复|回覆|答复|答覆|返信|답장|회신|תגובה|رد|vá|svar|vastaus|"
    "отв|ответ|отг|απ|σχετ|trả lời|ตอบกลับ|balas"
)
