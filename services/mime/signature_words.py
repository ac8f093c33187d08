"""Words that signatures are made of, in the languages people write mail in. Casefolded.

A closing counts only above or beside a name, a word of a program only where nothing but a few words stand with it, and
a disclaimer's only together: none of them decides alone.
"""

from services.mime.word_lists import Stems, words

# What closings consist of: every word of a closing is among these.
CLOSING_WORDS = words(
    """
    thanks thank you thx thankyou tia ty very much many again so a lot in advance kind kindest kindly best better
    warm warmest regard regards wishes wish sincerely sincere yours your truly faithfully cheers cheerio love lots
    all the my with respectfully respects respect cordially rgds br kr brgds take care see soon ciao bye later ttyl
    xoxo xo peace hugs greetings from and always pal friend mate sent have great nice good day weekend evening as
    ever gratefully appreciatively appreciated appreciate blessings god bless enjoy happy new year mit freundlichen
    grüßen grüssen gruessen gruß gruss gruessle freundliche grüße grüsse gruesse viele liebe lieber beste besten
    schöne herzliche herzlichen herzlichst dank danke vielen mfg lg vg hochachtungsvoll ihr ihre dein deine euer
    cordialement bien cordiales salutations amicalement meilleures sincères merci beaucoup respectueusement
    sentiments distingués bises bisous à bientôt amitiés belle journée bonne crdlt cdlt cdt saludos un saludo
    cordial atentamente atte abrazo abrazos gracias muchas afectuosamente besos atenciosamente att cumprimentos
    melhores obrigado obrigada abraço abraços grato grata com os cordialmente cordiali distinti saluti grazie mille
    saluto cari affettuosi buona giornata met vriendelijke groet groeten groetjes hartelijke hartelijk bedankt mvg
    hoogachtend med vänliga vennlig hilsen vänlig hälsningar hälsning venlig hilsner mvh bästa bedste tack tak takk
    kærlig ystävällisin terveisin terveiset terv parhain kiitos kiitoksin pozdrawiam pozdrowienia serdecznie
    serdeczne z poważaniem dziękuję pozdrowieniami s pozdravem pozdravy hezký den děkuji pozdravom ďakujem lep
    pozdrav lijep srdačan hvala с уважением спасибо наилучшими пожеланиями всего доброго ваш ваша твой з повагою
    дякую поздрави üdvözlettel tisztelettel köszönöm üdv cu stimă mulțumesc saygılarımla saygılar sevgiler
    teşekkürler iyi çalışmalar selamlar με εκτίμηση χαιρετισμούς ευχαριστώ φιλικά بالتوفيق تحياتي مع خالص التحية
    شكرا בברכה תודה ברכה salam hormat terima kasih trân trọng cảm ơn thân ái ขอแสดงความนับถือ ขอบคุณ
    """
)
# Words of these alone close nothing.
CLOSING_FILLERS = words(
    """
    you very much many again so a lot in all the my with your and always from have great nice good new year day
    weekend evening as ever mit med met com os con s z à з с με un cu den en god happy see take sent bien belle
    bonne pal friend mate better wish ihr ihre dein deine euer ваш ваша твой
    """
) - {"thanks"}
# Of scripts without spaces.
CLOSING_WITHIN = Stems(
    "此致", "敬礼", "敬禮", "祝好", "谢谢", "謝謝", "顺颂商祺", "順頌商祺", "よろしくお願い", "宜しくお願い",
    "敬具", "감사합니다", "드림", "올림",
)  # fmt: skip
# Yes, no, and that it will do: an answer, though it may be short for a name ("No" for Noah, "Ja" for Jan).
ANSWERS = words(
    """
    yes yep yeah no nope ok okay sure fine done good great ja jo nein nee doch klar oui non si sì sí bien vale sim
    não nao da nu tak nie ano ne áno nej nei igen nem evet hayır hayir kyllä ei joo tá jes já да нет так ні не ναι
    όχι οχι
    """
)
# What stands before a name, folded; before some of them a faculty follows: "Dr. med.".
HONORIFICS = words(
    "dr prof ing mag dipl mr mrs ms miss mx eng engr avv dott dottssa ir drs phdr mudr mgr bc judr arch geom rag "
    "lic adv sr sra dra profa lcda lcdo arq sig dhr mevr mw capt rev hon sir herr frau mme m monsieur madame univ "
    "rndr paeddr inz dipl-ing"
)
FACULTIES = words("med rer nat phil jur hc habil ing dent vet oec")  # behind those: "Dr. med."
# "Sent from", "Get … for".
SENT = Stems(
    "sent from", "sent via", "sent with", "sent by", "sent using", "sent on the", "sent through", "get outlook",
    "get bluemail", "gesendet", "gesandt", "geschickt von", "envoyé", "télécharger outlook", "enviado", "enviada",
    "enviat", "obtener outlook", "obter o outlook", "inviato", "inviata", "scarica outlook", "ottieni outlook",
    "verzonden", "verstuurd", "outlook voor", "skickat", "skickades", "sendt fra", "sendt med", "hent outlook",
    "hämta outlook", "skaff", "lähetetty", "hanki outlook", "wysłan", "pobierz", "odeslán", "odoslan", "poslan",
    "poslat", "отправлен", "надіслан", "відправлен", "изпратен", "послато", "gönderildi", "gönderilmiştir",
    "elküldve", "küldve", "küldtem", "trimis", "στάλθηκε", "απεστάλη", "εστάλη", "נשלח", "أرسل", "مرسل",
    "تم الإرسال", "ارسال شده", "ส่งจาก", "dikirim", "đã gửi", "gửi từ", "được gửi", "发自", "發自", "发送自",
    "來自", "来自", "傳送自", "から送信", "送信元", "에서 보냄", "보낸 메일", "išsiųsta", "nosūtīts", "saadetud",
    "sent fra", "sendt frá", "bidalia", "diunggah", "भेजा गया", "powered by", "composed with", "typed on",
    "typed with", "from my iphone", "holen sie sich outlook", "obtenir outlook", "從我的", "从我的", "발신:",
)  # fmt: skip
# What of these stands last, where the verb does.
SENT_LAST = Stems(
    "gesendet", "gesandt", "verzonden", "verstuurd", "gönderildi", "gönderilmiştir", "küldve", "küldtem", "から送信",
    "에서 보냄", "에서 보낸 메일", "भेजा गया", "傳送", "发送", "發送", "saadetud", "bidalia",
)  # fmt: skip
# Where it does, the line begins with the device, or with these: "from", "with", "my".
FIRST_WORDS = words(
    """
    von vom vanaf van vanuit via met mit über per mobil unterwegs a az meine mein mijn benim nire minu मेरे 나의 내 私の
    我的 通过
    """
)
# Verbs and subjects of sentences: "Sent from his phone, I guess."
VERBS_OF_SENTENCES = words(
    """
    i i'm i’m we he she they it his her their our your is was were ich wir ihr ihrem seinem deinem eurem habe haben hat
    hatte wurde wurden werde werden ist war ik wij heb heeft hebben hun zijn werd
    """
)
# Devices and programs that say so; their names are the same in every language.
PROGRAMS = Stems(
    "iphon", "ipad", "ipod", "apple watch", "macbook", "android", "blackberry", "outlook", "yahoo", "proton",
    "samsung", "galaxy", "huawei", "xiaomi", "redmi", "oneplus", "nokia", "htc", "motorola", "pixel", "sony",
    "windows", "thunderbird", "gmail", "gmx", "web.de", "k-9", "bluemail", "spark", "superhuman", "airmail",
    "mailspring", "mail.ru", "яндекс", "yandex", "aquamail", "fairemail", "nine", "tutanota", "fastmail", "hey",
    "aol", "icloud", "zoho", "handheld", "smartphone", "phone", "mobil", "mobile", "móvil", "portable", "tablet",
    "telefon", "hotmail", "msn", "qq", "mail app", "wireless", "palm", "treo", "手机", "手機", "邮箱", "郵箱",
    "携帯", "my cell",
)  # fmt: skip
# What disclaimers speak of: that it is confidential, for whom it is, and what others are to do with it.
DISCLAIMER = (
    Stems(
        "confidential", "privileged", "proprietary", "vertraulich", "confidentiel", "confidencial", "riservat",
        "confidenzial", "vertrouwelijk", "poufn", "конфиденциал", "конфіденц", "gizli", "luottamuks", "fortrolig",
        "konfidenti", "bizalmas", "důvěrn", "dôvern", "εμπιστευτικ", "机密", "機密", "保密", "기밀", "סודי", "سري",
        "views", "opinions", "copyright",
    ),
    Stems(
        "intended recipient", "intended for", "intended only", "addressee", "solely", "named above", "addressed",
        "recipient", "destinataire", "destinatari", "destinatári", "empfänger", "adressat", "geadresseerde",
        "получател", "адресат", "bestimmt", "alıcı", "收件人", "受信者", "mottagare", "modtager", "mottaker",
        "vastaanottaj", "odbiorc", "adresát", "címzett", "παραλήπτη", "수신", "נמען", "المستلم", "sender",
    ),
    Stems(
        "notify", "delete", "destroy", "unauthori", "disclos", "prohibited", "dissemin", "benachrichtig",
        "vernicht", "lösch", "détrui", "supprim", "interdit", "elimin", "borr", "apag", "vietat", "verwijder",
        "удалит", "видал", "virus", "liab", "raderas", "slett", "slet ", "poista", "usun", "smaž", "töröl",
        "διαγρ", "删除", "刪除", "削除", "삭제", "sil", "למחוק", "responsib", "represent those",
        "official business",
    ),
)  # fmt: skip
THIS_MAIL = Stems(
    "this e-mail", "this email", "this message", "this mail", "this communication", "this transmission",
    "this document", "this posting", "this electronic", "information contained", "e-mail transmission", "diese e-mail",
    "diese mail", "diese nachricht", "dieser e-mail", "dieser nachricht", "ce message", "ce courriel", "cet e-mail",
    "ce mail", "este mensaje", "este correo", "este e-mail", "esta mensagem", "esta comunicaci", "questo messaggio",
    "questa e-mail", "questa mail", "dit bericht", "deze e-mail", "deze mail", "detta meddelande",
    "det här meddelandet", "denne e-mail", "denne e-post", "denne meddel", "tämä viesti", "tämä sähköposti",
    "ta wiadomość", "niniejsza wiadomość", "tato zpráva", "tento e-mail", "táto správa", "ez az üzenet",
    "jelen üzenet", "ez az e-mail", "это сообщение", "этого сообщения", "данное сообщение", "настоящее сообщение",
    "це повідомлення", "bu e-posta", "bu ileti", "bu mesaj", "acest mesaj", "acest e-mail", "το παρόν",
    "αυτό το μήνυμα", "本邮件", "此邮件", "本郵件", "此郵件", "本メール", "このメール", "この電子メール", "본 메일",
    "이 메일", "본 이메일", "הודעה זו", "דואר זה", "هذه الرسالة", "هذا البريد", "thư này",
)  # fmt: skip
# Who speaks so is no program.
FIRST_PERSON = words(
    """
    me my ich mich mir je j moi yo quiero quisiera io voglio vorrei quero gostaria ik mij jag jeg mig meg minä
    haluan chcę chciałbym chci rád я мне меня хочу хотел мене istiyorum szeretnék vreau θέλω
    """
)
# How to leave a list.
UNSUBSCRIBE = Stems(
    "unsubscri", "abmeld", "austragen", "désabonn", "désinscri", "cancelar", "darse de baja", "afmeld", "uitschrijv",
    "disiscri", "cancella", "odhlás", "wypis", "rezygn", "отпис", "відпис", "avregistr", "avslutt", "frameld", "poistu",
    "peruut", "leiratk", "dezabon", "aboneliğ", "退订", "退訂", "配信停止", "解除", "수신거부", "구독",
)  # fmt: skip
# Of footers of lists, scanners and sponsors.
SERVICES = Stems(
    "mailing list", "mailing-list", "mailinglist", "liste de diffusion", "lista de correo", "virus-free",
    "virus free", "viruses", "antivirus", "anti-virus", "scanned",
    "sponsor",
)  # fmt: skip
