"""States and closed lists of vacancies and feeds."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VacancyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")


ALLOWED_MOVES: dict[VacancyState, frozenset[VacancyState]] = {
    VacancyState.DRAFT: frozenset({VacancyState.IN_REVIEW, VacancyState.CLOSED}),
    VacancyState.IN_REVIEW: frozenset({VacancyState.DRAFT, VacancyState.OPEN, VacancyState.CLOSED}),
    VacancyState.OPEN: frozenset({VacancyState.PAUSED, VacancyState.CLOSED, VacancyState.IN_REVIEW}),
    VacancyState.PAUSED: frozenset({VacancyState.OPEN, VacancyState.CLOSED}),
    VacancyState.CLOSED: frozenset({VacancyState.OPEN}),
}
"""Every move that a vacancy may make; a closed one opens again only when its source sends it again."""


class CloseReason(models.TextChoices):
    FILLED = "filled", _("Filled")
    FILLED_ELSEWHERE = "filled_elsewhere", _("Filled elsewhere")
    CANCELLED = "cancelled", _("Cancelled by the employer")
    EXPIRED = "expired", _("Expired")
    MISSING_FROM_FEED = "missing_from_feed", _("No longer in the city's feed")
    CLOSED_BY_FEED = "closed_by_feed", _("Closed by the city's feed")
    REFUSED = "refused", _("Its new version breaks a rule")
    REPORTED = "reported", _("Closed by the city's staff after a report")
    BY_STAFF = "by_staff", _("Closed by the city's staff")


class Verdict(models.TextChoices):
    """What the city's staff decide about a vacancy."""

    APPROVED = "approved", _("May be public")
    SENT_BACK = "sent_back", _("Sent back to the employer")
    CLOSED = "closed", pgettext_lazy("decision", "Closed")
    REOPENED = "reopened", pgettext_lazy("decision", "Open again")


class VerdictReason(models.TextChoices):
    """Why a vacancy is sent back or closed, in words that tell its employer what to do."""

    EXCLUDES = "excludes", _("It shuts people out: name what the work needs, not who may do it.")
    PROMISES = "promises", _("It promises too much: state the pay and what it depends on.")
    TITLE = "title", _("The title holds more than the job: leave pay and contact to their fields.")
    UNCLEAR = "unclear", _("It is not clear what is to be done: describe the work.")
    PAY = "pay", _("The pay is not plausible: state what is paid every month.")
    NOT_AN_EMPLOYER = "agency", _("It is not for a job with you: name the employer that hires.")
    GONE = "gone", _("The job is taken or never was.")
    OTHER = "other", _("Another reason, written below.")


class EmploymentType(models.TextChoices):
    FULL_TIME = "full_time", _("Full time")
    PART_TIME = "part_time", _("Part time")
    INTERNSHIP = "internship", _("Internship")
    TEMPORARY = "temporary", _("Temporary")


class PlaceMode(models.TextChoices):
    """How a person would work in a place."""

    COMMUTE = "commute", _("Goes there every day")
    TRAVEL = "travel", _("Would travel, the nearer the better")
    MOVE = "move", _("Would move")


class CommuteDistance(models.IntegerChoices):
    KM_5 = 5, _("5 km")
    KM_10 = 10, _("10 km")
    KM_20 = 20, _("20 km")
    KM_50 = 50, _("50 km")
    KM_100 = 100, _("100 km")


class Sex(models.TextChoices):
    """GB/T 2261.1."""

    MALE = "1", _("Male")
    FEMALE = "2", _("Female")


class VerificationState(models.TextChoices):
    UNVERIFIED = "unverified", _("Not verified")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Verification refused")


class VerificationBasis(models.TextChoices):
    """On whose word an employer is verified."""

    STAFF = "staff", _("Checked by the city's staff")
    FEED_VOUCHED = "feed_vouched", _("Vouched for by the city's feed")


class FeedKind(models.TextChoices):
    """What a file of this feed is."""

    FULL = "full", _("Full: a vacancy that is missing is closed")
    INCREMENTAL = "incremental", _("Incremental: closes only what it names")


class FeedFormat(models.TextChoices):
    AUTO = "auto", _("Recognise from the file")
    NDJSON = "ndjson", "NDJSON"
    JSON = "json", "JSON"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"


class RunState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    HELD = "held", _("Waiting for a decision")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class RunTrigger(models.TextChoices):
    UPLOAD = "upload", _("Upload")
    COMMAND = "command", _("Command")
    PULL = "pull", _("Pull on schedule")
    PUSH = "push", _("Push")


