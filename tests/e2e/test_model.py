"""Which language models are set, and what they cost, at a desk and with a phone."""

from playwright.async_api import expect

from integrations.llm.protocol import FromUser, Prompt
from tests.e2e.axe import complaints
from tests.e2e.conftest import Visit
from tests.e2e.test_look import PICTURES
from tests.integration.tenants import user_id
from tests.product import Browser, Product


async def test_settings_say_which_models_are_set_and_what_they_cost(
    kith: Product, robin: Browser, visit: Visit, phone: bool
) -> None:
    PICTURES.mkdir(exist_ok=True)
    feature = "phone" if phone else "desk"
    prompt = Prompt(turns=(FromUser("Where is the ferry ticket?"),), max_tokens=200)
    await kith.services.ai.models.answer(await user_id(robin), feature, prompt)
    visitor = await visit(robin, phone=phone, dark=phone)
    page = visitor.page
    await visitor.go("/settings")
    model = page.get_by_role("region", name="Model", exact=True)
    chain = model.get_by_role("list", name="Models", exact=True)
    await expect(chain.get_by_role("listitem").first).to_contain_text("$4.00 in and $20.00 out")
    await expect(chain.get_by_role("listitem").last).to_contain_text("Its price is not known.")
    await expect(chain.get_by_role("listitem").last).to_contain_text("A simulated model: it understands nothing")
    await expect(model.get_by_role("progressbar", name="Spent today")).to_be_visible()
    line = model.get_by_role("list", name="What models cost").get_by_role("listitem").filter(has_text=feature)
    await expect(line).to_contain_text("1 request · ")
    await expect(line).to_contain_text("$0.000")
    assert await complaints(page) == []
    assert await visitor.overflow() == 0
    await model.screenshot(path=PICTURES / f"model-{feature}.png")
