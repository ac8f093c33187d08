"""Words in the addresses of programs, in the languages whose senders are met most."""

# Words that only programs are called by, in whichever place.
_ALWAYS = """
    noreply mailerdaemon daemon postmaster bounce bounces bouncer newsletter newsletters notification
    notifications notify notifier alert alerts updates automated automailer autoreply autoresponder autoconfirm
    automatic automatico robot unsubscribe listserv listmaster majordomo listproc reply replies unmonitored
    autonotify autoemail automail cronjob buildbot dependabot renovatebot mailbot notifybot notificacion
    notificaciones notificacao notificacoes notificacio notificacions notifica notifiche notificare notificari
    benachrichtigung benachrichtigungen notificatie notificaties powiadomienie powiadomienia oznameni upozorneni
    uvedomlenie uvedomleniya ertesites ilmoitus ilmoitukset varsling varsel avisering bildirim avisos alertas
    alerte alertes boletin boletines boletim infolettre nyhetsbrev nyhedsbrev nieuwsbrief rundbrief uutiskirje
    hirlevel rssfeed rssfeeds feedblaster
"""
# Words for a program, its trade or its paper, where no name stands beside them: "jira", "receipts", "shop-billing".
_ALONE = """
    notice notices update mailer bot root nobody cron www wwwdata wwwrun apache nagios zabbix icinga munin sentry monit
    monitoring jira confluence bugzilla gitlab github gitea bitbucket jenkins hudson buildd builds ci trac
    redmine mantis svn cvs git gerrit phabricator discourse docusign calendar receipt receipts ereceipt
    ereceipts invoice invoices einvoice einvoices invoicing billing statement statements ebill orders payments
    confirmation confirmations confirm orderconfirmation shipconfirm verify verification verifications reminder
    reminders digest digests auto automation system sistema null devnull blackhole rechnung rechnungen mahnung
    facture factures facturation fattura fatture fatturazione factura facturas facturacion fatura faturas
    faturamento recibo recibos aviso faktura faktury fakturor kvittering kvitto kvitton bestellung bestellungen
    bestellbestaetigung auftragsbestaetigung versandbestaetigung buchungsbestaetigung pedido pedidos commande
    commandes ordine ordini confirmacion confirmacao conferma bestaetigung promo promos promotion promotions
    offers deals oferta ofertas offerte angebote mailing mailings campaign campaigns enews news noticias
    actualites feed feeds
"""
# What may stand beside those and is nobody's name.
_NEUTRAL = """
    do not no my the your our mail email mails info online web site team server service services account
    accounts customer customers client clients user users support shop store app apps cloud mobile push message
    messages msg dev prod test daily weekly monthly security admin center centre hub eu us uk track help
"""
# Words in the display names of programs and of whoever tells many at once, and in nobody's name.
_NAMES = """
    noreply postmaster newsletter newsletters notification notifications notifier alerts announcement announcements
    subsystem crawler autoresponder mailbot cronjob notificaciones notificacoes notifiche benachrichtigungen
    mitteilungen rundbrief infolettre nyhetsbrev nyhedsbrev nieuwsbrief powiadomienia uvedomleniya comunicados
"""
# Who writes in a firm's name. People read these and write from them; with a mailing service's headers, programs do.
_ROLES = """
    info information hello hi hallo hola bonjour ciao contact contacto contato kontakt contatti team support
    help helpdesk service services servicedesk kundenservice kundendienst customerservice customercare care
    sales vertrieb ventas office admin webmaster marketing press community events event members
    membership account accounts security welcome feedback survey surveys jobs careers recruiting hr shop store
    order shipping tracking delivery booking bookings reservations reservierung tickets ticket editor editorial
    redaktion editors publisher
"""

ALWAYS, ALONE, NEUTRAL, ROLES, NAMES = (
    frozenset(words.split()) for words in (_ALWAYS, _ALONE, _NEUTRAL, _ROLES, _NAMES)
)
