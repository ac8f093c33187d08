"""Messages, threads and labels through Google's client."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from googleapiclient.errors import HttpError

from tests.integration.devstack.simulator_fixture import ME, Simulator, decoded, mail, simulator

METADATA = "https://www.googleapis.com/auth/gmail.metadata"
READ = "https://www.googleapis.com/auth/gmail.readonly"


@pytest.fixture
def google(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator(tmp_path_factory.mktemp("messages")) as running:
        running.create()
        yield running


def refused(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    return caught.value.resp.status, caught.value.error_details[0]["reason"]


def test_formats_show_what_google_shows(google: Simulator) -> None:
    key = google.deliver(mail("Größe", "Hello <world>", X_One="a"))["id"]
    get = google.gmail().messages().get
    minimal = get(userId="me", id=key, format="minimal").execute()
    assert minimal.keys() == {"id", "threadId", "labelIds", "snippet", "sizeEstimate", "historyId", "internalDate"}
    assert minimal["snippet"] == "Hello &lt;world&gt;"
    metadata = get(userId="me", id=key, format="metadata", metadataHeaders=["subject", "X-One"]).execute()
    assert [header["value"] for header in metadata["payload"]["headers"]] == ["Größe", "a"]
    assert "body" not in metadata["payload"]
    raw = get(userId="me", id=key, format="raw").execute()
    assert raw.keys() == (minimal.keys() | {"raw"})
    full = get(userId="me", id=key).execute()
    assert decoded(full["payload"]["body"]["data"]) == b"Hello <world>"
    assert full["payload"]["body"]["data"].endswith("=")


def test_keys_are_absent_rather_than_empty(google: Simulator) -> None:
    empty = google.gmail().messages().list(userId="me").execute()
    assert empty == {"resultSizeEstimate": 0}
    key = google.deliver(mail(), labels="")["id"]
    assert "labelIds" not in google.gmail().messages().get(userId="me", id=key).execute()


def test_pages_stay_put_while_mail_arrives(google: Simulator) -> None:
    old = [google.deliver(mail(f"old {n}"))["id"] for n in range(6)]
    gmail = google.gmail()
    request = gmail.messages().list(userId="me", maxResults=4)
    page = request.execute()
    google.deliver(mail("new"))
    rest = gmail.messages().list_next(request, page).execute()
    assert [m["id"] for m in page["messages"] + rest["messages"]] == old[::-1]
    assert "nextPageToken" not in rest
    threads = gmail.threads().list(userId="me", maxResults=4).execute()
    google.deliver(mail("newest"))
    more = gmail.threads().list(userId="me", maxResults=4, pageToken=threads["nextPageToken"]).execute()
    assert len({t["id"] for t in threads["threads"] + more["threads"]}) == 7


def test_spam_and_trash_are_hidden_until_asked_for(google: Simulator) -> None:
    kept = google.deliver(mail("kept"))["id"]
    spam = google.deliver(mail("spam"), labels="SPAM")["id"]
    gmail = google.gmail()
    trashed = google.deliver(mail("trashed"))["id"]
    gmail.messages().trash(userId="me", id=trashed).execute()

    def ids(**query: Any) -> set[str]:
        return {m["id"] for m in gmail.messages().list(userId="me", **query).execute().get("messages", [])}

    assert ids() == {kept}
    assert ids(includeSpamTrash=True) == {kept, spam, trashed}
    assert ids(labelIds=["SPAM"]) == {spam}
    assert ids(q="in:trash") == {trashed}
    gmail.messages().untrash(userId="me", id=trashed).execute()
    assert ids() == {kept, trashed}


def test_search_words(google: Simulator) -> None:
    lunch = google.deliver(mail("Lunch on Friday", "pizza", Message_ID="<lunch@x>"))["id"]
    report = google.deliver(mail("Report", "figures", sender="Carol <carol@corp.example>"), labels="INBOX")["id"]

    def ids(query: str) -> list[str]:
        page = google.gmail().messages().list(userId="me", q=query).execute()
        return [message["id"] for message in page.get("messages", [])]

    assert ids("pizza") == [lunch]
    assert ids("from:carol@corp.example") == [report]
    assert ids('subject:"lunch on"') == [lunch]
    assert ids("-subject:lunch") == [report]
    assert ids("rfc822msgid:lunch@x") == [lunch]
    assert ids("label:unread to:me") == [lunch]
    assert ids("is:read") == [report]
    assert ids("after:2020/01/01 before:2021/01/01") == []
    assert ids("after:2020/01/01 pizza") == [lunch]
    assert ids("newer_than:2d figures") == [report]


def test_replies_join_their_thread_and_others_do_not(google: Simulator) -> None:
    first = google.deliver(mail("Plan", Message_ID="<1@x>"))
    reply = google.deliver(mail("Re: Plan", "yes", Message_ID="<2@x>", In_Reply_To="<1@x>"))
    late = google.deliver(mail("RE: re: plan", "no reference", Message_ID="<3@x>"))
    other = google.deliver(mail("Another plan", Message_ID="<4@x>", References="<1@x>"))
    same = google.deliver(mail("Plan", "not a reply", Message_ID="<5@x>"))
    assert first["id"] == first["threadId"] == reply["threadId"] == late["threadId"]
    assert other["threadId"] == other["id"]
    assert same["threadId"] == same["id"]
    thread = google.gmail().threads().get(userId="me", id=first["id"], format="minimal").execute()
    assert [m["id"] for m in thread["messages"]] == [first["id"], reply["id"], late["id"]]
    assert thread["historyId"] == thread["messages"][-1]["historyId"]


def test_thread_changes_reach_every_message(google: Simulator) -> None:
    first = google.deliver(mail("Plan", Message_ID="<1@x>"))
    google.deliver(mail("Re: Plan", "yes", In_Reply_To="<1@x>"))
    threads = google.gmail().threads()
    changed = threads.modify(userId="me", id=first["id"], body={"removeLabelIds": ["UNREAD"]}).execute()
    assert [m["labelIds"] for m in changed["messages"]] == [["INBOX"], ["INBOX"]]
    trashed = threads.trash(userId="me", id=first["id"]).execute()
    assert all("TRASH" in m["labelIds"] for m in trashed["messages"])
    threads.untrash(userId="me", id=first["id"]).execute()
    threads.delete(userId="me", id=first["id"]).execute()
    assert refused(threads.get(userId="me", id=first["id"])) == (404, "notFound")


def test_raw_is_not_a_format_of_threads(google: Simulator) -> None:
    thread = google.deliver(mail())["threadId"]
    with google.raw() as http:
        answer = http.get(f"/gmail/v1/users/me/threads/{thread}?format=raw")
    assert answer.status_code == 400
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_batch_modify_and_delete_pass_over_what_is_not_there(google: Simulator) -> None:
    ids = [google.deliver(mail(f"m{n}"))["id"] for n in range(3)]
    messages = google.gmail().messages()
    body = {"ids": [*ids[:2], "00000000000000ff"], "addLabelIds": ["STARRED"], "removeLabelIds": ["INBOX"]}
    assert messages.batchModify(userId="me", body=body).execute() == ""
    truth = google.get(f"accounts/{ME}/snapshot")
    assert truth[ids[0]]["labelIds"] == ["UNREAD", "STARRED"]
    assert truth[ids[2]]["labelIds"] == ["INBOX", "UNREAD"]
    messages.batchDelete(userId="me", body={"ids": ids[:2]}).execute()
    assert set(google.get(f"accounts/{ME}/snapshot")) == {ids[2]}
    messages.delete(userId="me", id=ids[2]).execute()
    assert google.get(f"accounts/{ME}/snapshot") == {}


def test_labels_of_the_user(google: Simulator) -> None:
    labels = google.gmail().labels()
    made = labels.create(userId="me", body={"name": "Work", "labelListVisibility": "labelShow"}).execute()
    assert re.fullmatch(r"Label_\d+", made["id"])
    key = google.deliver(mail(), labels=f"INBOX,UNREAD,{made['id']}")["id"]
    counted = labels.get(userId="me", id=made["id"]).execute()
    assert (counted["messagesTotal"], counted["messagesUnread"], counted["threadsTotal"]) == (1, 1, 1)
    green = {"textColor": "#ffffff", "backgroundColor": "#16a766"}
    labels.patch(userId="me", id=made["id"], body={"name": "Play", "color": green}).execute()
    named = {label["id"]: label for label in labels.list(userId="me").execute()["labels"]}
    assert named[made["id"]]["name"] == "Play"
    assert named[made["id"]]["labelListVisibility"] == "labelShow"
    assert (named[made["id"]]["color"], named["INBOX"]["type"]) == (green, "system")
    for color in (green | {"textColor": "#123456"}, {"textColor": "#ffffff"}, "green"):
        assert refused(labels.patch(userId="me", id=made["id"], body={"color": color})) == (400, "invalidArgument")
    assert refused(labels.create(userId="me", body={"name": "play"}))[0] == 409
    assert refused(labels.delete(userId="me", id="INBOX")) == (400, "invalidArgument")
    labels.delete(userId="me", id=made["id"]).execute()
    assert google.get(f"accounts/{ME}/snapshot")[key]["labelIds"] == ["INBOX", "UNREAD"]


def test_errors_have_googles_shape(google: Simulator) -> None:
    messages = google.gmail().messages()
    key = google.deliver(mail())["id"]
    assert refused(messages.get(userId="me", id="00000000000000ff")) == (404, "notFound")
    assert refused(messages.get(userId="me", id="no-such-id")) == (400, "invalidArgument")
    assert refused(messages.get(userId="someone@else.example", id=key)) == (403, "forbidden")
    assert refused(messages.modify(userId="me", id=key, body={"addLabelIds": ["Label_99"]}))[0] == 400
    assert refused(messages.modify(userId="me", id=key, body={"addLabelIds": ["SENT"]}))[0] == 400
    assert refused(messages.list(userId="me", pageToken="garbage"))[0] == 400
    with google.raw() as http:
        unknown = http.get("/gmail/v1/users/me/messages?colour=blue")
        nowhere = http.get("/gmail/v1/users/me/nothing")
    assert unknown.status_code == 400
    assert 'Unknown name "colour"' in unknown.json()["error"]["message"]
    assert nowhere.status_code == 404
    anonymous = google.http.get("/gmail/v1/users/me/profile")
    assert anonymous.status_code == 401
    assert anonymous.json()["error"]["errors"][0]["location"] == "Authorization"


def test_own_address_is_me(google: Simulator) -> None:
    assert google.gmail().getProfile(userId=ME.upper()).execute()["emailAddress"] == ME


def test_scopes_are_checked_method_by_method(google: Simulator) -> None:
    key = google.deliver(mail())["id"]
    reader = google.gmail(scopes=[READ]).messages()
    assert refused(reader.trash(userId="me", id=key)) == (403, "insufficientPermissions")
    assert refused(reader.delete(userId="me", id=key)) == (403, "insufficientPermissions")
    narrow = google.gmail(scopes=[METADATA]).messages()
    assert narrow.get(userId="me", id=key, format="metadata").execute()["id"] == key
    assert refused(narrow.get(userId="me", id=key))[0] == 403
    assert refused(narrow.list(userId="me", q="hello"))[0] == 403


def test_fields_cut_every_answer(google: Simulator) -> None:
    key = google.deliver(mail("Cut", X_Other="1"))["id"]
    messages = google.gmail().messages()
    listed = messages.list(userId="me", fields="messages/id,nextPageToken").execute()
    assert listed == {"messages": [{"id": key}]}
    got = messages.get(userId="me", id=key, fields="id,payload(mimeType,headers(value))").execute()
    assert got.keys() == {"id", "payload"}
    assert got["payload"].keys() == {"mimeType", "headers"}
    assert {"value": "Cut"} in got["payload"]["headers"]
    assert refused(messages.list(userId="me", fields="massages"))[0] == 400
    assert refused(messages.list(userId="me", fields="messages(id"))[0] == 400


def test_answers_are_compressed_where_accepted(google: Simulator) -> None:
    key = google.deliver(mail(body="word " * 2000))["id"]
    with google.raw() as http:
        packed = http.get(f"/gmail/v1/users/me/messages/{key}", headers={"accept-encoding": "gzip"})
        plain = http.get(f"/gmail/v1/users/me/messages/{key}", headers={"accept-encoding": "identity"})
        pretty = http.get(f"/gmail/v1/users/me/messages/{key}?prettyPrint=true")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 3000
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json() == pretty.json()
    assert pretty.text.count("\n") > 10


def test_a_query_too_long_for_an_address_goes_as_a_post(google: Simulator) -> None:
    google.deliver(mail())
    query = " ".join(f"-subject:word{n}" for n in range(300))
    page = google.gmail().messages().list(userId="me", q=query).execute()
    assert len(page["messages"]) == 1


def test_inline_text_comes_as_utf8_and_files_as_they_are(google: Simulator) -> None:
    text = "Grüße".encode("iso-8859-1")
    raw = (
        b"From: bob@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n" + text + b"\r\n"
        b"--b\r\nContent-Type: text/plain; charset=iso-8859-1; name=a.txt\r\n"
        b"Content-Disposition: attachment; filename=a.txt\r\n\r\n" + text + b"\r\n--b--\r\n"
    )
    key = google.deliver(raw)["id"]
    inline, file = google.gmail().messages().get(userId="me", id=key).execute()["payload"]["parts"]
    assert decoded(inline["body"]["data"]) == "Grüße".encode()
    assert (inline["partId"], file["partId"], file["filename"]) == ("0", "1", "a.txt")
    assert "data" not in file["body"]
    attachments = google.gmail().messages().attachments()
    got = attachments.get(userId="me", messageId=key, id=file["body"]["attachmentId"]).execute()
    assert decoded(got["data"]) == text
    assert refused(attachments.get(userId="me", messageId=key, id="ANGjdJnothing"))[0] == 400