class Outcome(models.TextChoices):
    """What became of one row of a feed."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Refused")


class UploadState(models.TextChoices):
    """How far the vacancies of an uploaded sheet have come."""

    READING = "reading", _("Being read")
    READ = "read", _("Waits for your word")
    WRITING = "writing", _("Being made")
    DONE = "done", _("Done")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    DISCARDED = "discarded", _("Given up")
    FAILED = "failed", _("Not readable")


UPLOAD_UNDER_WAY = (UploadState.READING, UploadState.WRITING, UploadState.UNDOING)
"""Somebody works on it, or will as soon as a worker is free."""


class ApplicationState(models.TextChoices):
    """How far an application has come; the employer moves it, the person may withdraw it."""

    NEW = "new", _("Sent to the employer")
    SEEN = "seen", _("Seen by the employer")
    INVITED = "invited", _("Invited to an interview")
    INTERVIEW = "interview", _("Interviewed")
    OFFERED = "offered", _("Offered the job")
    HIRED = "hired", _("Hired")
    REFUSED = "refused", pgettext_lazy("application", "Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Vacancy closed")


UNDER_WAY = (
    ApplicationState.NEW,
    ApplicationState.SEEN,
    ApplicationState.INVITED,
    ApplicationState.INTERVIEW,
    ApplicationState.OFFERED,
)
"""Applications that wait for something, in the order of their way: the person may withdraw them, and they
close with their vacancy."""

EMPLOYER_MOVES: dict[ApplicationState, frozenset[ApplicationState]] = {
    **{
        state: frozenset({*UNDER_WAY[place + 1 :], ApplicationState.HIRED, ApplicationState.REFUSED})
        for place, state in enumerate(UNDER_WAY)
    },
    ApplicationState.HIRED: frozenset({ApplicationState.OFFERED}),
    ApplicationState.REFUSED: frozenset({ApplicationState.SEEN}),
    ApplicationState.WITHDRAWN: frozenset(),
    ApplicationState.CLOSED: frozenset(),
}
"""Every move that an employer may make: onward, and back only where a slip must be mended."""


class EmployerRole(models.TextChoices):
    """What a person is in an employer that they belong to."""

    OWNER = "owner", _("Owner")
    RECRUITER = "recruiter", _("Recruiter")
    VIEWER = "viewer", _("Viewer")


class EmployerAct(StrEnum):
    """What somebody does in an employer's name."""

    SEE = "see"
    RECRUIT = "recruit"
    MANAGE = "manage"


ACTS_OF_EMPLOYER_ROLE: dict[EmployerRole, frozenset[EmployerAct]] = {
    EmployerRole.OWNER: frozenset(EmployerAct),
    EmployerRole.RECRUITER: frozenset({EmployerAct.SEE, EmployerAct.RECRUIT}),
    EmployerRole.VIEWER: frozenset({EmployerAct.SEE}),
}


class RequestState(models.TextChoices):
    """How far an employer's request to be verified has come."""

    DRAFT = "draft", _("Not sent yet")
    WAITING = "waiting", _("Being checked")
    APPROVED = "approved", _("Verified")
    REFUSED = "refused", _("Not verified")


class RequestRefusal(models.TextChoices):
    """Why an employer is not verified, in words that tell it what to do."""

    LICENCE_UNREADABLE = (
        "licence_unreadable",
        _("The licence cannot be read: photograph it again, flat and whole."),
    )
    LICENCE_DIFFERS = "licence_differs", _("The licence shows another name or code than you stated.")
    LICENCE_EXPIRED = "licence_expired", _("The licence is no longer valid.")
    AUTHORISATION_MISSING = (
        "authorisation_missing",
        _("The authorisation is not signed and stamped, or names somebody else."),
    )
    OTHER_CITY = "other_city", _("The employer belongs to another city: choose the city of its licence.")
    OTHER = "other", _("Another reason, written below.")


class DocumentKind(models.TextChoices):
    """What an employer proves who it is with."""

    LICENCE = "licence", _("Business licence")
    AUTHORISATION = "authorisation", _("Authorisation of the handler")


class Visibility(models.TextChoices):
    """Who may find a person that looks for work."""

    HIDDEN = "hidden", _("Nobody finds me")
    NAMELESS = "nameless", _("Verified employers find me, without my name")
    NAMED = "named", _("Verified employers find me, with my name")


class ConsentWay(models.TextChoices):
    """How somebody at a service window agreed to be registered."""

    PAPER = "paper", _("They signed a paper")
    HERE = "here", _("They read it on this screen and agreed")
    CODE = "code", _("They told a code that was sent to them")


class SeekerCategory(models.TextChoices):
    """求职人员类别 of the quarterly analysis."""

    GRADUATE = "graduate", _("Graduate of this year")
    NEW_YOUTH = "new_youth", _("Young, looking for a first job")
    LOST_JOB = "lost_job", _("Had a job and lost it")
    OTHER_UNEMPLOYED = "other", _("Without work for another reason")
    EMPLOYED = "employed", _("In work")
    LAID_OFF = "laid_off", _("Laid off, with a contract still (下岗)")
    RETIRED = "retired", _("Retired")
    STUDENT = "student", _("At school or university")
    LOCAL_RURAL = "rural", _("From the countryside of this city")
    FROM_ELSEWHERE = "elsewhere", _("From another place")


