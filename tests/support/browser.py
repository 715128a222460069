"""A headless Chromium for tests of pages."""

import json
import shutil
import time
from importlib import resources

WIDE, PHONE = (1440, 900), (390, 844)


def start_browser():
    """Chromium with its logs on; its absence is a fault of the machine, and said."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not (chromium and driver):
        raise RuntimeError(
            "these tests look at pages in Chromium, which is not installed here; "
            "on Debian and Ubuntu: apt-get install chromium chromium-driver"
        )
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    # Root, as whom a container runs, cannot have Chromium's sandbox.
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Service(driver))


class Page:
    """A page that is open in a browser."""

    def __init__(self, browser, path):
        self.browser, self.path = browser, path

    def open(self, place="", size=WIDE, dark=False, media="", stage="documents"):
        """Load the page afresh and wait until its documents, or its topics, are there."""
        width, height = size
        self.command(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE},
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        calm = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.command("Emulation.setEmulatedMedia", {"media": media, "features": [scheme, calm]})
        self.browser.get("about:blank")
        self.browser.get_log("performance"), self.browser.get_log("browser")
        self.browser.get(f"{self.path.as_uri()}{place}")
        self.wait(f"document.documentElement.dataset.stage === '{stage}'")
        return self

    def command(self, name, parameters):
        return self.browser.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        return self.browser.execute_script(script, *arguments)

    def value(self, expression):
        return self.run(f"return {expression}")

    def wait(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not self.value(f"Boolean({condition})"):
            assert time.monotonic() < end, f"waited in vain for: {condition}"
            time.sleep(0.02)

    def all(self, selector):
        return self.browser.find_elements("css selector", selector)

    def one(self, selector):
        return self.browser.find_element("css selector", selector)

    def text(self, selector):
        return self.one(selector).text

    def press(self, *keys):
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)

    def focused(self):
        return self.value("document.activeElement.id || document.activeElement.dataset.key || ''")

    def complaints(self):
        return [entry["message"] for entry in self.browser.get_log("browser")]

    def requests(self):
        """Addresses asked for since the page was opened, its own and what it holds left out."""
        messages = (
            json.loads(e["message"])["message"] for e in self.browser.get_log("performance")
        )
        asked = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        urls = [each["request"]["url"] for each in asked]
        assert any(url.startswith(self.path.as_uri()) for url in urls), "an empty log"
        return [url for url in urls if not url.startswith((self.path.as_uri(), "data:"))]

    def violations(self):
        """What axe finds that is serious or critical, by rule, with the elements."""
        axe = resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
        self.run(axe)
        found = self.browser.execute_async_script(
            "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(done)"
        )
        return {
            violation["id"]: [node["html"][:200] for node in violation["nodes"]]
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
        }
