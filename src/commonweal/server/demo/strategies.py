"""What bodies of Esempia want and do: a strategy in its second version, initiatives that run, may stop, or ended."""

from collections.abc import Mapping
from datetime import date, timedelta

from commonweal.organisations.models import Body, User, Visibility
from commonweal.strategy import actions
from commonweal.strategy.actions import (
    ActionDraft,
    ClauseDraft,
    GoalDraft,
    InitiativeDraft,
    MemberDraft,
    MilestoneDraft,
    StrategyDraft,
)
from commonweal.strategy.models import Initiative, PaidBy, PartKind, Strategy

PUBLIC = Visibility.PUBLIC


def settle(bodies: Mapping[str, Body], accounts: Mapping[str, User], *, today: date) -> None:
    """Write it all down; once."""
    if Strategy.objects.exists():
        return
    borgo, chiara = bodies["borgo"], accounts["chiara"]
    _strategy(borgo, chiara, today)
    clause = actions.add_clause(
        body=borgo,
        draft=ClauseDraft(
            document="Piano triennale", reference="4.2", says="We look for ready software before we buy.",
            kind="policy", visibility=PUBLIC,
        ),
        by=chiara,
    )  # fmt: skip
    for kind, title in (("guide", "How we buy, in one page"), ("contact", "Segreteria, ufficio 12")):
        actions.support_clause(clause=clause, kind=kind, title=title, by=chiara)
    fear = "Anyone can read our code and attack us."
    concern = actions.raise_concern(body=borgo, fear=fear, voiced_by="council", by=chiara)
    actions.answer_concern(concern=concern, answer="What is read by many is mended by many.", by=chiara)
    network = _initiatives(borgo, chiara, today)
    _team(borgo, network, chiara, today)


def _strategy(borgo: Body, by: User, today: date) -> None:
    first = actions.begin_strategy(
        body=borgo, draft=StrategyDraft(title="Borgo digitale 2024", visibility=PUBLIC), by=by
    )
    goal = actions.set_goal(
        strategy=first, draft=GoalDraft(title="Leave no data with one supplier", aim="sovereignty"), by=by
    )
    done = ActionDraft(title="Name a contact for open source", owner_name="Segreteria", goal=goal, visibility=PUBLIC)
    actions.finish_action(action=actions.plan_action(body=borgo, draft=done, by=by), by=by)
    draft = ActionDraft(
        title="Put an exit clause into the next contract", owner_name="Ufficio acquisti", goal=goal,
        due_on=today + timedelta(days=90), effort_days=0.5, visibility=PUBLIC,
    )  # fmt: skip
    actions.plan_action(body=borgo, draft=draft, by=by)
    draft_2 = StrategyDraft(title="Borgo digitale 2028", review_on=today - timedelta(days=20), visibility=PUBLIC)
    second = actions.renew_strategy(strategy=first, draft=draft_2, by=by)
    actions.set_goal(strategy=second, draft=GoalDraft(title="Share what we build", aim="transparency"), by=by)


def _team(borgo: Body, network: Initiative, by: User, today: date) -> None:
    drafts = (
        MemberDraft(role="Segreteria", name="Anna Rossi", days_a_month=2, paid_by=PaidBy.OWN.value),
        MemberDraft(
            role="Sviluppo", name="Bea Verdi", days_a_month=5, paid_by=PaidBy.INITIATIVE.value, initiative=network
        ),
        MemberDraft(role="Ufficio acquisti", days_a_month=1),
    )
    for draft in drafts:
        actions.add_member(body=borgo, draft=draft, by=by)
    for title, who, days, due in (
        ("Move the archive to open formats", "Bea Verdi", 12, 150),
        ("Answer the questions of the council", "Anna Rossi", 3, 20),
        ("Ask the neighbours what they use", "", None, 60),
    ):
        planned = ActionDraft(title=title, owner_name=who, effort_days=days, due_on=today + timedelta(days=due))
        actions.plan_action(body=borgo, draft=planned, by=by)
    actions.take_part(initiative=network, kind=PartKind.LEAD.value, body=borgo, by=by)
    actions.take_part(initiative=network, kind=PartKind.FOLLOW.value, name="Associazione dei lettori", by=by)


def _initiatives(borgo: Body, by: User, today: date) -> Initiative:
    drafts = (
        InitiativeDraft(
            title="Rete dei piccoli comuni", owner_name="Segreteria", people_count=3, funding_source="Regione",
            started_on=today - timedelta(days=580), funding_ends_on=today + timedelta(days=40),
        ),
        InitiativeDraft(title="Sportello codice aperto", people_count=1, started_on=today - timedelta(days=200)),
        InitiativeDraft(title="Laboratorio riuso", owner_name="Biblioteca", started_on=today - timedelta(days=1500)),
    )  # fmt: skip
    network, _desk, workshop = (actions.register_initiative(body=borgo, draft=draft, by=by) for draft in drafts)
    step = MilestoneDraft(title="Ten towns have joined", due_on=today + timedelta(days=30), owner_name="Segreteria")
    actions.plan_milestone(initiative=network, draft=step, by=by)
    reason = "The project money ended and nobody took it over."
    actions.close_initiative(initiative=workshop, on=today - timedelta(days=400), reason=reason, by=by)
    return network
