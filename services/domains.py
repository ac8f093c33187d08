"""Which company stands behind a mail domain, if any."""

from functools import lru_cache

from tldextract import TLDExtract

# The Public Suffix List that ships with the library: no network, no cache file.
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None)

# Providers whose addresses say nothing about an employer.
_FREE_MAIL = frozenset(
    ["126.com", "139.com", "163.com", "189.cn", "21cn.com", "aim.com", "alice.it", "aol.com", "aon.at", "arcor.de", "att.net", "bellsouth.net", "bigpond.com", "bk.ru", "bluewin.ch", "bol.com.br", "btinternet.com", "centrum.cz", "charter.net", "comcast.net", "cox.net", "docomo.ne.jp", "duck.com", "earthlink.net", "email.com", "email.cz", "excite.com", "ezweb.ne.jp", "fastmail.com", "fastmail.fm", "foxmail.com", "free.fr", "freemail.hu", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hanmail.net", "hey.com", "home.nl", "hotmail.be", "hotmail.ca", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hushmail.com", "i.ua", "icloud.com", "ig.com.br", "inbox.com", "inbox.lv", "inbox.ru", "interia.pl", "juno.com", "kpnmail.nl", "laposte.net", "libero.it", "list.ru", "live.ca", "live.co.uk", "live.com", "live.fr", "live.nl", "mac.com", "mail.com", "mail.de", "mail.ru", "mailbox.org", "me.com", "msn.com", "naver.com", "neuf.fr", "ntlworld.com", "o2.pl", "onet.pl", "online.no", "optonline.net", "orange.fr", "outlook.com", "outlook.de", "outlook.fr", "pm.me", "posteo.de", "posteo.net", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com", "rogers.com", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca", "sina.com", "skynet.be", "sky.com", "sohu.com", "sympatico.ca", "t-online.de", "talktalk.net", "telenet.be", "telia.com", "terra.com.br", "tin.it", "tiscali.it", "tuta.com", "tuta.io", "tutanota.com", "ukr.net", "uol.com.br", "verizon.net", "virgilio.it", "virgin.net", "virginmedia.com", "volny.cz", "wanadoo.fr", "web.de", "wp.pl", "xs4all.nl", "xtra.co.nz", "ya.ru", "yahoo.ca", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.ar", "yahoo.com.au", "yahoo.com.br", "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.in", "yahoo.it", "yandex.com", "yandex.ru", "ymail.com", "zoho.com", "zohomail.com"]
)


@lru_cache(maxsize=50_000)
def company_domain(address: str) -> str | None:
    """The registrable domain of an address, in lower case; None for free-mail providers and odd hosts."""
    host = address.rpartition("@")[2].strip(".").lower()
    if "." not in host:
        return None
    found = _extract(host)
    domain = f"{found.domain}.{found.suffix}" if found.suffix else ".".join(host.split(".")[-2:])
    return None if domain in _FREE_MAIL or not found.domain else domain


def company_name(domain: str) -> str:
    """A name to show until a better one is known: "northwind-labs.example" -> "Northwind Labs"."""
    label = domain.partition(".")[0]
    words = label.replace("_", "-").split("-")
    return " ".join(word.upper() if len(word) <= 3 else word.capitalize() for word in words if word) or domain
