"""The soak's world: newsrooms of ten kinds, what each posts in a year, and what goes wrong with it."""

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHOWN = 20  # items of a list page
CUT_OFF = timedelta(hours=7)  # the machine has no network, with every source due in it


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of source behaves: posts a week in working hours and outside, and what its pages are like."""

    name: str
    office: float
    off: float
    dated: bool = True
    pdf: float = 0.0
    wall: float = 0.0
    edits: float = 0.0
    reposts: bool = False
    tokens: bool = False
    zone: str = "UTC"
    back: int = 10  # pages of older items


KINDS = (
    Kind("newsroom", 40, 8, edits=0.2),
    Kind("office", 20, 0, zone="Asia/Shanghai", edits=0.05),
    Kind("weekly", 2, 0.5, zone="Europe/Berlin"),
    Kind("monthly", 0.25, 0.02),
    Kind("pdf", 1.5, 0, pdf=1.0, zone="America/New_York"),
    Kind("wechat", 4, 1, wall=0.4, zone="Asia/Shanghai"),
    Kind("undated", 3, 1, dated=False),
    Kind("reposting", 7, 2, reposts=True),
    Kind("tokens", 5, 1, tokens=True, zone="Asia/Shanghai"),
    Kind("mixed", 10, 3, pdf=0.2, edits=0.1, zone="America/Sao_Paulo"),
)


@dataclass(slots=True)
class Post:
    """An article of the world: when it was posted, and how its text changed since."""

    number: int
    at: datetime
    form: str  # "page", "pdf", "wall"
    edited: datetime | None = None
    bumped: datetime | None = None


@dataclass(slots=True)
class Incident:
    """Something that breaks: from when to when, and what became of it."""

    kind: str
    begin: datetime
    end: datetime
    runs: int = 0  # runs in which it could be seen: with new articles, where it shows in these only
    told_at_run: int | None = None
    told: int = 0
    over: int = 0  # how often it was told to be over
    early: int = 0  # and how often of these it was not
    plausible: bool = False  # what is seen could as well be the truth


LIST_ONLY = ("empty", "fewer", "down", "blocked", "gone", "another", "columns")
OF_ARTICLES = ("cookie", "garbled", "bodyless")
DATES = ("undated",)
OF_DAYS = ("sameday",)  # where a list spans several days
STILL = "frozen"  # the list stands still: silence is no trouble at once
STANDS = 60 * DAY
BLIPS = ("blip", "maintenance", "retry_after")  # pass by themselves within one run: nobody is to be told
# All addresses change for days, and change back. With a text every article is known again by title, day and text: then
# nothing is lost, nothing comes twice, no subscriber and no operator sees anything, so to tell of it is a false alarm.
MOVED = "moved"
HARMLESS = (*BLIPS, MOVED)
BREAKAGES = (*LIST_ONLY, *OF_ARTICLES, *DATES, *OF_DAYS, STILL, *HARMLESS)
OTHERS = 100_000  # from this number on: articles of another list that stands in the place of a site's own


@dataclass(slots=True)
class Newsroom:
    """One simulated site."""

    kind: Kind
    number: int
    posts: list[Post]
    incidents: list[Incident]
    root: str = "https://{}.example"
    visible: int = 0  # posts up to now

    @property
    def host(self) -> str:
        return self.url.partition("://")[2]

    @property
    def url(self) -> str:
        return self.root.format(f"{self.kind.name}{self.number}")

    @property
    def id(self) -> str:
        return f"{self.kind.name}-{self.number}"

    def incident(self, now: datetime) -> Incident | None:
        return next((each for each in self.incidents if each.begin <= now < each.end), None)


def make_posts(kind: Kind, chance: random.Random, begin: datetime, end: datetime) -> list[Post]:
    """Posts by the rhythm of the kind, hour by hour, summer holidays included."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(kind.zone)
    posts: list[Post] = []
    at = begin
    while at < end:
        local = at.astimezone(zone)
        office = local.weekday() < 5 and 8 <= local.hour < 18
        rate = kind.office / 50 if office else kind.off / 118
        if local.month == 8:
            rate *= 0.3
        while rate > 0 and chance.random() < rate:
            rate -= 1
            draw = chance.random()
            form = "pdf" if draw < kind.pdf else "wall" if draw < kind.pdf + kind.wall else "page"
            moment = at + timedelta(minutes=chance.randrange(60))
            edited = moment + chance.choice((2, 5, 20)) * HOUR if chance.random() < kind.edits else None
            bumped = moment + 3 * DAY if kind.reposts and chance.random() < 0.2 else None
            posts.append(Post(0, moment, form, edited, bumped))
        at += HOUR
    posts.sort(key=lambda post: post.at)
    for number, post in enumerate(posts, 1):
        post.number = number
    return posts


