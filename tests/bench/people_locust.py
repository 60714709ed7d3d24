"""What people do at the portal, for locust: search, view, sign in, apply, edit. Started by `bench_people`.

`PEOPLE_BENCH` names a JSON file: {"password", "mails", "vacancies", "words"}.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from pathlib import Path

from locust import FastHttpUser, constant_pacing, task

GROUND = json.loads(Path(os.environ["PEOPLE_BENCH"]).read_text(encoding="utf-8"))
MAILS = itertools.count()
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RESUME = re.compile(r"/me/resumes/(\d+)/")
CHOSEN = re.compile(r'name="resume" value="(\d+)"')
SECONDS_BETWEEN = 2.5


class Person(FastHttpUser):
    """Somebody with an account, who does something every few seconds."""

    wait_time = constant_pacing(SECONDS_BETWEEN)

    def on_start(self) -> None:
        self.mail = GROUND["mails"][next(MAILS) % len(GROUND["mails"])]
        self.chance = random.Random(self.mail)
        self.open = self.chance.sample(GROUND["vacancies"], len(GROUND["vacancies"]))
        self.sign_in()
        self.resume = RESUME.search(self.page("edit", "/me/resumes/"))[1]

    def page(self, kind: str, path: str, data: dict[str, str] | None = None, *, then: str = "") -> str:
        """The text of a page. `then`: what stands in the address that a form leads to."""
        ask = {"data": data, "headers": {"Referer": self.host}} if data else {}
        with self.client.request(
            "POST" if data else "GET", path, name=kind, catch_response=True, **ask
        ) as answer:
            text = answer.text or ""
            if answer.status_code == 200 and then not in answer.url:
                answer.failure(f"led to {answer.url.partition('?')[0]}")
        return text

    def form(self, kind: str, path: str, data: dict[str, str], *, then: str) -> str:
        """Open the page of a form and send it."""
        shown = self.page(kind, path)
        token = TOKEN.search(shown)
        chosen = CHOSEN.search(shown)
        filled = {"csrfmiddlewaretoken": token[1] if token else ""} | data
        if chosen:
            filled |= {"resume": chosen[1]}
        return self.page(kind, path, filled, then=then)

    @task(12)
    def search(self) -> None:
        self.page("search", f"/vacancies/?q={self.chance.choice(GROUND['words'])}")

    @task(10)
    def view(self) -> None:
        self.page("view", f"/vacancies/{self.chance.choice(GROUND['vacancies'])}/")

    @task(1)
    def sign_in(self) -> None:
        """Anew, as with another browser."""
        self.client.cookiejar.clear()
        data = {"login": self.mail, "password": GROUND["password"]}
        self.form("sign in", "/sign-in/", data, then="/account/")

    @task(2)
    def apply(self) -> None:
        pk = self.open.pop()
        letter = {"letter": "我做过三年同样的工作，下月可以到岗。"}
        self.form("apply", f"/me/apply/{pk}/", letter, then="/check/")
        self.form("apply", f"/me/apply/{pk}/check/", {"send": "1"}, then="/sent/")

    @task(2)
    def edit(self) -> None:
        terms = {"pay_wanted": str(self.chance.randrange(40, 120) * 100), "pay_floor": "3500"}
        self.form("edit", f"/me/resumes/{self.resume}/terms/", terms, then="/experience/")
