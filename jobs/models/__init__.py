from jobs.models.application import Application, ApplicationDraft, ApplicationEvent
from jobs.models.employer import Employer
from jobs.models.feed import CityFeed, FeedProfile, FeedReceipt, FeedRun
from jobs.models.interview import Interview
from jobs.models.invitation import ApplyInvitation
from jobs.models.membership import Invitation, Membership
from jobs.models.message import Conversation, ConversationBlock, ConversationSide, Message
from jobs.models.outbox import OutboxEntry, OutboxTopic
from jobs.models.report import VacancyReport
from jobs.models.resume import Resume, ResumeCertificate, ResumeJob, ResumeLanguage, ResumeSchool
from jobs.models.review import ReviewRule, VacancyDecision
from jobs.models.saved import SavedVacancy
from jobs.models.seeker import Experience, HeldGrade, JobSeeker, PlaceWish, SeekerLook, WantedOccupation
from jobs.models.spell import SeekerSpell, VacancySpell
from jobs.models.template import VacancyTemplate
from jobs.models.trial import FeedTrial
from jobs.models.unemployment import BenefitPeriod, SupportRecord, Unemployment
from jobs.models.vacancy import Vacancy
from jobs.models.vacancy_upload import VacancyUpload, VacancyUploadRow
from jobs.models.verification import VerificationDocument, VerificationRequest
from jobs.models.wage import MinimumWage
from jobs.models.window import ConsentCode, WindowRegistration

__all__ = [
    "Application",
    "ApplicationDraft",
    "ApplicationEvent",
    "ApplyInvitation",
    "BenefitPeriod",
    "CityFeed",
    "ConsentCode",
    "Conversation",
    "ConversationBlock",
    "ConversationSide",
    "Employer",
    "Experience",
    "FeedProfile",
    "FeedReceipt",
    "FeedRun",
    "FeedTrial",
    "HeldGrade",
    "Interview",
    "Invitation",
    "JobSeeker",
    "Membership",
    "Message",
    "MinimumWage",
    "OutboxEntry",
    "OutboxTopic",
    "PlaceWish",
    "Resume",
    "ResumeCertificate",
    "ResumeJob",
    "ResumeLanguage",
    "ResumeSchool",
    "ReviewRule",
    "SavedVacancy",
    "SeekerLook",
    "SeekerSpell",
    "SupportRecord",
    "Unemployment",
    "Vacancy",
    "VacancyDecision",
    "VacancyReport",
    "VacancySpell",
    "VacancyTemplate",
    "VacancyUpload",
    "VacancyUploadRow",
    "VerificationDocument",
    "VerificationRequest",
    "WantedOccupation",
    "WindowRegistration",
]