def make_incidents(
    site: Newsroom, chance: random.Random, begin: datetime, end: datetime, breakages: Collection[str] = ()
) -> list[Incident]:
    """About one lasting incident in six weeks, and blips in between; never two at once, with a calm after each. What is
    shorter than two months is denser. `breakages` are the only ones, if any are named."""
    incidents: list[Incident] = []
    day = min((end - begin) / 60, DAY)
    at = begin + 10 * day + chance.random() * 15 * day
    while at < end - 12 * day:
        kinds = [*LIST_ONLY, *BLIPS]
        if not site.kind.pdf and not site.kind.wall:  # without a text nothing proves that a moved article is the same
            kinds.append(MOVED)
        weekly = site.kind.office + site.kind.off
        if weekly >= 5 and not site.kind.wall:
            kinds += OF_ARTICLES
        if site.kind.dated:
            kinds += DATES
        if site.kind.dated and weekly <= 20:
            kinds += OF_DAYS
        if site.kind.name == "office" and at + STANDS < end - 12 * DAY:
            kinds.append(STILL)
        kinds = [kind for kind in kinds if kind in breakages or not breakages]
        if not kinds:
            return incidents
        kind = chance.choice(kinds)
        length = timedelta(minutes=50) if kind in BLIPS else chance.choice((2, 3, 5)) * day
        if kind == STILL:
            length = STANDS
        if kind in OF_ARTICLES:  # they show in new articles only, so they last until there were some
            after = [post.at for post in site.posts if post.at >= at and post.form == "page"][:8]
            length = max(length, (after[-1] if len(after) == 8 else end) - at + day)
        incidents.append(Incident(kind, at, min(at + length, end - 4 * day)))
        at += length + 12 * day + chance.random() * 35 * day
    return incidents


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: of which kinds the sources are in turn, for how long, and what breaks (all, if not named)."""

    days: int
    seed: int = 1
    kinds: tuple[Kind, ...] = KINDS
    breakages: tuple[str, ...] = ()


class World:
    """All sites, and the clock that they and the daemon live by."""

    def __init__(self, numbers: range, plan: Plan, root: str = "https://{}.example") -> None:
        self.seconds = 0.0
        self.skew = timedelta()
        self.begin, self.end = START, START + plan.days * DAY
        self.sites: dict[str, Newsroom] = {}
        self.requests = 0
        self.offline: tuple[datetime, datetime] | None = None
        for at in numbers:
            kind = plan.kinds[at % len(plan.kinds)]
            chance = random.Random(f"{plan.seed}/{at}")
            past = DAY * (400 if kind.office < 1 else 60)
            posts = make_posts(kind, chance, self.begin - past, self.end)
            site = Newsroom(kind, at // len(plan.kinds), posts, [], root)
            site.incidents = make_incidents(site, chance, self.begin, self.end, plan.breakages)
            self.sites[site.host] = site

    @property
    def time(self) -> datetime:
        """The true time."""
        return START + timedelta(seconds=self.seconds)

    def now(self) -> datetime:
        """What the machine's wall clock says."""
        return self.time + self.skew

    def clock(self) -> float:
        return self.seconds

    # What a list shows

    def links(self, site: Newsroom, page: int = 0) -> list[tuple[Post, str]]:
        now = self.time
        if (incident := site.incident(now)) and incident.kind == STILL:
            now = incident.begin
        while site.visible < len(site.posts) and site.posts[site.visible].at <= now:
            site.visible += 1
        if incident and incident.kind == "another":
            first = OTHERS + site.incidents.index(incident) * 100
            others = [self.post(site, first + place) for place in range(0 if page else SHOWN)]
            return [(post, f"{site.url}/other/t{post.number}.html") for post in others]
        newest = site.posts[max(site.visible - SHOWN * site.kind.back, 0) : site.visible]
        newest = sorted(newest, key=lambda post: post.bumped if post.bumped and post.bumped <= now else post.at)
        shown = newest[::-1][page * SHOWN : (page + 1) * SHOWN]
        return [(post, self.address(site, post)) for post in shown]

    def post(self, site: Newsroom, number: int) -> Post:
        """One of the site's posts, or of another list that stood in its place."""
        if number < OTHERS:
            return site.posts[number - 1]
        incident, place = divmod(number - OTHERS, 100)
        return Post(number, site.incidents[incident].begin - place * DAY, "page")

    def date(self, site: Newsroom, post: Post, trouble: str) -> str:
        """As the list prints it."""
        if not site.kind.dated or trouble == "undated":
            return ""
        return (self.time if trouble == "sameday" else post.at).isoformat()

    def address(self, site: Newsroom, post: Post) -> str:
        url = f"{site.url}/news/{post.at:%Y%m}/t{post.number}.html"
        if site.kind.tokens:
            return f"{url}?sessionid={int(self.seconds // 86400):08x}{post.number:024x}"
        if site.kind.reposts and post.bumped and post.bumped <= self.time:
            return f"{url}?utm_source=home&utm_medium=top"
        return url
