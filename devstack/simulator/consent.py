"""The page on which a person chooses an account and allows what is asked for."""

from html import escape

from devstack.simulator.mailbox import Mailbox

_WORDS = {
    "openid": "Know who you are on Google",
    "https://www.googleapis.com/auth/userinfo.email": "See your email address",
    "https://www.googleapis.com/auth/userinfo.profile": "See your name and picture",
    "https://mail.google.com/": "Read, compose, send and permanently delete all your email",
    "https://www.googleapis.com/auth/gmail.readonly": "Read your email and settings",
    "https://www.googleapis.com/auth/gmail.metadata": "See labels and headers, but not the content, of your email",
    "https://www.googleapis.com/auth/gmail.modify": "Read, compose and send email, and change labels",
    "https://www.googleapis.com/auth/gmail.send": "Send email for you",
    "https://www.googleapis.com/auth/gmail.compose": "Manage drafts and send email",
    "https://www.googleapis.com/auth/gmail.labels": "See and edit your labels",
    "https://www.googleapis.com/auth/gmail.insert": "Add email to your mailbox",
}
_STYLE = """
:root { color-scheme: light dark; --line: #dadce0; --quiet: #5f6368; --accent: #0b57d0; --on: #fff; --card: #fff;
  --page: #f0f4f9 }
@media (prefers-color-scheme: dark) { :root { --line: #444746; --quiet: #c4c7c5; --accent: #a8c7fa; --on: #062e6f;
  --card: #0e0e0e; --page: #1e1f20 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; grid-template-columns: minmax(0, 1fr);
  background: var(--page); padding: 16px; font: 16px/1.5 system-ui, sans-serif }
main { background: var(--card); border-radius: 28px; padding: 36px; max-width: 560px; width: 100%;
  overflow-wrap: anywhere }
h1 { font-size: 1.75rem; font-weight: 400; line-height: 1.2; margin: 0 0 8px }
p, small { color: var(--quiet); margin: 0 0 20px }
fieldset { border: 0; padding: 0; margin: 0 0 20px }
legend { font-weight: 600; padding: 0; margin-bottom: 8px }
label { display: flex; gap: 12px; align-items: center; padding: 12px; border: 1px solid var(--line);
  border-radius: 12px; margin-bottom: 8px; cursor: pointer; overflow-wrap: anywhere }
label:has(:checked) { border-color: var(--accent); outline: 1px solid var(--accent) }
label span { display: block } label small { margin: 0 }
li { margin-bottom: 4px } ul { padding-left: 20px; margin: 0 0 24px }
footer { display: flex; gap: 12px; justify-content: flex-end }
button { font: inherit; font-weight: 600; padding: 10px 24px; border-radius: 999px; cursor: pointer;
  border: 1px solid var(--line); background: transparent; color: var(--accent) }
button[value=allow] { background: var(--accent); border-color: var(--accent); color: var(--on) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
"""


def consent_page(accounts: list[Mailbox], request: dict[str, str], client: str) -> str:
    """A form that sends the request back with `account` and `decision` ("allow" or "cancel")."""
    hint = request.get("login_hint", "").lower()
    chosen = next((mailbox.email for mailbox in accounts if mailbox.email == hint), None)
    chosen = chosen or (accounts[0].email if accounts else "")
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in request.items()
    )
    choices = "".join(_choice(mailbox, mailbox.email == chosen) for mailbox in accounts)
    scopes = "".join(f"<li>{escape(_WORDS.get(scope, scope))}" for scope in request.get("scope", "").split())
    return _page(
        "Sign in – Gmail simulator",
        f"""<h1>Choose an account</h1><p>to continue to <b>{escape(client)}</b>. This is a simulator: its accounts
are made of mbox files, and no password is needed.</p>
<form method="post">{hidden}
<fieldset><legend>Account</legend>{choices or "<p>There is no account yet.</p>"}</fieldset>
<fieldset><legend>It will be able to</legend><ul>{scopes}</ul></fieldset>
<footer><button name="decision" value="cancel">Cancel</button>
<button name="decision" value="allow"{"" if accounts else " disabled"}>Allow</button></footer></form>""",
    )


def refusal_page(error: str, description: str) -> str:
    """What a browser sees when the request must not be sent back to the client."""
    return _page(
        "Error – Gmail simulator",
        f"<h1>Access blocked</h1><p>{escape(description)}</p><small>Error 400: {escape(error)}</small>",
    )


def _choice(mailbox: Mailbox, checked: bool) -> str:
    return (
        f'<label><input type="radio" name="account" value="{escape(mailbox.email)}"{" checked" if checked else ""}>'
        f"<span>{escape(mailbox.name)}<br><small>{escape(mailbox.email)}</small></span></label>"
    )


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="data:,">'  # else browsers ask for one
        f"<title>{escape(title)}</title><style>{_STYLE}</style><main>{content}</main></html>"
    )
