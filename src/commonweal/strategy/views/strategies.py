"""Strategies and their goals: a page each version, and the forms of those who keep them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from commonweal.organisations.permissions import actor
from commonweal.organisations.queries import name_of
from commonweal.strategy import actions, permissions
from commonweal.strategy.forms.strategies import GoalForm, ReasonForm, ReviewForm, StrategyForm
from commonweal.strategy.models import Goal, Strategy
from commonweal.strategy.permissions import Permission
from commonweal.strategy.queries.strategies import aimed, strategies_of, strategy_for
from commonweal.strategy.views.keeping import body_or_404, form_page, found_or_404, frame, owner_of, saved

REFUSALS = (
    actions.NamelessStrategy, actions.NeverPrivate, actions.StrategyStands, actions.StrategyEnded,
    actions.NamelessGoal, actions.NoSuchAim, actions.NoReason, actions.ReviewInThePast,
)  # fmt: skip


@require_safe
def strategy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a strategy, with its goals, what was done for each, and who looked at it when."""
    strategy = found_or_404(strategy_for(request.user, pk))
    body = owner_of(strategy)
    page = frame(request, body, "") | {
        "strategy": strategy,
        "goals": aimed(request.user, strategy),
        "reviews": strategy.reviews.select_related("by"),
        "versions": strategies_of(request.user, body),
        "is_standing": strategy.ended_at is None,
        "today": timezone.localdate(),
    }
    return render(request, "strategy/strategy.html", page)


@require_http_methods(["GET", "POST"])
def add_strategy(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a strategy."""
    body, by = body_or_404(slug), actor(request)
    permissions.require(by, Permission.KEEP_STRATEGY, on=body)
    form = StrategyForm(request.POST or None)
    made = saved(form, lambda: actions.begin_strategy(body=body, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    lead = _("Only the title is needed. You add goals on the next page, and to each goal what is done for it.")
    back = reverse("body-strategy", args=[slug])
    return form_page(request, form, title=_("Begin a strategy"), back=back, back_name=name_of(body), lead=lead)


@require_http_methods(["GET", "POST"])
def change_strategy(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a strategy."""
    strategy = _kept(request, pk)
    form, by = StrategyForm(request.POST or None, strategy=strategy), actor(request)
    made = saved(form, lambda: actions.change_strategy(strategy=strategy, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(made)
    return _form(request, form, strategy, _("Change the strategy"))


@require_http_methods(["GET", "POST"])
def renew_strategy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version, which takes along what is open."""
    strategy = _kept(request, pk)
    form, by = StrategyForm(request.POST or None, strategy=strategy), actor(request)
    made = saved(form, lambda: actions.renew_strategy(strategy=strategy, draft=form.draft(), by=by), REFUSALS)
    if made:
        count = made.goals.filter(actions__carried_from__isnull=False).count()
        said = ngettext(
            "Renewed. %(number)s open action came along.", "Renewed. %(number)s open actions came along.", count
        )
        messages.success(request, said % {"number": count})
        return redirect(made)
    lead = _("Goals that stand and actions that are open come along, once. What was done or dropped stays where it is.")
    return _form(request, form, strategy, _("Renew the strategy"), lead)


@require_http_methods(["GET", "POST"])
def review_strategy(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody looked at it again."""
    strategy = _kept(request, pk)
    form, by = ReviewForm(request.POST or None), actor(request)
    made = saved(form, lambda: actions.review_strategy(strategy=strategy, by=by, **form.cleaned_data), REFUSALS)
    if made:
        messages.success(request, _("Written down."))
        return redirect(strategy)
    return _form(request, form, strategy, _("We looked at it again"))


@require_http_methods(["GET", "POST"])
def add_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a goal."""
    strategy = _kept(request, pk)
    form, by = GoalForm(request.POST or None), actor(request)
    made = saved(form, lambda: actions.set_goal(strategy=strategy, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(strategy)
    return _form(request, form, strategy, _("Add a goal"))


@require_http_methods(["GET", "POST"])
def change_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a goal better."""
    goal = _goal(request, pk)
    form, by = GoalForm(request.POST or None, goal=goal), actor(request)
    made = saved(form, lambda: actions.change_goal(goal=goal, draft=form.draft(), by=by), REFUSALS)
    if made:
        return redirect(goal.strategy)
    return _form(request, form, goal.strategy, _("Change the goal"))


@require_http_methods(["GET", "POST"])
def end_goal(request: HttpRequest, pk: int) -> HttpResponse:
    """End a goal."""
    goal = _goal(request, pk)
    form, by = ReasonForm(request.POST or None), actor(request)
    made = saved(form, lambda: actions.end_goal(goal=goal, by=by, **form.cleaned_data), REFUSALS)
    if made:
        return redirect(goal.strategy)
    lead = _("It stays to be read, with the reason. Actions that are open stay, too, without a goal.")
    return _form(request, form, goal.strategy, _("End the goal “%(title)s”") % {"title": goal.title}, lead)


def _kept(request: HttpRequest, pk: int) -> Strategy:
    """A strategy that the reader keeps.

    Raises Http404, NotAllowed.
    """
    strategy = found_or_404(strategy_for(request.user, pk))
    permissions.require(actor(request), Permission.KEEP_STRATEGY, on=strategy.owner)
    return strategy


def _goal(request: HttpRequest, pk: int) -> Goal:
    goal = Goal.objects.filter(pk=pk).first()
    if goal is None:
        raise Http404
    goal.strategy = _kept(request, goal.strategy_id)
    return goal


def _form(
    request: HttpRequest,
    form: StrategyForm | GoalForm | ReviewForm | ReasonForm,
    strategy: Strategy,
    title: str,
    lead: str = "",
) -> HttpResponse:
    back = strategy.get_absolute_url()
    return form_page(request, form, title=title, back=back, back_name=strategy.title, lead=lead)
