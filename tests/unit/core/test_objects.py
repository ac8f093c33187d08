"""Objects: encrypted on the way into storage, whole or not at all, and in little memory."""

import os
from pathlib import Path

import pytest

from base.errors import InvalidSettings, NotFound, Unavailable
from integrations.storage import open_store
from services.core.keyring import CannotDecrypt, UserKeys
from services.core.objects import Objects
from tests.keys import fresh_keys

MIB = 1024 * 1024
SIZES = [0, 1, MIB - 200, MIB, MIB + 1, 5 * MIB + 17]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "objects"


@pytest.fixture
def objects(folder: Path) -> Objects:
    return Objects(open_store(folder.as_uri()))


@pytest.fixture(scope="module")
def keys() -> UserKeys:
    return fresh_keys()


def write(objects: Objects, keys: UserKeys, name: str, content: bytes, chunk: int = 300_000) -> None:
    writer = objects.writer(keys, name)
    for start in range(0, len(content), chunk):
        writer.write(content[start : start + chunk])
    writer.close()


def read(objects: Objects, keys: UserKeys, name: str, offset: int = 0) -> bytes:
    reader = objects.reader(keys, name, offset=offset)
    found = b""
    while chunk := reader.read(400_000):
        found += chunk
    reader.close()
    return found


@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_is_read(objects: Objects, keys: UserKeys, size: int) -> None:
    content = os.urandom(size)
    write(objects, keys, "user/upload", content)

    assert read(objects, keys, "user/upload") == content


@pytest.mark.parametrize("offset", [0, 1, MIB, 3 * MIB + 5, 5 * MIB + 17, 9 * MIB])
def test_reading_goes_on_at_an_offset(objects: Objects, keys: UserKeys, offset: int) -> None:
    content = os.urandom(5 * MIB + 17)
    write(objects, keys, "user/upload", content)

    assert read(objects, keys, "user/upload", offset) == content[offset:]


def test_the_storage_sees_ciphertext_only(objects: Objects, keys: UserKeys, folder: Path) -> None:
    write(objects, keys, "user/upload", b"From anna@example.org\n" * 1000)
    stored = (folder / "user" / "upload").read_bytes()

    assert b"anna" not in stored
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["upload"]


@pytest.mark.parametrize("kept", [0, 1, 50, 200, MIB, -1])
def test_a_cut_object_is_refused(objects: Objects, keys: UserKeys, folder: Path, kept: int) -> None:
    write(objects, keys, "upload", os.urandom(2 * MIB))
    path = folder / "upload"
    os.truncate(path, kept if kept >= 0 else path.stat().st_size - 1)

    with pytest.raises(CannotDecrypt):
        read(objects, keys, "upload")


@pytest.mark.parametrize("place", [1, 40, 300, MIB, -1])
def test_a_changed_object_is_refused(objects: Objects, keys: UserKeys, folder: Path, place: int) -> None:
    write(objects, keys, "upload", os.urandom(2 * MIB))
    stored = bytearray((folder / "upload").read_bytes())
    stored[place] ^= 1
    (folder / "upload").write_bytes(stored)

    with pytest.raises(CannotDecrypt):
        read(objects, keys, "upload")


def test_an_object_moved_to_another_name_is_refused(objects: Objects, keys: UserKeys, folder: Path) -> None:
    write(objects, keys, "mine", b"content")
    (folder / "mine").rename(folder / "yours")

    with pytest.raises(CannotDecrypt):
        read(objects, keys, "yours")


def test_another_user_cannot_read_it(objects: Objects, keys: UserKeys) -> None:
    write(objects, keys, "mine", b"content")

    with pytest.raises(CannotDecrypt):
        read(objects, fresh_keys(), "mine")


def test_a_discarded_object_leaves_nothing(objects: Objects, keys: UserKeys, folder: Path) -> None:
    writer = objects.writer(keys, "upload")
    for _ in range(20):
        writer.write(os.urandom(MIB))
    writer.discard()
    del writer

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_an_unfinished_object_does_not_exist(objects: Objects, keys: UserKeys) -> None:
    writer = objects.writer(keys, "upload")
    writer.write(os.urandom(20 * MIB))

    with pytest.raises(NotFound):
        objects.reader(keys, "upload")
    writer.close()
    assert len(read(objects, keys, "upload")) == 20 * MIB


def test_deleting_twice_is_fine(objects: Objects, keys: UserKeys) -> None:
    write(objects, keys, "upload", b"content")
    objects.delete("upload")
    objects.delete("upload")

    with pytest.raises(NotFound):
        objects.reader(keys, "upload")


def test_a_storage_that_fails_says_so_and_may_be_tried_again(objects: Objects, keys: UserKeys, folder: Path) -> None:
    (folder / "file").write_text("in the way of a folder")
    with pytest.raises(Unavailable) as failed:
        write(objects, keys, "file/upload", os.urandom(30 * MIB))

    assert failed.value.retryable
    assert (folder / "file").read_text() == "in the way of a folder"


def test_memory_stays_bounded(objects: Objects, keys: UserKeys) -> None:
    chunk = os.urandom(MIB)

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    if not Path("/proc/self/statm").exists():
        pytest.skip("needs Linux, where a process reads its memory in /proc")
    before = most = resident()
    writer = objects.writer(keys, "upload")
    for _ in range(300):
        writer.write(chunk)
        most = max(most, resident())
    writer.close()
    reader = objects.reader(keys, "upload")
    while reader.read(MIB):
        most = max(most, resident())

    assert most - before < 150 * MIB


@pytest.mark.parametrize("url", ["", "objects", "ftp://host/x", "file://relative/path"])
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        open_store(url)

    assert refused.value.field == "KITH_STORAGE_URL"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(InvalidSettings, match="KITH_STORAGE_URL"):
        open_store((tmp_path / "file" / "objects").as_uri())
