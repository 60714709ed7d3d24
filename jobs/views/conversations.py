"""Pages of conversations, the same for both sides: a `Seat` says from which side somebody reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from jobs import conversations as reading
from jobs.enums import Party, ReportAbout, ReportKind, ReportState
from jobs.forms.messages import ContactForm, MessageForm
from jobs.forms.report import ReportForm
from jobs.models import ApplyInvitation, Conversation, ConversationBlock, JobSeeker, Message, Vacancy
from jobs.querysets import ConversationQuerySet
from jobs.services import messages as services
from jobs.services.reports import report_file
from jobs.views.reports import too_often
from jobs.views.seeker.access import written

A_PAGE: Final = 20
MESSAGES_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Seat:
    """The side that somebody reads from.

    conversations: those of that side. may_act: whether the person writes for it. contact: what stands in the
    form of its contact. show: a page of that side, from template, context and status. prefix, arguments: of
    the names and the addresses of its pages.
    """

    party: Party
    by: User
    conversations: ConversationQuerySet
    may_act: bool
    contact: Callable[[Conversation], dict[str, str]]
    show: Callable[[str, dict[str, Any], int], HttpResponse]
    prefix: str
    arguments: tuple[int, ...] = ()

    def address(self, name: str, *more: int) -> str:
        return reverse(f"{self.prefix}_{name}", args=[*self.arguments, *more])

    def conversation(self, pk: int) -> Conversation:
        found: Conversation = get_object_or_404(self.conversations, pk=pk)
        return found

    def to_act(self) -> Seat:
        """Itself, for who may write; for anybody else there is nothing to be seen."""
        if not self.may_act:
            raise Http404
        return self

    def called(self, conversations: list[Conversation]) -> dict[int, str]:
        """Conversation → the name of the other side."""
        if self.party == Party.SEEKER:
            return {one.pk: one.employer.name for one in conversations}
        return reading.names_of_seekers(conversations)


def conversation_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The one with the newest message first; `?before=` is the cursor, the id of a newest message."""
    before = request.GET.get("before", "")
    found = seat.conversations.order_by("-latest")
    if before.isdecimal() and len(before) < 16:
        found = found.filter(latest__lt=int(before))
    page = list(found[: A_PAGE + 1])
    shown = page[:A_PAGE]
    newest = Message.objects.in_bulk([one.latest for one in shown])
    exchanged = reading.exchanged_in(shown)
    names = seat.called(shown)
    rows = [
        (
            one,
            names[one.pk],
            reading.line_for(newest[one.latest], party=seat.party, exchanged=one.pk in exchanged),
            seat.address("conversation", one.pk),
        )
        for one in shown
    ]
    context = {
        "rows": rows,
        "next_before": shown[-1].latest if len(page) > A_PAGE else None,
        "first": not before,
        "list_url": seat.address("messages"),
    }
    return seat.show("jobs/messages/list.html", context, 200)


