"""`python -m tests.browser.remove`: take away the indexes that the browser tests made."""

import django

if __name__ == "__main__":
    django.setup()
    from search.client import client, generations
    from search.kinds import KINDS

    for kind in KINDS:
        for index in generations(kind.name):
            client().indices.delete(index=index)
