"""People come from files, at a desk and with a phone in hand: columns are named, problems told, all is taken back."""

import re

from playwright.async_api import expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import BRINGER, Visit
from tests.e2e.test_look import PICTURES
from tests.e2e.test_mailbox import allow
from tests.product import Product

TABLE = (
    "Wer;Wo;Kundennummer\nNoor Haddad;noor@haddad.example;17\nCelia Brandt;celia@brandt.example;18\nBen;no address;19\n"
)
REFUSED = r"\b422\b"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Grandma\nTEL:+49 421 99\nEMAIL:grandma at home\nEND:VCARD\n"


async def test_people_come_from_files_and_are_taken_back(kith: Product, visit: Visit, phone: bool) -> None:
    PICTURES.mkdir(exist_ok=True)
    size = "phone" if phone else "wide"
    visitor = await visit(await kith.browser().sign_in(BRINGER), phone=phone, dark=phone)
    page = visitor.page
    visitor.expected.append(REFUSED)
    await visitor.go("/settings")
    section = page.get_by_role("region", name="Your people from elsewhere")
    picker = section.get_by_label("File of people")
    await picker.set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": TABLE.replace("19", size).encode()}
    )
    table = section.get_by_role("listitem").filter(has_text="liste.csv").first
    await table.get_by_role("button", name="Name its columns").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("Noor Haddad · Celia Brandt")).to_be_visible()
    await dialog.get_by_role("button", name="Import these people").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("names or mail addresses")
    await dialog.get_by_label("What Wer is").select_option("Name")
    await dialog.get_by_label("What Wo is").select_option("Mail address")
    await dialog.get_by_label("What Kundennummer is").select_option("A field of its own")
    assert await visitor.overflow() == 0
    assert await complaints(page) == []
    await page.screenshot(path=PICTURES / f"import-mapping-{size}.png")
    await dialog.get_by_role("button", name="Import these people").click()
    await expect(table).to_contain_text(re.compile(r"\d new · \d known"))
    await table.get_by_role("button", name="problem").click()
    await expect(dialog).to_contain_text("Line 4, Wo")
    assert await complaints(page) == []
    await page.screenshot(path=PICTURES / f"import-problems-{size}.png")
    await dialog.get_by_role("button", name="Close").click()

    await picker.set_input_files({"name": f"{size}.vcf", "mimeType": "text/vcard", "buffer": (CARD + size).encode()})
    cards = section.get_by_role("listitem").filter(has_text=f"{size}.vcf")
    await expect(cards).to_contain_text("1 problem")
    assert await visitor.overflow() == 0
    assert await complaints(page) == []
    await section.scroll_into_view_if_needed()
    await page.screenshot(path=PICTURES / f"import-people-{size}.png")

    await visitor.go("/contacts")
    await page.get_by_role("listitem").filter(has_text="Noor Haddad").get_by_role("link").first.click()
    about = page.get_by_role("region", name="About")
    await expect(about.get_by_role("term").filter(has_text="Kundennummer")).to_be_visible()
    await expect(page.get_by_role("region", name="Strength")).to_contain_text("an address book names them")
    await visitor.go("/contacts")
    grandma = page.get_by_role("listitem").filter(has_text="Grandma")
    await expect(grandma).to_contain_text("no mail yet")
    await grandma.get_by_role("link").first.click()
    await visitor.heading("Grandma")
    await expect(page.get_by_text("No mail address is known")).to_be_visible()
    await expect(page.get_by_text("+4942199")).to_be_visible()
    assert await complaints(page) == []
    await page.screenshot(path=PICTURES / f"import-person-{size}.png")

    await visitor.go("/settings")
    await cards.get_by_role("button", name=f"Take back {size}.vcf").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Take it back").click()
    await expect(cards).to_contain_text("taken back")
    await visitor.go("/jobs")
    await expect(page.get_by_role("main").get_by_text("Import people").first).to_be_visible()
    await visitor.go("/contacts")
    await expect(page.get_by_role("listitem").filter(has_text="Grandma")).to_have_count(0)


async def test_google_contacts_are_brought_in_and_switched_off(kith: Product, visit: Visit, phone: bool) -> None:
    PICTURES.mkdir(exist_ok=True)
    size = "phone" if phone else "wide"
    browser = await kith.browser().sign_in(BRINGER)
    if not [box for box in (await browser.get("mailboxes"))["items"] if box["provider"] == "gmail"]:
        await browser.synced(await browser.connect(BRINGER))
    contact = {
        "resource": "people/vera",
        "person": {"names": [{"displayName": "Vera Ashby"}], "emailAddresses": [{"value": "vera@ashby.example"}]},
    }
    await kith.gmail.control("POST", f"accounts/{BRINGER}/contacts", json=contact)
    visitor = await visit(browser, phone=phone, dark=phone)
    page = visitor.page
    await visitor.go("/settings")
    row = page.get_by_role("list", name="Google Contacts").get_by_role("listitem")
    await expect(row).to_contain_text("Not brought in")
    await row.get_by_role("button", name="Bring in").click()
    if not phone:  # once it is allowed, it is
        await allow(page, BRINGER)
        await visitor.heading("Settings")
    await expect(row).to_contain_text("1 contact, kept in step")
    assert "contacts=" not in page.url
    assert await visitor.overflow() == 0
    assert await complaints(page) == []
    await row.scroll_into_view_if_needed()
    await page.screenshot(path=PICTURES / f"google-contacts-{size}.png")
    await visitor.go("/contacts")
    await expect(page.get_by_role("listitem").filter(has_text="Vera Ashby")).to_contain_text("no mail yet")
    await visitor.go("/settings")
    await row.get_by_role("button", name="Switch off").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Switch off").click()
    await expect(row).to_contain_text("Not brought in")
    await visitor.go("/jobs")
    await expect(page.get_by_role("main").get_by_text("Keep Google Contacts in step").first).to_be_visible()
