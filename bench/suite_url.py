"""WHATWG parsing: web-platform-tests' urltestdata (DIR/url/urltestdata.json) through feeds.urls.

Each case must be refused, or give its href and its parts. There is no floor.
"""

import json
from pathlib import Path
from typing import Any

from feeds.urls import parse


def run(data: Path) -> list[str]:
    cases: list[dict[str, Any]] = json.loads((data / "url" / "urltestdata.json").read_text("utf-8"))
    wrong = [case for case in cases if not right(case)]
    refused = [case for case in cases if case.get("failure")]
    print(f"url: {len(cases) - len(wrong)}/{len(cases)}, of them {len(refused)} that must be refused")
    return [f"{case['input']!r} on {case['base']!r}" for case in wrong]


def right(case: dict[str, Any]) -> bool:
    url = parse(case["input"], case["base"])
    if url is None or case.get("failure"):
        return url is None and bool(case.get("failure"))
    if url.href != case["href"]:
        return False
    if case["protocol"] not in ("http:", "https:"):  # other schemes have no parts that we use
        return True
    parts = (url.scheme + ":", url.hostname, url.path, url.username, url.password)
    port = "" if url.port == {"http": 80, "https": 443}[url.scheme] else str(url.port)
    expected = (case["protocol"], case["hostname"].strip("[]"), case["pathname"], case["username"], case["password"])
    return parts == expected and port == case["port"]
