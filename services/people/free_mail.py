"""Mail providers, relays, group hosts and associations: an address there says nothing about an employer."""

# Brands that give out addresses under many countries' domains: hotmail.co.uk, yahoo.com.br, gmx.ch, ...
_BRANDS = """
    aol gmail gmx googlemail hotmail live outlook posteo protonmail rediffmail rocketmail tiscali tutanota windowslive
    yahoo yandex ymail
"""

# Everybody's providers, by region.
_DOMAINS = """
    aim.com att.net bellsouth.net charter.net comcast.net cox.net duck.com earthlink.net email.com excite.com
    frontier.com hey.com hush.com hushmail.com icloud.com inbox.com juno.com mac.com mail.com me.com msn.com
    netscape.net netzero.net optonline.net pobox.com prodigy.net roadrunner.com sbcglobal.net usa.net verizon.net
    windstream.net

    bell.net rogers.com shaw.ca sympatico.ca telus.net videotron.ca

    fastmail.com fastmail.fm mailbox.org mailfence.com pm.me proton.me runbox.com startmail.com tuta.com tuta.io
    zoho.com zohomail.com disroot.org riseup.net cock.li

    blueyonder.co.uk btinternet.com btopenworld.com ntlworld.com sky.com talktalk.net tiscali.co.uk virgin.net
    virginmedia.com eircom.net

    aon.at a1.net chello.at inode.at arcor.de email.de freenet.de mail.de mailbox.de netcologne.de online.de
    t-online.de web.de bluewin.ch hispeed.ch sunrise.ch

    bbox.fr club-internet.fr free.fr laposte.net neuf.fr numericable.fr orange.fr sfr.fr wanadoo.fr skynet.be
    proximus.be telenet.be scarlet.be

    chello.nl hetnet.nl home.nl kpnmail.nl kpnplanet.nl planet.nl quicknet.nl solcon.nl upcmail.nl xs4all.nl
    ziggo.nl

    alice.it email.it fastwebnet.it inwind.it iol.it libero.it tim.it tin.it virgilio.it telefonica.net terra.es
    sapo.pt clix.pt netcabo.pt

    broadpark.no online.no telia.com bredband.net comhem.se spray.se mail.dk tdcadsl.dk jubii.dk elisanet.fi
    kolumbus.fi suomi24.fi welho.com simnet.is

    centrum.cz email.cz post.cz seznam.cz volny.cz azet.sk centrum.sk post.sk zoznam.sk freemail.hu citromail.hu
    interia.pl o2.pl onet.pl op.pl tlen.pl vp.pl wp.pl abv.bg mail.bg inbox.lv inbox.lt mail.ee

    bk.ru inbox.ru internet.ru list.ru mail.ru rambler.ru ya.ru i.ua meta.ua ukr.net tut.by mail.kz mynet.com
    otenet.gr in.gr walla.com walla.co.il netvision.net.il zahav.net.il

    126.com 139.com 163.com 188.com 189.cn 21cn.com aliyun.com foxmail.com qq.com sina.cn sina.com sohu.com tom.com
    wo.cn yeah.net pchome.com.tw hinet.net seed.net.tw netvigator.com

    au.com biglobe.ne.jp docomo.ne.jp ezweb.ne.jp infoseek.jp nifty.com ocn.ne.jp plala.or.jp softbank.ne.jp
    so-net.ne.jp daum.net hanmail.net kakao.com nate.com naver.com

    indiatimes.com in.com sify.com vsnl.com singnet.com.sg starhub.net.sg

    bigpond.com bigpond.net.au iinet.net.au on.net optusnet.com.au tpg.com.au clear.net.nz paradise.net.nz
    slingshot.co.nz xtra.co.nz

    bol.com.br globo.com globomail.com ig.com.br oi.com.br r7.com terra.com.br uol.com.br zipmail.com.br
    fibertel.com.ar ciudad.com.ar arnet.com.ar speedy.com.ar prodigy.net.mx une.net.co cantv.net

    mweb.co.za telkomsa.net vodamail.co.za webmail.co.za

    appleid.com mozmail.com simplelogin.com anonaddy.me addy.io mailinator.com guerrillamail.com yopmail.com
    10minutemail.com temp-mail.org sharklasers.com

    googlegroups.com groups.io yahoogroups.com egroups.com freelists.org topica.com

    aliceadsl.fr aol.de ameritech.net adelphia.net alltel.net bigfoot.com blueyonder.com cableone.net
    cablevision.com canada.com centurylink.net centurytel.net cableinet.co.uk compuserve.com consultant.com cs.com
    dslextreme.com embarqmail.com fuse.net gci.net gte.net hughes.net insightbb.com iname.com knology.net lycos.com
    mchsi.com mediacombb.net mindspring.com mtsallstream.net ntl.com pacbell.net panix.com peoplepc.com post.com
    q.com qwest.net rcn.com rr.com sasktel.net snet.net sonic.net speakeasy.net spectrum.net suddenlink.net
    swbell.net tds.net telocity.com uswest.net wideopenwest.com std.com wowway.com zoominternet.net cogeco.ca
    eastlink.ca demon.co.uk demon.nl freenetname.co.uk freeserve.co.uk lineone.net madasafish.com onetel.com
    pipex.com plus.com plus.net plusnet.com supanet.com tesco.net which.net zen.co.uk esatclear.ie iol.ie indigo.ie
    oceanfree.net kabelmail.de unitybox.de unity-mail.de versanet.de ewetel.net osnanet.de htp-tel.de t-mobile.de
    gmx.net netscape.com swissonline.ch vtxnet.ch romandie.com liwest.at utanet.at telering.at kabsi.at
    aliceposta.it infinito.it supereva.it tiscalinet.it teletu.it cegetel.net dbmail.com nordnet.fr noos.fr magic.fr
    ya.com ono.com euskaltel.net movistar.es jazztel.es telepac.pt casema.nl chello.be caiway.nl online.be
    pandora.be tele2.nl tele2.se tele2.it telfort.nl versatel.nl wanadoo.nl zonnet.nl swipnet.se bahnhof.se
    glocalnet.net stofanet.dk webspeed.dk c2i.net frisurf.no getmail.no saunalahti.fi dnainternet.net nic.fi
    neostrada.pl gazeta.pl poczta.fm tiscali.cz quick.cz iol.cz upcmail.cz t-com.me t-com.hr net.hr siol.net vip.hr
    t-online.hu upcmail.hu rdslink.ro home.ro bih.net.ba eunet.rs sbb.rs dir.bg forthnet.gr hol.gr superonline.com
    ttmail.com narod.ru pochta.ru nm.ru hotbox.ru nxt.ru online.ua i.com.ua bigmir.net mail.ua tut.ua delfi.lv
    apollo.lv one.lt 012.net.il 013.net barak.net.il emirates.net.ae batelco.com.bh qualitynet.net eim.ae
    cyber.net.pk bsnl.in airtelmail.in dataone.in sancharnet.in pacific.net.sg pacific.net.hk tm.net.my streamyx.com
    jaring.my centrin.net.id cbn.net.id indosat.net.id loxinfo.co.th i-kool.com vnn.vn fpt.vn skybroadband.com.ph
    dodo.com.au iprimus.com.au ozemail.com.au westnet.com.au aapt.net.au adam.com.au exemail.com.au ihug.co.nz
    orcon.net.nz snap.net.nz actrix.co.nz uolsinectis.com.ar infovia.com.ar sinectis.com.ar adinet.com.uy vtr.net
    entelchile.net terra.cl etb.net.co iafrica.com absamail.co.za lantic.net

    ieee.org acm.org computer.org comsoc.org asme.org usenix.org bcs.org iee.org theiet.org
"""

FREE_BRANDS = frozenset(_BRANDS.split())
FREE_MAIL = frozenset(_DOMAINS.split())