class UnemploymentCause(models.TextChoices):
    """Why a person is without work when they register (失业登记)."""

    LAID_OFF = "laid_off", _("Laid off (下岗)")
    CONTRACT_OVER = "contract", _("The contract ran out or was ended")
    CLOSED = "closed", _("The employer closed or went bankrupt")
    RESIGNED = "resigned", _("Gave notice")
    FIRST_JOB = "first_job", _("Young, looking for a first job")
    LAND = "land", _("Lost farmland")
    OTHER = "other", _("Another reason")


class UnemploymentState(models.TextChoices):
    """How a registration of unemployment stands; `jobs.unemployment.MOVES` says what may follow."""

    REGISTERED = "registered", _("Registered")
    REEMPLOYED = "reemployed", _("Found work")
    ENDED = "ended", _("Ended")
    MISTAKE = "mistake", _("Registered by mistake")


class EndReason(models.TextChoices):
    """Why a registration or a benefit ended."""

    EMPLOYED = "employed", _("Employed")
    SELF_EMPLOYED = "self", _("Works on their own account")
    FLEXIBLE = "flexible", _("In flexible employment")
    RETIRED = "retired", _("Retired")
    STUDY = "study", _("Went to school or into the army")
    MOVED = "moved", _("Moved elsewhere")
    REFUSED = "refused", _("Refused work or training without reason")
    NOT_REACHED = "not_reached", _("Could not be reached for six months")
    OWN_WISH = "own_wish", _("By their own wish")
    DIED = "died", _("Died")
    MISTAKE = "mistake", _("Registered by mistake")


class SupportKind(models.TextChoices):
    """What is done to help a person back to work (再就业)."""

    GUIDANCE = "guidance", _("Vocational guidance")
    REFERRAL = "referral", _("Proposed vacancies")
    TRAINING = "training", _("Training")
    SUBSIDY = "subsidy", _("Subsidy")
    PUBLIC_POST = "public_post", _("Public-interest post")
    START_UP = "start_up", _("Help with starting a business")
    VISIT = "visit", _("Visit or call")


class SpokenLanguage(models.TextChoices):
    """ISO 639 codes of the languages that employers ask for."""

    MANDARIN = "zh", _("Mandarin")
    CANTONESE = "yue", _("Cantonese")
    ENGLISH = "en", _("English")
    JAPANESE = "ja", _("Japanese")
    KOREAN = "ko", _("Korean")
    RUSSIAN = "ru", _("Russian")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    ARABIC = "ar", _("Arabic")
    VIETNAMESE = "vi", _("Vietnamese")
    THAI = "th", _("Thai")
    SIGN = "csl", _("Chinese sign language")


class LanguageLevel(models.TextChoices):
    SIMPLE = "simple", _("A few sentences")
    EVERYDAY = "everyday", _("Everyday talk")
    WORK = "work", _("At work, spoken and written")
    NATIVE = "native", _("Like a mother tongue")


class Party(models.TextChoices):
    """Who writes in a conversation, or stops it."""

    SEEKER = "seeker", _("The person")
    EMPLOYER = "employer", _("The employer")
    STAFF = "staff", _("The city's staff")

    @property
    def other(self) -> Party:
        """The one on the other side of a conversation."""
        return Party.EMPLOYER if self is Party.SEEKER else Party.SEEKER


class ReportAbout(models.TextChoices):
    """What a report is about: it says what follows where the report is true."""

    VACANCY = "vacancy", _("A vacancy")
    MESSAGE = "message", _("A message")


class ReportKind(models.TextChoices):
    """What may be wrong with a vacancy or a message."""

    FEE = "fee", _("They ask for money or papers")
    FAKE = "fake", _("The job or the employer does not exist")
    DISCRIMINATION = "discrimination", _("It shuts people out (sex, age, origin, health …)")
    ABUSE = "abuse", _("It insults, threatens or molests")
    WRONG_PAY = "wrong_pay", _("The pay is another one than stated")
    EXPIRED = "expired", _("The job is taken already")
    OTHER = "other", _("Something else")


REPORT_KINDS: dict[ReportAbout, tuple[ReportKind, ...]] = {
    ReportAbout.VACANCY: (
        ReportKind.FEE,
        ReportKind.FAKE,
        ReportKind.DISCRIMINATION,
        ReportKind.WRONG_PAY,
        ReportKind.EXPIRED,
        ReportKind.OTHER,
    ),
    ReportAbout.MESSAGE: (
        ReportKind.FEE,
        ReportKind.FAKE,
        ReportKind.DISCRIMINATION,
        ReportKind.ABUSE,
        ReportKind.OTHER,
    ),
}
GRAVE_REPORTS = frozenset({ReportKind.FEE, ReportKind.FAKE, ReportKind.DISCRIMINATION, ReportKind.ABUSE})
"""To be decided first: people may come to harm meanwhile."""


class ReportState(models.TextChoices):
    OPEN = "open", _("Being looked into")
    CONFIRMED = "confirmed", _("Confirmed")
    REJECTED = "rejected", _("Not confirmed")
