"""The worker's part in campaigns: sending letters, and every morning reminding those who have not answered."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from commonweal.assessments.actions import campaign_letters as actions
from commonweal.assessments.documents.campaign_letter import letter_to
from commonweal.assessments.queries.campaign_letters import campaigns_to_remind

RETRY = RetryStrategy(max_attempts=8, exponential_wait=5)


@app.periodic(cron="50 6 * * *")
@app.task(name="assessments.remind_places", queueing_lock="assessments.remind_places")
def remind_places(timestamp: int) -> None:
    """Remind places of campaigns that end soon; without a mail server nobody is reminded."""
    if not settings.MAIL_IS_CONFIGURED:
        return
    today = timezone.localdate()
    for campaign in campaigns_to_remind(today):
        actions.remind_places(campaign=campaign, today=today, by=None)


@app.task(name=actions.LETTER_TASK, retry=RETRY)
def send_letter(letter: int) -> None:
    """Send one letter once; of a mail server that does not answer the mark is taken back, and it is asked again."""
    with transaction.atomic():
        taken = actions.mark_sent(letter=letter, by=None)
        if taken is None:
            return
        written = letter_to(taken.invitation, taken.kind, taken.reply_to)
        mail = EmailMessage(written.subject, written.text, to=[taken.address], reply_to=[taken.reply_to])
        mail.attach(written.form_name, written.form, "text/html")
        mail.send()
