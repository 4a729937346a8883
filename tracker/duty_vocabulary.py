"""Words of the 56-day duty, as `vocabulary` holds those of the rest: Police Act 1996 section 55."""

from datetime import date

from django.db import models

DAYS = 56
# Reports published before are under no such period: Policing and Crime Act 2017 section 37(2) put it into
# section 55, and SI 2017/399 regulation 4(a) brought that into force.
DAYS_APPLY_FROM = date(2017, 5, 2)
DAYS_SOURCE = "https://www.legislation.gov.uk/uksi/2017/399/regulation/4/made"


class DutyPart(models.TextChoices):
    """What is said or done in answer to a report within 56 days: Police Act 1996 section 55."""

    INVITATION = "invitation", "Chief officer’s comments invited"
    CHIEF_OFFICERS_COMMENTS = "chief_officers_comments", "Chief officer’s comments"
    BODYS_COMMENTS = "bodys_comments", "Local policing body’s comments"
    BODYS_RESPONSE = "bodys_response", "Local policing body’s response to the chief officer’s comments"
    EXPLANATION = "explanation", "Explanation of a recommendation"  # what is done about it, or why nothing
    PUBLISHED = "published", "Published response"
    COPY_TO_INSPECTORS = "copy_to_inspectors", "Copy sent to the inspectors"
    COPY_TO_SECRETARY_OF_STATE = "copy_to_secretary_of_state", "Copy sent to the Secretary of State"


class Course(models.TextChoices):
    """What the local policing body explains of a recommendation."""

    TAKEN = "taken", "Action has been taken"
    PROPOSED = "proposed", "Action is proposed"
    NONE = "none", "No action is taken or proposed"  # with the reason


class BodyKind(models.TextChoices):
    """Who must answer a report for a force: Police Act 1996 section 55."""

    COMMISSIONER = "commissioner", "Police and crime commissioner"
    FIRE_COMMISSIONER = "fire_commissioner", "Police, fire and crime commissioner"
    MAYOR = "mayor", "Mayor"
    CORPORATION = "corporation", "City of London Corporation"
