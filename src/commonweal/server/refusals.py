"""What happens when somebody tries what their roles do not permit: views need not say so one by one."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from commonweal.organisations.permissions import NotAllowed


class RefusalMiddleware:
    """Sends visitors who may not to the sign-in page, and tells others who may not that they may not.

    The API answers its programs itself, before this is reached.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what is no refusal."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """The answer to a refusal.

        Raises PermissionDenied for who has signed in.
        """
        if not isinstance(exception, NotAllowed):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(str(exception)) from exception
