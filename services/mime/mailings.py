"""What a mail says of itself: how to be left out of the next ones, or that nobody reads answers to it.

Whoever writes to one person has no need to. Read is what the author wrote, its beginning and its end, in the languages
whose mailings are met most. Beside the words for leaving there must be a way to do so, or nothing else in their line,
as a link has it.
"""

import re
from collections.abc import Iterator, Sequence

from models.contracts.mail.messages import Span

_BEGINNING, _END = 1_500, 5_000  # characters
_SHORTEST = 250  # characters: what is shorter may ask a list's keeper for it
_AROUND = 250  # characters
# Beginnings of words, each language's own.
_LEAVING = (
    "unsubscri", "un-subscri", "opt out of", "opt-out", "stop receiving", "list options",
    "mail preferences", "mailing preferences", "mail settings", "notification settings",
    "communication preferences", "leave this list", "leave the list", "newsletter because", "mail because you",
    "message because you",
    "abbestell", "abmeld", "abzumelden", "austragen", "nicht mehr erhalten", "mehr erhalten wollen",
    "mehr erhalten möchten", "désabonn", "desabonn", "désinscri", "desinscri", "ne plus recevoir",
    "darse de baja", "darte de baja", "dar de baja", "desuscri", "cancelar la suscri", "cancelar su suscri",
    "anular la suscri", "anular su suscri", "dejar de recibir", "no desea recibir", "no deseas recibir",
    "descadastr", "cancelar a inscri", "cancelar sua inscri", "cancelar a subscri", "deixar de receber",
    "não deseja receber", "não quiser receber", "disiscri", "cancellarti", "cancellare l'iscri", "annullare l'iscri",
    "ricevere più", "non desideri ricevere", "non desidera ricevere", "uitschrijv", "afmeld", "meer ontvangen",
    "avregistrer", "avprenumerer", "avsluta prenum", "avslutte abon", "avmeld", "längre vill", "lenger ønsker",
    "længere ønsker", "peruuta tilau", "peruuttaa tilau", "poistu listalta", "wypisa", "wypisz", "rezygnacj",
    "zrezygn", "nie chcesz otrzymywać", "odhlá", "odhlas", "nepřejete dostávat", "nepřejete si dostávat",
    "leiratkoz", "dezabon", "отписа", "отказаться от", "не хотите получать", "відписа", "abonelikten", "listeden çık",
    "hủy đăng ký", "berhenti berlangganan",
    "取消订阅", "退订", "取消訂閱", "退訂", "配信停止", "配信を停止", "購読解除", "登録解除",
    "수신거부", "수신 거부", "구독취소", "구독 취소",
    "إلغاء الاشتراك", "הסרה מרשימ", "הסר מרשימ", "ยกเลิกการรับ",
)  # fmt: skip
# What has more forms, by a word that is in each.
_SAID = {
    "remove": re.compile(r"\bremoved? (?:\w+ ){0,4}?from [^.]{0,30}?\b(?:list|mailing|e-?mails?|newsletter)"),
    " receive": re.compile(r"\b(?:no longer|not|n't)(?: \w+){0,2} receive\b"),
    "your ": re.compile(
        r"\b(?:manage|change|cancel|modify|edit|update) (?:\w+ ){0,2}(?:my|your|this) (?:\w+ ){0,2}"
        r"(?:subscription|preferences)"
    ),
}
_SAID |= {"my subscription": _SAID["your "], "this subscription": _SAID["your "]}
# "Do not answer this mail", "made by a program", as such mail says it.
_PROGRAMS = (
    "do not reply to this", "don't reply to this", "do not respond to this", "not reply directly to this",
    "replies to this e", "replies to this message", "this is an automated", "this is an automatic", "automated message",
    "automated e-mail", "automated email", "automated notification", "was automatically generated",
    "is automatically generated", "was generated automatically", "was sent automatically", "auto-generated e",
    "not monitored", "unmonitored",
    "automatisch generiert", "automatisch erstellt", "automatisch erzeugt", "automatisch versandt",
    "automatisch versendet", "antworten sie nicht auf", "nicht auf diese e-mail", "nicht auf diese mail",
    "ne pas répondre à ce", "ne répondez pas à ce", "généré automatiquement", "envoyé automatiquement",
    "message automatique", "e-mail automatique", "no responda a este", "no respondas a este", "no conteste a este",
    "generado automáticamente", "enviado automáticamente", "mensaje automático", "correo automático",
    "não responda a est", "não responda est", "gerado automaticamente", "gerada automaticamente",
    "mensagem automática", "e-mail automático", "non rispondere a questa", "non rispondere a questo",
    "generata automaticamente", "generato automaticamente", "messaggio automatico", "niet op deze e-mail",
    "niet te beantwoorden", "automatisch gegenereerd", "automatisch verzonden", "svara inte på det",
    "svar ikke på denne", "automatiskt genererat", "automatisk genereret", "automatisk generert", "älä vastaa tähän",
    "nie odpowiadać na", "nie odpowiadaj na", "wygenerowan", "neodpovídejte na", "automaticky generovan",
    "ne válaszoljon erre", "nu răspundeți la acest", "не отвечайте на это", "не отвечать на это",
    "отправлено автоматически", "сформировано автоматически", "bu e-postayı yanıtlamay", "otomatik olarak",
    "請勿回覆", "请勿回复", "请勿直接回复", "系统自动", "系統自動",
    "自動送信", "自動配信", "返信しないで", "返信できません", "送信専用",
    "발신전용", "발신 전용", "자동으로 발송", "자동 발송",
)  # fmt: skip
_WAY = re.compile(
    r"https?:|www\.|[\w.+-]@\w|\b(?:click|klick|cliqu|clic|klik|press|visit|link|here|hier|ici|aquí|aqui|qui|tutaj|zde|"
    r"här|her|täältä|itt|aici|здесь|тут|tıkla)|こちら|点击|點擊|여기"
)
_APART = re.compile(r"[|\n·•\[\]<>]")
_LONGEST_LINK, _MOST_WORDS = 60, 5  # characters, words


