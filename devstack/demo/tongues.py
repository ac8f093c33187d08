"""Conversations in other languages than English, with the greetings and closings that belong to them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """How mail reads in a language. Each talk is a subject and what the two say in turn, a stranger first."""

    greeting: str  # with {given}
    closing: str
    wrote: str  # the line above a quoted reply: {date}, {time}, {name}, {address}
    reply_mark: str  # what their mail program puts before a subject
    charset: str  # what their older mail program writes
    talks: tuple[tuple[str, tuple[str, ...]], ...]


TONGUES = {
    "de": Tongue(
        "Hallo {given},", "Viele Grüße", "Am {date} um {time} schrieb {name}:", "AW: ", "iso-8859-1",
        (
            ("Rückfrage zur Durchflussmesszelle", (
                "die Messzelle ist gestern angekommen, vielen Dank. Beim ersten Versuch lag der Wert um drei Prozent zu hoch. Müssen wir die Temperatur noch berücksichtigen?",
                "ja, bitte die Wassertemperatur eintragen, dann sollte es passen. Bei kaltem Wasser macht das schnell zwei bis drei Prozent aus.",
                "das war es tatsächlich. Jetzt stimmen die Werte auf ein halbes Prozent genau. Ich schicke Ihnen das Protokoll am Freitag.",
                "wunderbar, das freut mich. Dann können wir nächste Woche über die Serie sprechen.",
                "gern, Dienstag um zehn würde bei uns gut passen.",
            )),
            ("Besuch in Dresden", (
                "wir würden Sie gern im März nach Dresden einladen, um die Prüfanlage gemeinsam in Betrieb zu nehmen. Passt Ihnen die zweite Woche?",
                "sehr gern. Ich könnte am Mittwoch anreisen und bis Freitag bleiben. Gibt es ein Hotel in Ihrer Nähe?",
                "das Gästehaus liegt fünf Minuten zu Fuß von uns. Ich habe ein Zimmer für Sie reserviert, das Frühstück ist dabei.",
                "vielen Dank, dann buche ich den Zug. Bringen Sie bitte die alten Messreihen mit, ich möchte sie vergleichen.",
            )),
            ("Wartung der Chlorsonde", (
                "die Sonde im großen Becken zeigt seit dem Wochenende zu wenig an. Der Badebetrieb läuft weiter, aber wir messen jetzt jede Stunde von Hand.",
                "bitte zuerst die Membran prüfen, sie ist seit zwei Jahren nicht getauscht worden. Eine neue liegt im Schrank neben der Pumpe.",
                "gefunden und getauscht. Alles wieder in Ordnung, herzlichen Dank für die schnelle Hilfe!",
            )),
            ("Übersetzung der Anleitung", (
                "könnten Sie bitte einen Blick auf die deutsche Fassung werfen? Besonders die Seiten über die Größenauswahl klingen noch etwas hölzern.",
                "gern. Auf Seite vier würde ich »Gehäuse« statt »Kasten« schreiben, der Rest liest sich flüssig.",
            )),
        ),
    ),
    "fr": Tongue(
        "Bonjour {given},", "Bien à vous", "Le {date} à {time}, {name} a écrit :", "RE: ", "iso-8859-1",
        (
            ("Étude d'éclairage de la galerie", (
                "je vous envoie les premières mesures de la grande salle. La lumière est trop forte près des fenêtres, surtout l'après-midi.",
                "merci beaucoup. Je pense qu'il faut déplacer le rail d'un mètre et baisser les deux premiers projecteurs.",
                "nous avons essayé hier soir : le résultat est bien meilleur, et les œuvres respirent enfin.",
                "parfait. Je passerai la semaine prochaine pour refaire les mesures à la même heure.",
            )),
            ("Réunion à Lyon", (
                "êtes-vous libre le jeudi pour une réunion à Lyon ? Le directeur aimerait voir la maquette avant l'été.",
                "jeudi me convient très bien. J'arrive à onze heures et je peux rester jusqu'au soir.",
                "très bien, à jeudi donc. Nous déjeunerons ensemble près de l'atelier.",
            )),
        ),
    ),
    "es": Tongue(
        "Hola {given}:", "Un saludo cordial", "El {date} a las {time}, {name} escribió:", "RE: ", "iso-8859-1",
        (
            ("Lecturas de las sondas de riego", (
                "las sondas del campo norte llevan tres días sin enviar datos. ¿Puede ser la batería? Mañana subimos a mirarlo.",
                "es posible. Antes de cambiarla, comprueben por favor que la antena no esté cubierta de hojas.",
                "¡era eso! Una rama caída después de la tormenta. Ya recibimos señal de todas las estaciones.",
                "qué buena noticia. Les mando el informe del mes el viernes.",
            )),
            ("Fotografías del producto", (
                "aquí tienes las pruebas de color. La segunda me parece un poco fría, pero en pantalla se ve mejor que en papel.",
                "me gustan mucho. Yo elegiría la primera para la portada y la tercera para la página web.",
                "de acuerdo, preparo los archivos finales para el lunes. ¡Gracias!",
            )),
        ),
    ),
    "pl": Tongue(
        "Dzień dobry {given},", "Pozdrawiam serdecznie", "{date} o {time} {name} napisał(a):", "ODP: ", "iso-8859-2",
        (
            ("Etykiety temperatury – próba", (
                "pierwsza próba w ciężarówce zakończyła się dobrze. Tylko dwie etykiety przestały działać, prawdopodobnie z powodu wilgoci.",
                "dziękuję za wiadomość. Proszę odesłać te dwie etykiety, sprawdzimy je w laboratorium.",
                "paczka została wysłana dzisiaj rano. Powinna dotrzeć w środę.",
                "świetnie, odezwę się, gdy tylko będą wyniki.",
            )),
        ),
    ),
    "ja": Tongue(
        "{given}様", "よろしくお願いいたします。", "{date} {time} {name}:", "Re: ", "iso-2022-jp",
        (
            ("振動センサーの試験について", (
                "いつもお世話になっております。振動センサーの耐久試験が終わりました。結果を来週お送りします。",
                "ご連絡ありがとうございます。結果を楽しみにしております。温度の記録も一緒にお願いできますか。",
                "承知いたしました。温度の記録も添付いたします。ご確認ください。",
            )),
            ("次回の打ち合わせ", (
                "次回の打ち合わせは木曜日の午前十時でよろしいでしょうか。会議の資料は前日までに準備します。",
                "はい、木曜日で大丈夫です。よろしくお願いします。",
            )),
        ),
    ),
    "ar": Tongue(
        "مرحباً {given}،", "مع أطيب التحيات", "في {date} {time} كتب {name}:", "رد: ", "utf-8",
        (
            ("تقرير محطة المياه", (
                "نرسل إليكم تقرير هذا الشهر. الضغط في المضخة الثانية أعلى من المعتاد، ونرجو رأيكم.",
                "شكراً جزيلاً. أقترح فحص المرشح أولاً ثم إعادة القياس في المساء.",
                "تم تنظيف المرشح وعاد الضغط إلى وضعه الطبيعي. نشكركم على المساعدة السريعة.",
            )),
        ),
    ),
    "el": Tongue(
        "Καλημέρα {given},", "Με εκτίμηση", "Στις {date} {time}, {name} έγραψε:", "ΑΠ: ", "iso-8859-7",
        (
            ("Μετρήσεις καυσίμου", (
                "σας στέλνω τις μετρήσεις από το τελευταίο ταξίδι. Η κατανάλωση ήταν χαμηλότερη από την πρόβλεψη.",
                "ευχαριστώ πολύ. Ήταν καλός ο καιρός ή άλλαξε κάτι στη μηχανή;",
                "ο καιρός ήταν ήρεμος όλη την εβδομάδα. Θα ξέρουμε περισσότερα μετά το επόμενο ταξίδι.",
            )),
        ),
    ),
    "uk": Tongue(
        "Добрий день, {given}!", "З повагою", "{date} о {time} {name} пише:", "Re: ", "windows-1251",
        (
            ("Нова версія панелі", (
                "ми виклали нову версію панелі на тестовий сервер. Графіки тепер відкриваються вдвічі швидше.",
                "дякую, виглядає чудово! Чи можна ще додати кнопку для завантаження таблиці?",
                "так, це нескладно. Зробимо до п'ятниці.",
                "домовились. Тоді наступного тижня покажемо все замовнику.",
            )),
            ("Відпустка у серпні", (
                "нагадую, що з десятого серпня я у відпустці. Мене замінить Андрій, він знає всі завдання.",
                "гарного відпочинку! Ми зачекаємо з великими змінами до твого повернення.",
            )),
        ),
    ),
    "zh": Tongue(
        "{given}，您好！", "此致敬礼", "在 {date} {time}，{name} 写道：", "回复：", "gb18030",
        (
            ("镜头样品", (
                "镜头样品今天已经寄出，预计下周三到达。请收到后告诉我们检测结果。",
                "谢谢，样品已经收到。表面质量很好，只有一片有轻微划痕。",
                "非常抱歉，我们会免费补寄一片。批量订单的交货时间是六周。",
            )),
        ),
    ),
}  # fmt: skip
