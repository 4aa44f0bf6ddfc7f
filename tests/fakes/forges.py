"""Issues, change requests, answers and checks as every fake host tells them; pages of two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.fakes.bitbucket import FakeBitbucket
from tests.fakes.gitea import FakeGitea
from tests.fakes.github import FakeGitHub
from tests.fakes.gitlab import FakeGitLab
from tests.fakes.network import Asked, Reply
from tests.fakes.world import FakeRepository

PEOPLE = {"aino": 1, "bruno": 2, "chiara": 3, "robot": 4, "": 0}


@dataclass(frozen=True, slots=True)
class FakeReply:
    """Something somebody wrote under a ticket."""

    author: str
    at: str
    is_review: bool = False


@dataclass(frozen=True, slots=True)
class FakeTicket:
    """An issue or a change request; moments are written as hosts write them, "" for none."""

    number: int
    author: str
    opened_at: str
    closed_at: str = ""
    merged_at: str = ""
    is_change: bool = False
    labels: tuple[str, ...] = ()
    replies: tuple[FakeReply, ...] = ()

    @property
    def updated_at(self) -> str:
        """The last moment of all."""
        return max(self.opened_at, self.closed_at, self.merged_at, *(each.at for each in self.replies))

    @property
    def is_open(self) -> bool:
        return not self.closed_at


@dataclass(frozen=True, slots=True)
class FakeStanding:
    """What a host tells of a repository beside its files and tickets."""

    is_protected: bool = True
    releases: tuple[tuple[str, str], ...] = (("v1.1.0", "2026-03-01T10:00:00Z"), ("v1.0.0", "2025-03-01T10:00:00Z"))
    ci: str = "passing"
    is_mirror: bool = False
    has_issues: bool = True
    is_known: bool = True


TICKETS = (
    FakeTicket(1, "aino", "2025-06-01T08:00:00Z", labels=("bug",)),
    FakeTicket(
        2,
        "bruno",
        "2026-02-02T09:00:00Z",
        closed_at="2026-02-10T09:00:00Z",
        labels=("type: bug",),
        replies=(
            FakeReply("bruno", "2026-02-02T10:00:00Z"),
            FakeReply("robot", "2026-02-02T11:00:00Z"),
            FakeReply("aino", "2026-02-04T09:00:00Z"),
            FakeReply("chiara", "2026-02-05T09:00:00Z"),
        ),
    ),
    FakeTicket(
        3,
        "chiara",
        "2026-03-01T09:00:00Z",
        closed_at="2026-03-05T09:00:00Z",
        merged_at="2026-03-05T09:00:00Z",
        is_change=True,
        replies=(FakeReply("aino", "2026-03-03T09:00:00Z", is_review=True),),
    ),
    FakeTicket(4, "robot", "2026-03-02T09:00:00Z", is_change=True),
    FakeTicket(5, "chiara", "2026-04-01T09:00:00Z"),
    FakeTicket(6, "chiara", "2025-11-01T09:00:00Z", closed_at="2025-12-01T09:00:00Z"),
    FakeTicket(
        7,
        "aino",
        "2026-03-10T09:00:00Z",
        closed_at="2026-03-12T09:00:00Z",
        is_change=True,
        replies=(FakeReply("bruno", "2026-03-11T09:00:00Z"),),
    ),
)


class _Telling:
    """What the fakes share: the tickets of one repository, and how it stands; `asked_for` counts the requests."""

    def __init__(self, repositories: tuple[FakeRepository, ...], url: str = "", users: tuple[str, ...] = ()) -> None:
        super().__init__(repositories, url, users)  # type: ignore[call-arg]
        self.tickets: tuple[FakeTicket, ...] = TICKETS
        self.standing = FakeStanding()
        self.hides_notes = False

    def of(self, asked: Asked, number: str) -> FakeTicket | None:
        return next((each for each in self.tickets if each.number == int(number)), None)

    def page(self, asked: Asked, rows: list[Any], url: str, page_key: str = "page") -> Reply:
        page = int(asked.query.get(page_key, 1))
        headers = {}
        if page * 2 < len(rows):
            query = urlencode({**asked.query, page_key: page + 1})
            headers["Link"] = f'<{url}{asked.raw_path}?{query}>; rel="next"'
        return Reply(body=rows[2 * page - 2 : 2 * page], headers=headers)


class FakeGitHubForge(_Telling, FakeGitHub):
    """GitHub: every pull request is an issue, comments come for the whole repository, reviews one by one."""

    def _of_repository(self, asked: Asked, full_name: str, rest: str) -> Reply:
        if re.match(r"/(issues|pulls|branches|releases|commits)", rest):
            return self._beside_files(asked, full_name, rest)
        return super()._of_repository(asked, full_name, rest)

    def _row(self, number: int) -> dict[str, Any]:
        told = self.standing
        mirror = f"{self.url}/elsewhere" if told.is_mirror else None
        return super()._row(number) | {"mirror_url": mirror, "has_issues": told.has_issues}

    def _beside_files(self, asked: Asked, full_name: str, rest: str) -> Reply:
        since = asked.query.get("since", "")
        if rest in {"/issues", "/pulls"}:
            if rest == "/issues" and not self.standing.has_issues:
                return Reply(410, {"message": "Issues are disabled for this repo"})
            rows = [each for each in self.tickets if each.updated_at >= since and (rest == "/issues" or each.is_change)]
            if asked.query["state"] == "open":
                rows = [each for each in rows if each.is_open]
            by = "updated_at" if asked.query["sort"] == "updated" else "opened_at"
            rows.sort(key=lambda each: getattr(each, by), reverse=asked.query["direction"] == "desc")
            return self.page(asked, [self._ticket(full_name, each) for each in rows], self.url)
        if rest in {"/issues/comments", "/pulls/comments"}:
            if not self.standing.has_issues and rest == "/issues/comments":
                return Reply(410, {"message": "Issues are disabled for this repo"})
            written = [
                (reply, each)
                for each in self.tickets
                for reply in each.replies
                if reply.at >= since and not reply.is_review and rest == "/issues/comments"
            ]
            written.sort(key=lambda pair: pair[0].at)
            return self.page(asked, [self._comment(full_name, *pair) for pair in written], self.url)
        if match := re.fullmatch(r"/pulls/(\d+)/reviews", rest):
            ticket = self.of(asked, match[1])
            reviews = [each for each in ticket.replies if each.is_review] if ticket else []
            return Reply(body=[{"user": _github(each.author), "submitted_at": each.at} for each in reviews])
        return self._checks(rest)

    def _checks(self, rest: str) -> Reply:
        told = self.standing
        if not told.is_known:
            return Reply(404, {"message": "Not Found"})
        if rest == "/branches/main":
            return Reply(body={"name": "main", "protected": told.is_protected})
        if rest == "/releases":
            draft = [{"tag_name": "v2", "draft": True, "published_at": None}]
            return Reply(body=[*draft, *({"tag_name": name, "published_at": at} for name, at in told.releases)])
        if rest.endswith("/check-runs"):
            ends = {"passing": "success", "failing": "failure"}
            runs = [{"status": "completed", "conclusion": ends[told.ci]}] if told.ci in ends else []
            return Reply(body={"total_count": len(runs), "check_runs": runs})
        return Reply(body={"state": "pending", "total_count": 0})

    def _ticket(self, full_name: str, ticket: FakeTicket) -> dict[str, Any]:
        pull = {"pull_request": {"merged_at": ticket.merged_at or None}} if ticket.is_change else {}
        return {
            "number": ticket.number,
            "state": "open" if ticket.is_open else "closed",
            "user": _github(ticket.author),
            "created_at": ticket.opened_at,
            "updated_at": ticket.updated_at,
            "closed_at": ticket.closed_at or None,
            "labels": [{"id": 1, "name": name} for name in ticket.labels],
            **pull,
        }

    def _comment(self, full_name: str, reply: FakeReply, ticket: FakeTicket) -> dict[str, Any]:
        kind = "pull" if ticket.is_change else "issues"
        return {
            "html_url": f"{self.url}/{full_name}/{kind}/{ticket.number}#issuecomment-1",
            "user": _github(reply.author),
            "created_at": reply.at,
            "updated_at": reply.at,
        }


class FakeGitLabForge(_Telling, FakeGitLab):
    """GitLab: lists of either kind by keyset of moments, notes one ticket at a time and only with a token."""

    def _row(self, number: int) -> dict[str, Any]:
        level = "enabled" if self.standing.has_issues else "disabled"
        return super()._row(number) | {"mirror": self.standing.is_mirror, "issues_access_level": level}

    def _of_project(self, asked: Asked, number: int, rest: str) -> Reply:
        if match := re.fullmatch(r"/(issues|merge_requests)(?:/(\d+)/notes)?", rest):
            if match[2]:
                return self._notes(asked, match[2])
            return self._list(asked, is_change=match[1] == "merge_requests")
        if re.match(r"/(repository/branches|releases|pipelines)", rest):
            return self._checks(rest)
        return super()._of_project(asked, number, rest)

    def _list(self, asked: Asked, *, is_change: bool) -> Reply:
        limits = {"updated_after": 1, "created_after": 1, "created_before": -1}
        rows = [each for each in self.tickets if each.is_change == is_change]
        if asked.query.get("state") == "opened":
            rows = [each for each in rows if each.is_open]
        for key, sign in limits.items():
            if bound := asked.query.get(key):
                at = "updated_at" if key == "updated_after" else "opened_at"
                bound = bound.replace("+00:00", "Z")
                rows = [each for each in rows if (getattr(each, at) >= bound) == (sign > 0)]
        rows.sort(key=lambda each: each.updated_at if asked.query["order_by"] == "updated_at" else each.opened_at)
        return self.page(asked, [self._ticket(each) for each in rows], "https://behind.example")

    def _notes(self, asked: Asked, number: str) -> Reply:
        if self.hides_notes:
            return Reply(401, {"message": "401 Unauthorized"})
        ticket = self.of(asked, number)
        told = [{"system": True, "body": "added ~bug label", "author": _gitlab("aino"), "created_at": "2026-01-01"}]
        for each in ticket.replies if ticket else ():
            body = "approved this merge request" if each.is_review else "Hello."
            note = {"system": each.is_review, "body": body, "author": _gitlab(each.author), "created_at": each.at}
            told.append(note)
        return Reply(body=told)

    def _ticket(self, ticket: FakeTicket) -> dict[str, Any]:
        ended = "merged" if ticket.merged_at else "closed"
        return {
            "iid": ticket.number,
            "state": "opened" if ticket.is_open else ended,
            "author": _gitlab(ticket.author),
            "created_at": ticket.opened_at,
            "updated_at": ticket.updated_at,
            "closed_at": None if ticket.merged_at else ticket.closed_at or None,
            "labels": list(ticket.labels),
            "user_notes_count": sum(not each.is_review for each in ticket.replies),
            **({"merged_at": ticket.merged_at or None} if ticket.is_change else {}),
        }

    def _checks(self, rest: str) -> Reply:
        told = self.standing
        if not told.is_known:
            return Reply(403, {"message": "403 Forbidden"})
        if rest == "/repository/branches/main":
            return Reply(body={"name": "main", "protected": told.is_protected})
        if rest == "/releases":
            return Reply(body=[{"tag_name": name, "released_at": at} for name, at in told.releases])
        states = {"passing": "success", "failing": "failed"}
        return Reply(body=[{"status": states[told.ci]}] if told.ci in states else [])


class FakeGiteaForge(_Telling, FakeGitea):
    """Gitea: lists of either kind by pages, comments for the whole repository, reviews one by one."""

    def _row(self, number: int) -> dict[str, Any]:
        return super()._row(number) | {"mirror": self.standing.is_mirror, "has_issues": self.standing.has_issues}

    def _of_repository(self, asked: Asked, full_name: str, rest: str) -> Reply:
        if rest == "/issues":
            rows = [each for each in self.tickets if each.is_change == (asked.query["type"] == "pulls")]
            if asked.query["state"] == "open":
                rows = [each for each in rows if each.is_open]
            rows = [each for each in rows if asked.query.get("since", "") <= each.updated_at]
            rows = [each for each in rows if each.updated_at <= asked.query.get("before", "9")]
            return self.page(asked, [self._ticket(each) for each in reversed(rows)], self.url)
        if rest == "/issues/comments":
            rows = [
                self._comment(full_name, reply, each)
                for each in self.tickets
                for reply in each.replies
                if not reply.is_review and reply.at >= asked.query["since"]
            ]
            return self.page(asked, rows, self.url)
        if match := re.fullmatch(r"/pulls/(\d+)/reviews", rest):
            ticket = self.of(asked, match[1])
            told: list[dict[str, Any]] = [{"user": _gitea("aino"), "state": "REQUEST_REVIEW", "submitted_at": "2026"}]
            told += [
                {"user": _gitea(each.author), "state": "APPROVED", "submitted_at": each.at}
                for each in (ticket.replies if ticket else ())
                if each.is_review
            ]
            return Reply(body=told)
        if re.match(r"/(branches|releases|commits)", rest):
            return self._checks(rest)
        return super()._of_repository(asked, full_name, rest)

    def _checks(self, rest: str) -> Reply:
        told = self.standing
        if not told.is_known:
            return Reply(404, {"message": "Not Found"})
        if rest == "/branches/main":
            return Reply(body={"name": "main", "protected": told.is_protected})
        if rest == "/releases":
            return Reply(body=[{"tag_name": name, "published_at": at, "draft": False} for name, at in told.releases])
        states = {"passing": "success", "failing": "failure"}
        count = int(told.ci in states)
        return Reply(body={"state": states.get(told.ci, ""), "total_count": count, "statuses": []})

    def _ticket(self, ticket: FakeTicket) -> dict[str, Any]:
        pull = {"merged": bool(ticket.merged_at), "merged_at": ticket.merged_at or None}
        return {
            "number": ticket.number,
            "state": "open" if ticket.is_open else "closed",
            "user": _gitea(ticket.author),
            "created_at": ticket.opened_at,
            "updated_at": ticket.updated_at,
            "closed_at": ticket.closed_at or None,
            "labels": [{"name": name} for name in ticket.labels],
            "pull_request": pull if ticket.is_change else None,
        }

    def _comment(self, full_name: str, reply: FakeReply, ticket: FakeTicket) -> dict[str, Any]:
        kind = "pull_request_url" if ticket.is_change else "issue_url"
        address = f"{self.url}/{full_name}/{'pulls' if ticket.is_change else 'issues'}/{ticket.number}"
        return {"user": _gitea(reply.author), "created_at": reply.at, "issue_url": "", kind: address}


class FakeBitbucketForge(_Telling, FakeBitbucket):
    """Bitbucket Cloud: pipelines alone."""

    def _of_repository(self, asked: Asked, full_name: str, rest: str) -> Reply:
        if rest == "/pipelines/":
            results = {"passing": "SUCCESSFUL", "failing": "FAILED"}
            name = results.get(self.standing.ci)
            rows = [{"state": {"name": "COMPLETED", "result": {"name": name}}}] if name else []
            return Reply(body={"values": rows}) if self.standing.is_known else Reply(404, {})
        return super()._of_repository(asked, full_name, rest)


def _github(name: str) -> dict[str, Any] | None:
    is_bot = name == "robot"
    login = f"{name}[bot]" if is_bot else name
    return {"id": PEOPLE[name], "login": login, "type": "Bot" if is_bot else "User"} if name else None


def _gitlab(name: str) -> dict[str, Any]:
    return {"id": PEOPLE[name] or None, "username": "project_7_bot_ab12" if name == "robot" else name}


def _gitea(name: str) -> dict[str, Any]:
    return {"id": PEOPLE[name] or -1, "login": "renovate-bot" if name == "robot" else name}
