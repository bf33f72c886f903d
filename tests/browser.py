"""A headless Chromium for tests, driven over its debugging pipe: no driver, no port, no other library.

with Browser(program) as browser:
    tab = browser.tab(width=390, dark=True, script=False)
    tab.go("http://127.0.0.1:8081/")
    assert tab.js("document.title") == "…"
"""

import base64
import fcntl
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 120.0
# Chromium takes commands at descriptor 3 and answers at 4.
SHIM = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"
)
FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # What pages name beyond this machine is not there, and no name server is asked: how soon one answers is not ours.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)

# What axe-core finds on a page, with everything opened that can be.
AXE = """(async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return found.violations.map((each) => each.id + ": " + each.nodes.map((node) => node.html).slice(0, 3).join(" "));
})()"""


class Browser:
    """A browser with a profile of its own, gone at the end."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        # Away from 3 and 4, which the child needs for these two.
        high_in, high_out = (fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (theirs_in, theirs_out))
        command = [sys.executable, "-c", SHIM, str(high_in), str(high_out), program, *FLAGS]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={self._profile.name}"], pass_fds=(high_in, high_out), stderr=subprocess.DEVNULL
        )
        for fd in (theirs_in, theirs_out, high_in, high_out):
            os.close(fd)
        self._buffer = b""
        self._number = 0
        self.events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._out)
        self._process.terminate()
        self._process.wait(PATIENCE)
        os.close(self._in)
        self._profile.cleanup()

    def tab(self, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True) -> "Tab":
        """A new tab that shares nothing with others."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab = Tab(self, session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            tab.call(f"{domain}.enable")
        tab.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        tab.call("Emulation.setEmulatedMedia", features=[scheme])
        tab.call("Emulation.setScriptExecutionDisabled", value=not script)
        return tab

    def call(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """One command and its answer; events that come meanwhile are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self.read(deadline)
            if answer.get("id") == self._number:
                assert "error" not in answer, f"{method}: {answer['error']}"
                result: dict[str, Any] = answer["result"]
                return result

    def read(self, deadline: float) -> dict[str, Any]:
        """The next message."""
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._in], [], [], max(deadline - time.monotonic(), 0))
            assert ready, "the browser does not answer"
            chunk = os.read(self._in, 1 << 20)
            assert chunk, "the browser has ended"
            self._buffer += chunk
        text, self._buffer = self._buffer.split(b"\0", 1)
        message: dict[str, Any] = json.loads(text)
        if "method" in message:
            self.events.append(message)
        return message


class Tab:
    """One page at a time. What it logs, asks and opens is kept."""

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser, self._session = browser, session

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **params)

    def go(self, url: str) -> None:
        """Opens an address and waits until it has loaded."""
        self.js("window.__before = true")
        self.call("Page.navigate", url=url)
        self.loaded()

    def loaded(self) -> None:
        """Waits for the next page to be there."""
        self.wait("!window.__before && document.readyState === 'complete'")

    def js(self, expression: str) -> Any:
        """The value of an expression; promises are awaited."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        """Waits until an expression holds; a page that is being replaced may fail to answer meanwhile."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if self.js(expression):
                    return
            except AssertionError:
                if self._browser._process.poll() is not None:
                    raise
            time.sleep(0.03)
        raise AssertionError(f"never came true: {expression}")

    def click(self, selector: str) -> None:
        """Clicks something that leads to another page."""
        self.js(f"window.__before = true; document.querySelector({json.dumps(selector)}).click()")
        self.loaded()

    def type(self, selector: str, text: str) -> None:
        """Replaces what stands in a field, as a person would."""
        self.js(f"document.querySelector({json.dumps(selector)}).select()")
        self.js(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def key(self, name: str, code: int) -> None:
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code)

    def shot(self, path: Path) -> None:
        """The whole page as a picture."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def logged(self) -> list[str]:
        """What the browser complained of: refused by the policy, failed, thrown."""
        found = []
        for event in self.events("Log.entryAdded"):
            entry = event["entry"]
            if entry["level"] in ("error", "warning"):
                found.append(f"{entry['source']}: {entry['text']}")
        thrown = self.events("Runtime.exceptionThrown")
        return found + [str(event["exceptionDetails"].get("exception", event)) for event in thrown]

    def events(self, method: str) -> list[dict[str, Any]]:
        mine = [event for event in self._browser.events if event.get("sessionId") == self._session]
        return [event["params"] for event in mine if event["method"] == method]

    def asked(self) -> set[str]:
        """Every address that was requested."""
        return {event["request"]["url"] for event in self.events("Network.requestWillBeSent")}
