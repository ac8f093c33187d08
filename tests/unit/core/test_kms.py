"""The key-encryption key's file: made once, private, and never replaced in silence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from base.errors import InvalidSettings
from integrations import kms


def test_the_key_is_made_at_first_use_with_mode_0600_and_read_again(tmp_path: Path) -> None:
    uri = (tmp_path / "new folder" / "kek.json").as_uri()
    first, second = kms.load(uri), kms.load(uri)

    sealed = first.kek.encrypt(b"secret", b"place")

    assert second.kek.decrypt(sealed, b"place") == b"secret"
    assert first.directory.primary().compute(b"x", 32) == second.directory.primary().compute(b"x", 32)
    files = sorted((tmp_path / "new folder").iterdir())
    assert [file.name for file in files] == ["kek.directory.json", "kek.json"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    uri = (tmp_path / "kek.json").as_uri()
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: kms.load(uri), range(8)))

    sealed = keys[0].kek.encrypt(b"secret", b"")

    assert [key.kek.decrypt(sealed, b"") for key in keys] == [b"secret"] * 8
    assert len({key.directory.primary().compute(b"x", 32) for key in keys}) == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "kek.json"
    kms.load(path.as_uri())
    path.chmod(0o644)

    with pytest.raises(InvalidSettings, match=f"chmod 600 {path}") as refused:
        kms.load(path.as_uri())

    assert refused.value.field == "KITH_KEK_URI"


@pytest.mark.parametrize("content", ["", "{}", "not a keyset", '{"primaryKeyId": 1, "key": []}', "\udcff"])
def test_a_broken_key_file_is_named_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kek.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    path.chmod(0o600)
    before = path.read_bytes()

    with pytest.raises(InvalidSettings, match="does not hold a Tink keyset"):
        kms.load(path.as_uri())

    assert path.read_bytes() == before


def test_a_directory_key_of_another_deployment_is_refused(tmp_path: Path) -> None:
    kms.load((tmp_path / "kek.json").as_uri())
    kms.load((tmp_path / "other.json").as_uri())
    (tmp_path / "other.directory.json").replace(tmp_path / "kek.directory.json")

    with pytest.raises(InvalidSettings, match="one of another KEK"):
        kms.load((tmp_path / "kek.json").as_uri())


@pytest.mark.parametrize(
    "uri", ["kek.json", "gcp-kms://a/b", "file://kek.json", "file://relative/kek.json", "file:///", ""]
)
def test_an_address_that_cannot_be_used_is_refused(uri: str) -> None:
    with pytest.raises(InvalidSettings, match=r"KITH_KEK_URI.*file:///path/to/kek\.json"):
        kms.load(uri)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(InvalidSettings, match="cannot be read or made"):
        kms.load((tmp_path / "file" / "kek.json").as_uri())
