"""Gmail's own labels, by the names that Takeout gives them: it writes them in the language of the account.

A list by nature: Google's translations of its interface, as public reports of Takeouts and Gmail's own pages show
them. A word that is not in it is a label of the user's.
"""

import re
import unicodedata

_NAMES = {
    "INBOX": (
        "Inbox|Posteingang|Boîte de réception|Recibidos|Bandeja de entrada|Safata d'entrada|Rebuts|"
        "Posta in arrivo|In arrivo|Caixa de entrada|Recebidos|A receber|Postvak IN|Odebrane|"
        "Skrzynka odbiorcza|Doručené|Doručená pošta|Prijaté|Inkorgen|Inkorg|Indbakke|Innboks|Saapuneet|"
        "Postilaatikko|Входящие|Вхідні|Входящи|Входяща поща|Примљено|Пријемно сандуче|Primljeno|"
        "Pristigla pošta|Prejeto|Mesaje primite|Primite|Beérkező levelek|Gelen Kutusu|Εισερχόμενα|דואר נכנס|"
        "البريد الوارد|الوارد|صندوق ورودی|इनबॉक्स|ইনবক্স|กล่องจดหมาย|Hộp thư đến|Kotak Masuk|Peti Masuk|"
        "受信トレイ|받은편지함|收件箱|收件匣|Gautieji|Gautieji laiškai|Iesūtne|Postkast|Sisendkaust|Pósthólf|"
        "Innhólf"
    ),
    "SENT": (
        "Sent|Sent Mail|Gesendet|Gesendete Nachrichten|Envoyé|Envoyés|Messages envoyés|Enviado|Enviados|"
        "Enviats|Enviat|Posta inviata|Inviati|Inviata|E-mails enviados|Itens enviados|Correio enviado|"
        "Verzonden|Verzonden berichten|Wysłane|Odeslané|Odesláno|Odeslaná pošta|Odoslané|Odoslaná pošta|"
        "Skickat|Skickade|Skickat mail|Sendt|Sendte|Sendte mails|Sendt e-post|Lähetetyt|Lähetetty|"
        "Отправленные|Надіслані|Надіслане|Изпратени|Изпратена поща|Послато|Послате|Poslano|Poslane|Poslato|"
        "Trimise|Mesaje trimise|Elküldött|Elküldött levelek|Elküldött üzenetek|Gönderilmiş Postalar|"
        "Gönderilenler|Gönderildi|Απεσταλμένα|דואר יוצא|נשלחו|البريد المرسل|الرسائل المرسلة|المرسلة|"
        "ارسال شده|نامه‌های ارسال شده|भेजा गया|भेजे गए|भेजी गई मेल|প্রেরিত|ส่งแล้ว|จดหมายที่ส่งแล้ว|Đã gửi|"
        "Thư đã gửi|Terkirim|Surat Terkirim|Dihantar|送信済み|送信済みメール|보낸편지함|보낸 편지함|已发送|"
        "已发邮件|已发送邮件|寄件備份|已傳送郵件|Išsiųsta|Išsiųsti|Išsiųsti laiškai|Nosūtītās|Nosūtītie|"
        "Saadetud|Saadetud kirjad|Sent póstur|Bidalitakoak"
    ),
    "DRAFT": (
        "Draft|Drafts|Entwurf|Entwürfe|Brouillon|Brouillons|Borrador|Borradores|Esborrany|Esborranys|Bozza|"
        "Bozze|Rascunho|Rascunhos|Concept|Concepten|Wersja robocza|Wersje robocze|Szkice|Koncept|Koncepty|"
        "Rozepsané|Utkast|Kladde|Kladder|Luonnos|Luonnokset|Черновик|Черновики|Чернетка|Чернетки|Чернова|"
        "Чернови|Недовршено|Недовршене|Skica|Skice|Nacrti|Osnutek|Osnutki|Mesaje nefinalizate|Schiță|Schițe|"
        "Ciorne|Piszkozat|Piszkozatok|Taslak|Taslaklar|Πρόχειρο|Πρόχειρα|טיוטה|טיוטות|مسودة|المسودات|مسودات|"
        "پیش‌نویس|پیش‌نویس‌ها|ड्राफ़्ट|ड्राफ्ट|খসড়া|ร่างจดหมาย|ร่าง|จดหมายร่าง|Thư nháp|Bản nháp|Draf|"
        "下書き|임시보관함|임시 보관함|草稿|Juodraštis|Juodraščiai|Melnraksts|Melnraksti|Mustand|Mustandid|"
        "Drög|Zirriborroak"
    ),
    "SPAM": (
        "Spam|Correo no deseado|Correu brossa|Posta indesiderata|Lixo Eletrônico|Correio publicitário|"
        "Ongewenst|Nevyžádaná pošta|Skräppost|Søppelpost|Roskaposti|Спам|Нежељено|Непожељно|Neželjeno|"
        "Neželjena pošta|Vsiljena pošta|Levélszemét|Istenmeyen|Ανεπιθύμητα|Ανεπιθύμητη αλληλογραφία|ספאם|"
        "דואר זבל|الرسائل غير المرغوب فيها|غير مرغوب فيه|هرزنامه|स्पैम|স্প্যাম|จดหมายขยะ|สแปม|Thư rác|"
        "迷惑メール|스팸|스팸함|垃圾邮件|垃圾郵件|Šlamštas|Mēstules|Rämpspost|Ruslpóstur"
    ),
    "TRASH": (
        "Trash|Bin|Papierkorb|Corbeille|Papelera|Paperera|Cestino|Lixeira|Lixo|Reciclagem|Prullenbak|Kosz|"
        "Koš|Kôš|Papperskorgen|Papperskorg|Papirkurv|Papirkurven|Søppel|Søppelkasse|Roskakori|Корзина|Кошик|"
        "Кошче|Отпад|Otpad|Smeće|Smetnjak|Coș de gunoi|Coşul de gunoi|Lomtár|Çöp Kutusu|Çöp|"
        "Κάδος απορριμμάτων|Κάδος|אשפה|סל המיחזור|المهملات|سلة المهملات|زباله‌دان|حذف شده‌ها|ट्रैश|ট্র্যাশ|"
        "ถังขยะ|Thùng rác|Sampah|Tong Sampah|ゴミ箱|휴지통|已删除邮件|已删除|回收站|垃圾桶|垃圾箱|"
        "Šiukšliadėžė|Šiukšlinė|Miskaste|Atkritne|Prügikast|Rusl|Zakarrontzia"
    ),
    "STARRED": (
        "Starred|Markiert|Suivis|Messages suivis|Destacado|Destacados|Con estrella|Amb estrella|Destacats|"
        "Speciali|A Speciali|Con stella|Com estrela|Met ster|Oznaczone gwiazdką|S hvězdičkou|S hviezdičkou|"
        "Označené hviezdičkou|Stjärnmärkt|Stjernemarkeret|Stjernemerket|Tähdelliset|Tähdellä merkityt|"
        "Помеченные|Отмеченные|Із зірочкою|Зірочкою|Със звезда|Са звездицом|Označeno zvjezdicom|Sa zvezdicom|"
        "Z zvezdico|Cu stea|Marcate cu stea|Csillagozott|Yıldızlı|Με αστέρι|מסומן בכוכב|מסומנים בכוכב|"
        "مميّزة بنجمة|المميّزة بنجمة|مميز بنجمة|ستاره‌دار|तारांकित|তারাঙ্কিত|ที่ติดดาว|ติดดาว|Có gắn dấu sao|"
        "Berbintang|Dibintangi|スター付き|별표편지함|별표|已加星标|已加星號|Pažymėta žvaigždute|"
        "Su žvaigždute|Ar zvaigznīti|Tärniga|Stjörnumerkt"
    ),
    "IMPORTANT": (
        "Important|Wichtig|Importants|Importante|Importantes|Importanti|Belangrijk|Ważne|Důležité|Dôležité|"
        "Viktigt|Viktig|Vigtigt|Vigtige|Viktige|Tärkeät|Tärkeä|Важное|Важные|Важливі|Важливо|Важливе|Важни|"
        "Важно|Važno|Pomembno|Fontos|Önemli|Σημαντικά|חשוב|חשובים|مهم|مهمة|الرسائل المهمة|महत्वपूर्ण|"
        "গুরুত্বপূর্ণ|สำคัญ|Quan trọng|Penting|重要|중요|중요편지함|重要邮件|重要郵件|Svarbu|Svarbūs|Svarīgi|"
        "Oluline|Tähtis|Mikilvægt|Garrantzitsua"
    ),
    "UNREAD": (
        "Unread|Ungelesen|Non lus|Non lu|No leído|No leídos|Sin leer|No llegit|No llegits|Sense llegir|"
        "Da leggere|Non letti|Non letto|Não lida|Não lidas|Não lido|Não lidos|Ongelezen|Nieprzeczytane|"
        "Nepřečtené|Neprečítané|Oläst|Olästa|Ulæst|Ulæste|Ulest|Uleste|Lukematon|Lukemattomat|Непрочитанные|"
        "Непрочитанное|Непрочитані|Непрочитане|Непрочетени|Непрочитано|Nepročitano|Neprebrano|Necitite|"
        "Necitit|Olvasatlan|Okunmamış|Okunmadı|Μη αναγνωσμένα|Αδιάβαστα|לא נקרא|לא נקראו|غير مقروءة|"
        "غير مقروء|خوانده نشده|अपठित|অপঠিত|ยังไม่ได้อ่าน|ยังไม่อ่าน|Chưa đọc|Belum dibaca|未読|읽지 않음|"
        "읽지않음|읽지 않은 메일|未读|未讀|未读邮件|未讀郵件|Neskaityta|Neskaityti|Nelasīts|Nelasīti|"
        "Lugemata|Ólesið|Irakurri gabe"
    ),
    "CHAT": (
        "Chat|Chats|Chatten|Clavardage|Xat|Xats|Bate-papo|Bate-papos|Czat|Czaty|Chatt|Чат|Чаты|Чати|Чатове|"
        "Ћаскање|Ćaskanje|Klepet|Csevegés|Csevegések|Sohbet|Sohbetler|Συζήτηση|Συνομιλίες|צ'אט|צ׳אט|צ'אטים|"
        "محادثة|المحادثات|الدردشات|دردشة|چت|गपशप|चैट|চ্যাট|แชท|การแชท|Trò chuyện|Obrolan|Sembang|チャット|"
        "채팅|聊天|即时聊天|即時通訊|Pokalbis|Pokalbiai|Tērzēšana|Vestlus|Spjall"
    ),
    # States that Gmail's API expresses by the absence of a label.
    "": (
        "Archived|Archiviert|Archivé|Archivés|Messages archivés|Archivado|Archivados|Arxivat|Arxivats|"
        "Archiviato|Archiviati|Archiviata|Arquivado|Arquivados|Arquivada|Gearchiveerd|Zarchiwizowane|"
        "Archivováno|Archivované|Arkiverat|Arkiverade|Arkiveret|Arkivert|Arkistoitu|Arkistoidut|Архивировано|"
        "Архивированные|В архиве|Заархивировано|Заархівовано|Архівовано|Архивирани|Архивирано|Arhivirano|"
        "Arhivate|Arhivat|Archivált|Archiválva|Arşivlendi|Arşivlenmiş|Αρχειοθετημένα|הועבר לארכיון|בארכיון|"
        "مؤرشفة|تمت أرشفتها|بایگانی شده|संग्रहीत|เก็บแล้ว|ที่เก็บถาวร|Đã lưu trữ|Diarsipkan|Diarkibkan|"
        "アーカイブ済み|アーカイブ|보관됨|보관처리됨|已归档|已封存|Suarchyvuota|Archivuota|Arhivēts|"
        "Arhiivitud|Opened|Geöffnet|Ouvert|Ouverts|Abierto|Abiertos|Obert|Oberts|Aperto|Aperti|Già letti|"
        "Aberto|Abertos|Aberta|Geopend|Otwarte|Otevřené|Otevřeno|Otvorené|Öppnat|Öppnad|Öppnade|Åbnet|Åbnede|"
        "Åpnet|Åpnede|Avattu|Avatut|Открыто|Открытые|Прочитанные|Відкрито|Відкриті|Отворени|Отворено|"
        "Otvoreno|Odprto|Deschise|Deschis|Megnyitott|Megnyitva|Açıldı|Açılmış|Ανοιγμένα|Ανοιχτά|נפתח|נפתחו|"
        "مفتوحة|تم فتحها|باز شده|खोला गया|खोली गई|เปิดแล้ว|Đã mở|Dibuka|Terbuka|開封済み|열림|열어본 메일|"
        "읽음|已打开|已開啟|Atidaryta|Atidaryti|Atvērts|Atvērtie|Avatud|Opnað"
    ),
}
_CATEGORY = (
    "Category|Kategorie|Catégorie|Categoría|Categoria|Categorie|Kategoria|Kategória|Kategori|Luokka|"
    "Категория|Категорія|Категорија|Kategorija|Κατηγορία|קטגוריה|קטגוריית|الفئة|فئة|دسته|श्रेणी|বিভাগ|"
    "หมวดหมู่|Danh mục|カテゴリ|カテゴリー|카테고리|类别|分类|類別|分類|Kategooria|Flokkur"
)
_CATEGORIES = {
    "CATEGORY_PERSONAL": (
        "Personal|Primary|Persönlich|Allgemein|E-mails personnels|Principale|Personnel|Principal|Principals|"
        "Personale|Personali|Pessoal|Principais|Persoonlijk|Primair|Główne|Osobiste|Prywatne|Osobní|Primární|"
        "Primárne|Osobné|Primär|Personligt|Primær|Primært|Personlig|Ensisijaiset|Henkilökohtainen|"
        "Henkilökohtaiset|Личное|Личные|Несортированные|Основні|Особисті|Особисте|Основни|Лични|Примарно|"
        "Primarno|Osebno|Elsődleges|Személyes|Birincil|Kişisel|Πρωτεύοντα|Κύρια|Προσωπικά|ראשי|אישי|أساسي|"
        "الأساسية|شخصية|اصلی|प्राथमिक|หลัก|ส่วนตัว|Chính|Cá nhân|Utama|Pribadi|メイン|個人|기본|개인|主要|"
        "个人"
    ),
    "CATEGORY_SOCIAL": (
        "Social|Soziale Medien|Soziale Netzwerke|Réseaux sociaux|Sociaux|Sociales|Socials|Xarxes socials|"
        "Social network|Sociale|Redes sociais|Sociais|Sociaal|Społeczności|Społecznościowe|Sociální sítě|"
        "Sociálne siete|Socialt|Sociala nätverk|Sociale medier|Sosialt|Sosiale medier|Sosiaaliset|Yhteisöt|"
        "Соцсети|Социальные сети|Соцмережі|Соціальні мережі|Социални мрежи|Социални|Друштвене|"
        "Društvene mreže|Društveno|Družabno|Rețele sociale|Közösségi|Közösség|Sosyal|Κοινωνικά|"
        "Κοινωνικά δίκτυα|רשתות חברתיות|חברתי|اجتماعية|الاجتماعية|الشبكات الاجتماعية|اجتماعی|सामाजिक|โซเชียล|"
        "เครือข่ายสังคม|Mạng xã hội|Sosial|ソーシャル|소셜|社交|社交網路|社交网络"
    ),
    "CATEGORY_PROMOTIONS": (
        "Promotions|Werbung|Promociones|Promocions|Promozioni|Promoções|Reclame|Promoties|Oferty|Promocje|"
        "Promoakce|Reklamy|Propagácie|Reklam|Kampanjer|Reklamer|Tilbud|Kampagner|Tarjoukset|Mainokset|"
        "Промоакции|Реклама|Промоакції|Рекламні|Промоции|Промоције|Promocije|Promoții|Promóciók|Hirdetések|"
        "Promosyonlar|Tanıtımlar|Προσφορές|Προωθήσεις|קידומי מכירות|מבצעים|العروض الترويجية|عروض ترويجية|"
        "تبلیغات|प्रचार|โปรโมชั่น|โปรโมชัน|Quảng cáo|Khuyến mại|Promosi|プロモーション|프로모션|推广|推廣|"
        "促销|宣傳內容|促銷"
    ),
    "CATEGORY_UPDATES": (
        "Updates|Neuigkeiten|Benachrichtigungen|Aktualisierungen|Notifications|Mises à jour|Notificaciones|"
        "Actualizaciones|Novetats|Actualitzacions|Aggiornamenti|Atualizações|Atualização|Notificações|"
        "Powiadomienia|Aktualizacje|Aktualizace|Upozornění|Aktualizácie|Uppdateringar|Opdateringer|"
        "Oppdateringer|Päivitykset|Ilmoitukset|Оповещения|Обновления|Оновлення|Сповіщення|Актуализации|"
        "Новости|Новине|Ажурирања|Ažuriranja|Novosti|Posodobitve|Actualizări|Noutăți|Frissítések|Értesítések|"
        "Güncellemeler|Ενημερώσεις|עדכונים|تحديثات|التحديثات|به‌روزرسانی‌ها|अपडेट|อัปเดต|Cập nhật|"
        "Nội dung cập nhật|Pembaruan|Update|Kemas Kini|新着|最新情報|アップデート|업데이트|动态|更新|通知|"
        "最新快訊"
    ),
    "CATEGORY_FORUMS": (
        "Forums|Foren|Forum|Foros|Fòrums|Fóruns|Fora|Fóra|Diskuzní fóra|Fórum|Foorumit|Keskustelupalstat|"
        "Форумы|Форуми|Forumi|Forumuri|Fórumok|Forumlar|Φόρουμ|פורומים|المنتديات|منتديات|انجمن‌ها|फ़ोरम|"
        "ฟอรัม|ฟอรั่ม|Diễn đàn|フォーラム|포럼|论坛|論壇"
    ),
}
_MARKS = re.compile(r"[\"'“”„‟«»‹›‘’「」『』：:]+")


def _compared(name: str) -> str:
    return " ".join(_MARKS.sub(" ", unicodedata.normalize("NFKC", name)).casefold().split())


def _table(names: dict[str, str]) -> dict[str, str]:
    return {_compared(word): label for label, words in names.items() for word in words.split("|")}


_SYSTEM, _TAILS = _table(_NAMES), _table(_CATEGORIES)
_HEADS = sorted({_compared(word) for word in _CATEGORY.split("|")}, key=len, reverse=True)


def is_own(label: str) -> bool:
    """Is it a label of the user's?"""
    return label not in _NAMES and label not in _CATEGORIES


def label_of(name: str) -> str:
    """The id of Gmail's own label with this name in any language; "" for a state that is none; else the name itself."""
    compared = _compared(name)
    if compared in _SYSTEM:
        return _SYSTEM[compared]
    for head in _HEADS:
        if compared.startswith(head) and (tail := compared[len(head) :].strip()) in _TAILS:
            return _TAILS[tail]
        if compared.endswith(head) and (tail := compared[: -len(head)].strip()) in _TAILS:
            return _TAILS[tail]
    return name