def own_words(text: str, spans: Sequence[Span]) -> str:
    """The beginning and the end of what the author of a mail wrote, without what is quoted and forwarded."""
    own: list[str] = []
    place = 0
    for span in spans:
        if span.kind != "signature":
            own.append(text[place : span.start])
            place = span.end
    own.append(text[place:])
    words = "\n".join(own)
    return words if len(words) <= _BEGINNING + _END else f"{words[:_BEGINNING]}\n{words[-_END:]}"


def is_mailing(words: str) -> bool:
    """Do an author's `words` tell their readers how to get no more of these mails?"""
    lowered = _lower(words)
    if len(lowered) < _SHORTEST:
        return False
    flat = " ".join(lowered.split())
    found = list(_leaving(flat))
    if any(_WAY.search(flat, max(0, place - _AROUND), place + _AROUND) for _, place in found):
        return True
    said = {words for words, _ in found}
    return bool(said) and any(_is_link(part) and any(words in part for words in said) for part in _APART.split(lowered))


def _leaving(flat: str) -> Iterator[tuple[str, int]]:
    """What is said of leaving, and where it is said first and last."""
    for words in _LEAVING:
        if (first := flat.find(words)) >= 0:
            yield words, first
            yield words, flat.rfind(words)
    for hint, forms in _SAID.items():
        if hint in flat:
            yield from ((found[0], found.start()) for found in forms.finditer(flat))


def is_programs(words: str) -> bool:
    """Do they say that nobody wrote them, or that nobody reads what answers them?"""
    flat = " ".join(_lower(words).split())
    return any(said in flat for said in _PROGRAMS)


def _lower(words: str) -> str:
    return words.lower().replace("\u2019", "'")


def _is_link(part: str) -> bool:
    """May it be all that a link says? "Unsubscribe", "Manage my subscriptions"."""
    return len(part) <= _LONGEST_LINK and len(part.split()) <= _MOST_WORDS
