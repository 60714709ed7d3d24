"""`python -m tests.browser.remove`: take away the indexes that the browser tests made."""

import django

if __name__ == "__main__":
    django.setup()
    from search.client import client, generations
    from search.kinds import KINDS
    from search.suggest.documents import SUGGESTIONS

    for kind in (*(kind.name for kind in KINDS), SUGGESTIONS):
        for index in generations(kind):
            client().indices.delete(index=index)
