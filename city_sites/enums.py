from django.db import models
from django.utils.translation import gettext_lazy as _


class PresenceState(models.TextChoices):
    """How a city stands in the national portal (建成一个，链接一个)."""

    HOSTED = "hosted", _("Open here")
    LINKED = "linked", _("Linked")
    NONE = "none", _("Not yet")
    RETIRED = "retired", _("Closed here")


class BulletinKind(models.TextChoices):
    """What a bulletin is about."""

    ANNOUNCEMENT = "announcement", _("Market announcement")
    SUPPLY_DEMAND = "supply_demand", _("Supply and demand")


class PolicyStatus(models.TextChoices):
    """Whether a policy document holds on a day; it follows from its dates."""

    COMING = "coming", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    REPEALED = "repealed", _("Repealed")


class PolicyRelation(models.TextChoices):
    """What a policy document is to another one."""

    REPLACES = "replaces", _("Replaces")
    AMENDS = "amends", _("Amends")
    EXPLAINS = "explains", _("Explains")
    CARRIES_OUT = "carries_out", _("Carries out")


class ServiceKind(models.TextChoices):
    """Services that a guide explains and an outlet offers."""

    PLACEMENT = "placement", _("Job placement")
    AGENCY = "agency", _("Labour and social security affairs by proxy")
    UNEMPLOYMENT = "unemployment", _("Registration of unemployment")
    TRAINING = "training", _("Vocational training")


class FairMode(models.TextChoices):
    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")
    BOTH = "both", _("On site and online")


class TargetScope(models.TextChoices):
    """Which cities a target of coverage is about."""

    PILOTS = "pilots", _("Pilot cities")
    ALL = "all", _("All cities")


class LinkState(models.TextChoices):
    """How the linked site of a city stands; it follows from its checks (`link_states.py`)."""

    UNCHECKED = "unchecked", _("Not checked")
    OK = "ok", _("Answering")
    SLOW = "slow", _("Slow")
    BROKEN = "broken", _("Broken")
    DEAD = "dead", _("Dead")


class LinkOutcome(models.TextChoices):
    """What one check found."""

    OK = "ok", _("The site answered.")
    SLOW = "slow", _("The site answered slowly.")
    REFUSED = "refused", _("The site answered that the page is not there or not open.")
    SERVER_ERROR = "server_error", _("The site answered with an error of its own.")
    NO_HOST = "no_host", _("The name of the host is not known.")
    NO_ANSWER = "no_answer", _("The connection was refused or broke off.")
    TIMEOUT = "timeout", _("The site did not answer in time.")
    CERTIFICATE = "certificate", _("The certificate of the site is not valid.")
    LOOP = "loop", _("The site leads from address to address without end.")
    ADDRESS = "address", _("The address leads into a private network and is not asked.")
    ROBOTS = "robots", _("The site does not want to be asked by programs.")


class RecordState(models.TextChoices):
    """How a record of a city's own domain stands in DNS."""

    OK = "ok", _("It is there.")
    MISSING = "missing", _("It is not there yet.")
    OTHER = "other", _("There is another one.")
    NO_ANSWER = "no_answer", _("The name servers of the domain do not answer.")
    TAKEN = "taken", _("Another city has proven this domain.")
