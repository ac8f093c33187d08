"""Labels of phones, folded, in the languages people write mail in. Single letters count before a mark only."""

from services.mime.word_lists import words

FAX = words("fax telefax faks faxe faxnr telefaks факс 传真 傳真 팩스 ファックス ファクス φαξ telecopie fx f")
MOBILE = words(
    """
    mobile mob mobiel mobil mobiltelefon mobilnummer cell cellular cellphone handy movil celular cel portable port
    gsm tlm telemovel kom komorka komorkowy моб мобильный мобільний мобилен 手机 手機 携帯 携帯電話 휴대폰 휴대
    핸드폰 natel cellulare matkapuhelin cep κιν κινητο whatsapp wa text sms matkap kannykka farsimi m mb c hp h/p
    נייד جوال
    """
)
WORK = words(
    """
    tel tele tell telephone telephones phone phones ph t p fon telefon telefono telefone tfno tlfno tlf tf puh
    puhelin o off office d dir direct direkt directo diretto direto dd ddi did durchwahl zentrale switchboard main w
    work business voice v standard centralino centrale тел телефон раб рабочий 电话 電話 전화 代表 대표전화 τηλ
    τηλεφωνο b tollfree desk hotline direktwahl direkte hq reception landline tlfn telf telef telefonnummer
    rufnummer teléfono ligne fixe fijo fisso sentralbord vaxel טל טלפון هاتف sabit ofis telefonu pevna linka contact
    call
    """
)
BESIDE = words("number no nr num toll free line")  # of a label, and none by themselves
HOME = words("home privat private prive casa hjem h домашний")
EXTENSION = "ext|loc|local|extn|extension|x|dw|durchwahl|poste|anexo|ramal|interno|int|wew|доб|вн|內線|内線|분기"
