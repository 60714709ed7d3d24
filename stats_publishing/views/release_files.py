"""Files of releases, for everybody once the release is out, and before it for those on its list."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from stats_publishing.models import Release, ReleaseFile
from stats_publishing.release_uploads import MEDIA
from stats_publishing.services.early import early_look, may_look_early


@require_safe
def release_file(request: HttpRequest, pk: int, file: int, name: str) -> FileResponse:  # noqa: ARG001
    """A file of a release that is out."""
    rows = ReleaseFile.objects.released()
    answer = _answer(get_object_or_404(rows, release=pk, pk=file, name=name))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
@never_cache
@login_required
def release_file_early(request: HttpRequest, pk: int, file: int, name: str) -> FileResponse:
    """A file before its release; each look is on record."""
    release = get_object_or_404(Release, pk=pk)
    person = request.user
    if not isinstance(person, User) or not may_look_early(person=person, release=release, now=timezone.now()):
        raise Http404
    found = get_object_or_404(release.files, pk=file, name=name)
    early_look(release=release, person=person)
    return _answer(found)


def _answer(found: ReleaseFile) -> FileResponse:
    answer = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=MEDIA[found.kind]
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
