"""Links to accounts become handles; other links of the same networks do not."""

import pytest

from integrations.enrichment.handles import handle


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://x.com/jack", "x:jack"),
        ("http://www.twitter.com/jack/", "x:jack"),
        ("https://www.linkedin.com/in/ada-marlow", "linkedin:ada-marlow"),
        ("https://de.linkedin.com/in/ada-marlow/", "linkedin:ada-marlow"),
        ("https://www.linkedin.com/company/northwind-labs/", "linkedin:company/northwind-labs"),
        ("https://github.com/kith", "github:kith"),
        ("https://www.youtube.com/@kith", "youtube:kith"),
        ("https://bsky.app/profile/kith.example", "bluesky:kith.example"),
        ("https://x.com/jack/status/20", ""),
        ("https://x.com/intent/tweet?text=a", ""),
        ("https://x.com/share?url=https://kith.example", ""),
        ("https://www.facebook.com/sharer/sharer.php?u=a", ""),
        ("https://github.com/features", ""),
        ("https://x.com/", ""),
        ("https://x.com.evil.example/jack", ""),
        ("https://kith.example/jack", ""),
        ("mailto:jack@x.com", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_a_link_to_an_account_is_a_handle(url: str, found: str) -> None:
    assert handle(url) == found
