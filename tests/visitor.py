"""Somebody on the web chat without script, and a page as they have it."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx


class Forms(HTMLParser):
    """A page as somebody without script has it: texts, forms with their fields and buttons, what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.buttons: dict[str, tuple[dict[str, str], str]] = {}
        self.loads: list[str] = []
        self.text = ""
        self._button: tuple[dict[str, str], str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"": given.get("action", "")})
        elif tag == "input":
            self.forms[-1][given["name"]] = given.get("value", "")
        elif tag == "button":
            self._button = (self.forms[-1], given.get("value", ""))
        elif tag in {"link", "script", "img"}:
            self.loads += [given[name] for name in ("href", "src") if given.get(name)]

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._button is not None and data.strip():
            self.buttons[data.strip()] = self._button
            self._button = None


class Visitor:
    """Somebody with a browser that runs no script."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = Forms("")

    async def sees(self, answer: httpx.Response) -> str:
        """Have this page open now; returns what stands on it."""
        assert answer.status_code == 200, answer.status_code
        self.page = Forms(answer.text)
        return self.page.text

    async def open(self, path: str) -> str:
        return await self.sees(await self.client.get(path))

    async def press(self, label: str) -> str:
        form, route = self.page.buttons[label]
        fields = {name: value for name, value in form.items() if name}
        return await self.sees(await self.client.post(form[""], data={**fields, "route": route}))

    async def write(self, text: str) -> str:
        form = {name: value for name, value in self.page.forms[-1].items() if name}
        return await self.sees(await self.client.post("/chat", data={**form, "text": text}))