def conversation_page(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """The newest messages in their order, `?before=` the ones before, and the next one to be written."""
    conversation = seat.conversation(pk)
    if request.method == "POST":
        seat.to_act()
    elif seat.may_act:
        services.conversation_read(conversation=conversation, party=seat.party)
    exchanged = reading.sides_of(conversation, seat.party).exchanged
    form = MessageForm(written(request), exchanged=exchanged)
    sent, status = _send(request, seat, conversation.vacancy, conversation.seeker, form)
    if sent:
        return redirect(f"{seat.address('conversation', pk)}#message-{sent.pk}")
    return _page(request, seat, conversation, form=form, status=status)


def conversation_begin(
    request: HttpRequest, seat: Seat, *, vacancy: Vacancy, seeker: JobSeeker, name: str
) -> HttpResponse:
    """The first message to somebody, called `name`; where there is a conversation, it goes on there."""
    begun = seat.conversations.filter(vacancy=vacancy, seeker=seeker).first()
    if begun is not None:
        return redirect(seat.address("conversation", begun.pk))
    form = MessageForm(written(request), exchanged=False)
    sent, status = _send(request, seat.to_act(), vacancy, seeker, form)
    if sent:
        return redirect(seat.address("conversation", sent.conversation_id))
    context = {
        "name": name,
        "vacancy": vacancy,
        "form": form,
        "may_write": reading.may_write(vacancy=vacancy, seeker=seeker),
        "list_url": seat.address("messages"),
    }
    return seat.show("jobs/messages/begin.html", context, status)


def _send(
    request: HttpRequest, seat: Seat, vacancy: Vacancy, seeker: JobSeeker, form: MessageForm
) -> tuple[Message | None, int]:
    """What was sent, if it was, and the status of the page else."""
    if request.method != "POST":
        return None, 200
    if not form.is_valid():
        return None, 422
    try:
        sent = services.message_send(
            vacancy=vacancy, seeker=seeker, party=seat.party, text=form.cleaned_data["text"], by=seat.by
        )
    except services.NotWritable:
        form.add_error(None, _("It was not sent: nothing more can be written in this conversation."))
        return None, 409
    except services.TooManyMessages:
        form.add_error(None, _("It was not sent: very many messages were sent today. Go on tomorrow."))
        return None, 429
    except services.UnansweredMessages:
        form.add_error(
            None, _("It was not sent: your last messages wait for an answer. You can write again after it.")
        )
        return None, 429
    return sent, 200


def _page(
    request: HttpRequest,
    seat: Seat,
    conversation: Conversation,
    *,
    form: MessageForm,
    contact: ContactForm | None = None,
    status: int = 200,
) -> HttpResponse:
    before = request.GET.get("before", "")
    found = conversation.messages.order_by("-pk")
    if before.isdecimal() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    page = list(found[: MESSAGES_SHOWN + 1])
    sides = reading.sides_of(conversation, seat.party)
    two = {"vacancy": conversation.vacancy_id, "seeker": conversation.seeker_id}
    context = {
        "conversation": conversation,
        "name": seat.called([conversation])[conversation.pk],
        "vacancy": conversation.vacancy,
        "lines": [
            (line, seat.address("message_report", conversation.pk, line.pk))
            for line in reading.lines_for(
                reversed(page[:MESSAGES_SHOWN]), party=seat.party, exchanged=sides.exchanged
            )
        ],
        "earlier": page[MESSAGES_SHOWN - 1].pk if len(page) > MESSAGES_SHOWN else None,
        "is_newest": not before,
        "sides": sides,
        "form": form,
        "contact": contact or ContactForm(initial=seat.contact(conversation)),
        "application": conversation.vacancy.applications.standing().filter(**two).first(),
        "invitation": ApplyInvitation.objects.open().filter(**two).first(),
        "may_act": seat.may_act,
        "may_write": reading.may_write(vacancy=conversation.vacancy, seeker=conversation.seeker),
        "is_stopped_here": _stopped_by(conversation, seat.party),
        "list_url": seat.address("messages"),
        "here": seat.address("conversation", conversation.pk),
        "contact_url": seat.address("conversation_contact", conversation.pk),
        "stop_url": seat.address("conversation_stop", conversation.pk),
    }
    return seat.show("jobs/messages/conversation.html", context, status)


def _stopped_by(conversation: Conversation, party: Party) -> bool:
    return ConversationBlock.objects.filter(
        seeker=conversation.seeker_id, employer=conversation.employer_id, by=party
    ).exists()


def conversation_contact(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Agree to exchange contact, or take it back."""
    conversation = seat.to_act().conversation(pk)
    here = f"{seat.address('conversation', pk)}#contact"
    if request.POST.get("act") == "withdraw":
        services.contact_withdraw(conversation=conversation, party=seat.party, by=seat.by)
        messages.success(request, _("Taken back: the other side does not see your contact any more."))
        return redirect(here)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            services.contact_agree(
                conversation=conversation, party=seat.party, by=seat.by, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except services.NotWritable:
            messages.error(request, _("Nothing more can be written in this conversation."))
            return redirect(here)
        else:
            messages.success(request, _("You agree to exchange contact."))
            return redirect(here)
    unwritten = MessageForm(exchanged=False)
    return _page(request, seat, conversation, form=unwritten, contact=form, status=422)


def conversation_stop(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """Asks first; the other side is not told who wants it."""
    conversation = seat.to_act().conversation(pk)
    here = seat.address("conversation", pk)
    two = {"seeker": conversation.seeker, "employer": conversation.employer, "party": seat.party}
    if request.method == "POST":
        if request.POST.get("act") == "unblock":
            services.conversation_unblock(**two, by=seat.by)  # type: ignore[arg-type]
            messages.success(request, _("You write to each other again."))
        else:
            services.conversation_block(**two, by=seat.by)  # type: ignore[arg-type]
            messages.success(request, _("Blocked. They cannot write to you, and are not told why."))
        return redirect(here)
    if _stopped_by(conversation, seat.party):
        return redirect(here)
    context = {"name": seat.called([conversation])[pk], "here": here, "party": seat.party.value}
    return seat.show("jobs/messages/stop.html", context, 200)


def message_report(request: HttpRequest, seat: Seat, pk: int, mid: int) -> HttpResponse:
    """Report a message of the other side to the city's staff; one that they look into has its case."""
    conversation = seat.to_act().conversation(pk)
    theirs = conversation.messages.filter(party=seat.party.other, removed_at=None)
    message = get_object_or_404(theirs, pk=mid)
    if under_way := message.reports.filter(state=ReportState.OPEN).first():
        return redirect("report_case", under_way.number)
    form, status = ReportForm(written(request), about=ReportAbout.MESSAGE), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and too_often(request):
            form.add_error(None, _("Many reports came from here today. Try again tomorrow."))
            status = 429
        elif form.is_valid():
            filed = report_file(
                vacancy=conversation.vacancy,
                message=message,
                kind=ReportKind(form.cleaned_data["kind"]),
                text=form.cleaned_data["text"],
            )
            return redirect("report_case", filed.number)
    sides = reading.sides_of(conversation, seat.party)
    context = {
        "form": form,
        "name": seat.called([conversation])[pk],
        "line": reading.line_for(message, party=seat.party, exchanged=sides.exchanged),
        "here": seat.address("conversation", pk),
    }
    return seat.show("jobs/messages/report.html", context, status)
