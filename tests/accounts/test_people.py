"""Who has an account, and that an address belongs to one person."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.services import people


@pytest.mark.django_db
class TestUser:
    def test_address_is_kept_in_lower_case(self):
        assert User.objects.create_user(" Alice@Force.Example ", "Alice").email == "alice@force.example"

    def test_person_without_address_is_refused(self):
        with pytest.raises(ValueError, match="e-mail address"):
            User.objects.create_user("", "Nobody")

    def test_person_is_found_whatever_the_case_of_the_address(self, alice):
        assert User.objects.get_by_natural_key("ALICE@force.example") == alice

    def test_database_refuses_an_address_in_another_case(self, alice, bob):
        with pytest.raises(IntegrityError, match="user_email_unique_whatever_its_case"), transaction.atomic():
            User.objects.filter(pk=bob.pk).update(email="ALICE@force.example")

    def test_new_person_without_password_has_none_that_works(self):
        assert not User.objects.create_user("new@force.example", "New").has_usable_password()


class TestFormerAddresses:
    def test_former_address_is_forgotten(self, alice):
        EmailAddress.objects.create(user=alice, email="former@force.example")
        people.forget_former_addresses(user=alice)
        assert not EmailAddress.objects.filter(user=alice).exists()

    def test_present_address_and_those_of_others_stay(self, alice, bob):
        for user in (alice, bob):
            EmailAddress.objects.create(user=user, email=user.email)
        people.forget_former_addresses(user=alice)
        assert EmailAddress.objects.count() == 2
