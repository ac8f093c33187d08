"""What machines send: newsletters, receipts and notices, and unsolicited mail."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Newsletter:
    """A newsletter that comes every `days` days. Subjects and stories take turns."""

    name: str
    address: str
    list_id: str
    days: int
    subjects: tuple[str, ...]  # with {month}, {number}
    stories: tuple[tuple[str, str], ...]  # headline, text


@dataclass(frozen=True)
class Notices:
    """What a service sends by itself, every `days` days or so."""

    name: str
    address: str
    days: int
    labels: tuple[str, ...]
    subjects: tuple[str, ...]  # with {number}, {amount}, {month}, {date}
    text: str


NEWSLETTERS = (
    Newsletter(
        "Quill & Harbour Press", "letters@news.quillharbour.example", "catalogue.quillharbour.example", 30,
        ("New books in {month}", "From the harbour: {month} reading", "Three books for {month}"),
        (
            ("A life in barometers", "The story of four sisters who wrote down the weather for sixty years. In our shop from Thursday."),
            ("Rivers by night", "A walk along twelve rivers after sunset, with drawings by the author."),
            ("The bridge keepers", "Our novel of the season: a lock, a flood and a very stubborn clock."),
            ("Reading in the warehouse", "Join us for an evening with soup and three debut authors. Entry is free."),
        ),
    ),
    Newsletter(
        "Eastgate Museum", "news@eastgate-museum.example", "friends.eastgate-museum.example", 28,
        ("What's on at Eastgate in {month}", "Friends of the Museum, no. {number}", "{month} at Eastgate"),
        (
            ("Small machines, big ideas", "Our new show of pocket instruments opens with a tour by the curator."),
            ("Late Thursdays", "Open until ten, with music in the stairwell and a bar in the map room."),
            ("Mend it yourself", "Bring a broken clock, take home a working one. Places are limited to twenty."),
            ("For families", "Build a sundial out of cardboard, every Saturday at eleven."),
        ),
    ),
    Newsletter(
        "Bench & Field Weekly", "weekly@benchandfield.example", "weekly.benchandfield.example", 11,
        ("Bench & Field #{number}: low-power radios", "Bench & Field #{number}: what drifts, and why", "Bench & Field #{number}: a week of sensors", "Bench & Field #{number}: reading datasheets"),
        (
            ("Why your sensor drifts at dawn", "Condensation, mostly. We put nine housings into a fridge to find out which one stays dry."),
            ("A radio that sleeps well", "Two microamperes in deep sleep, and a wake-up that does not lose the first byte."),
            ("Reader's question", "Which glue survives salt water? You sent forty answers; three of them agree."),
            ("From the archive", "A letter of 1911 about a tide gauge that ran for thirty years on a clock spring."),
            ("Teardown", "Inside a cheap soil probe: better than its price, worse than its leaflet."),
        ),
    ),
    Newsletter(
        "Voltshop", "offers@mail.voltshop.example", "offers.voltshop.example", 13,
        ("20% off connectors until Sunday", "Your {month} bench deals", "Back in stock: the small multimeter", "Last chance: free shipping", "We thought you'd like these"),
        (
            ("Waterproof connectors", "Four sizes, two colours, and one price until Sunday."),
            ("The small multimeter is back", "It fits into a jacket and reads true RMS. Limited to two per customer."),
            ("Solder in {month}", "Lead-free reels at last year's price."),
            ("Clearance", "Odds, ends and enclosures: what is gone is gone."),
        ),
    ),
    Newsletter(
        "Greenfold Packaging", "hello@news.greenfold-packaging.example", "updates.greenfold-packaging.example", 62,
        ("The Fold: {month}", "Greenfold: paper that lasts"),
        (
            ("A box without glue", "Our new folding pattern saves nine grams per parcel."),
            ("Open day", "See the humidity chamber and take a wrong turn in the warehouse."),
        ),
    ),
)  # fmt: skip

NOTICES = (
    Notices(
        "Voltshop Orders", "no-reply@voltshop.example", 27, ("Category Updates", "Receipts"),
        ("Your order V-{number} is confirmed", "Order V-{number} has shipped", "Receipt for order V-{number}"),
        "Thank you for your order V-{number}.\n\n2 x M12 connector, 5 pin\n1 x enclosure, grey\n\nTotal: {amount} including VAT\nDelivery: by {date}\n\nThis mailbox is not read. Questions go to the help page of your account.",
    ),
    Notices(
        "Parcelhopper", "notifications@parcelhopper.example", 31, ("Category Updates",),
        ("Your parcel arrives today", "Parcel {number} was delivered", "We missed you: parcel {number}"),
        "Parcel {number} from Voltshop is on its way to you. Our driver rings twice.\n\nExpected: {date}, between 10:00 and 12:00.\nChange the place of delivery in the app.",
    ),
    Notices(
        "Ledgerly Bank", "no-reply@ledgerly-bank.example", 30, ("Category Updates", "Important"),
        ("Your statement for {month} is ready", "Payment of {amount} received"),
        "Your statement for {month} is ready. Sign in to read it.\n\nBalance at the end of the month: {amount}.\n\nWe never ask for your password in a mail.",
    ),
    Notices(
        "Railhop Tickets", "tickets@railhop.example", 38, ("Category Updates", "Receipts", "Travel, by rail"),
        ("Your ticket for {date}", "Booking {number} confirmed"),
        "Booking {number}\n\nOut: {date}, 08:12, coach C, seat 41\nBack: the same day, 17:40, coach B, seat 12\n\nPaid: {amount}\nShow this mail or the app on the train.",
    ),
    Notices(
        "Codeberry", "notifications@codeberry.example", 12, ("Category Updates",),
        ("[tide-gauge/logger] Build #{number} passed", "[tide-gauge/logger] Build #{number} failed", "[tide-gauge/logger] New comment on #{number}"),
        "Build #{number} of tide-gauge/logger, branch main.\n\n142 tests, 3 minutes 10 seconds.\n\nYou receive this because you watch the project.",
    ),
    Notices(
        "Calmstay", "bookings@calmstay.example", 90, ("Category Updates", "Travel, by rail"),
        ("Booking confirmed: harbour view, {date}", "How was your stay?"),
        "Your room is booked from {date}, two nights, breakfast included.\n\nPrice: {amount}\nReference: {number}\n\nArrive after 15:00, leave before 11:00.",
    ),
    Notices(
        "Westmere City Library", "do-not-reply@library.westmere-city.example", 34, ("Category Updates",),
        ("Due soon: 2 items", "Your reservation is ready", "Overdue: 1 item"),
        "These items are due on {date}:\n\n- Tides and their keepers\n- The short book of long walks\n\nRenew them online with card number ending in {number}.",
    ),
)  # fmt: skip

SPAM = (
    ("Lucky Draw Office", "office@prize-claims.test", "CONGRATULATIONS!!! Your address has won {amount}", "Dear winner, your address was drawn among 4,000,000. To release the prize, send your full name and a small fee."),
    ("Dr. Quick Pharm", "deals@pills-now.test", "Cheap p1lls, no questions", "Best price of the net, discreet parcel. Click now, offer ends tonight."),
    ("SEO Expert Team", "growth@rank-first.test", "I visited your website", "I found 17 errors on your website. We can bring you to page one within a week, guaranteed."),
    ("Mailbox Admin", "admin@mail-upgrade.test", "Your mailbox is full, act now", "Your mailbox has passed its limit. Confirm your password within 24 hours or lose all messages."),
    ("Crypto Desk", "vip@coin-rocket.test", "Double your coins by Friday", "Our robot made {amount} last night while its owner slept. Only nine seats are left."),
)  # fmt: skip

BACKUP_TEXT = "Nightly backup of marlow-nas\n\nFiles looked at: 48,213\nFiles copied: {number}\nErrors: 0\n\nNext run: tomorrow at 00:00."
