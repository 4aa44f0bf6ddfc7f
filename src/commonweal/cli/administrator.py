"""`./commonweal administrator NAME`: say who runs the installation, so that an empty one has a first person."""

import argparse
import sys
from getpass import getpass

import django
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from commonweal.cli.commands import Refusal
from commonweal.server import database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The account, and the address of one that is opened."""
    parser.add_argument("name", metavar="NAME", help="the account; one that is not there is opened")
    parser.add_argument("--email", default="", metavar="ADDRESS", help="where mail for a new account goes")


def run(options: argparse.Namespace) -> int:
    """Open the account where there is none, and make it an administrator of the whole installation; twice is once."""
    database.ensure_running()
    django.setup()
    from commonweal.organisations import actions
    from commonweal.organisations.models import User
    from commonweal.organisations.roles import Role

    user = User.objects.filter(username=options.name).first()
    if user is None:
        user = actions.open_account(
            username=options.name, email=options.email, password=_password(), display_name=options.name, by=None
        )
        print(f"Opened the account {user.username}.")
    actions.grant_role(user=user, role=Role.ADMINISTRATOR, body=None, by=None)
    print(f"{user.username} runs this installation: sign in, then enter your organisation under Organisations.")
    return 0


def _password() -> str:
    """Ask for the password twice; from a program, read it from the first line of what it sends."""
    if sys.stdin.isatty():
        password = getpass("Password: ")
        if getpass("The same again: ") != password:
            raise Refusal("The two are not the same; nothing was done.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refusal(f"{' '.join(error.messages)} Nothing was done.") from error
    return password
