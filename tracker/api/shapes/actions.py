"""Shapes of actions."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape


class ActionShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    finding = serializers.URLField()
    position = serializers.IntegerField(help_text="Its place in the list; the smallest comes first.")
    what = serializers.CharField()
    owner = serializers.EmailField(allow_null=True, help_text="Of an owner with an account.")
    owner_name = serializers.CharField()
    owner_role = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)


class ActionInput(Shape):
    """One owner: the address of a person with an account, or a name and perhaps a role."""

    what = serializers.CharField(allow_blank=True, help_text="Up to 500 characters.")
    owner = serializers.EmailField(required=False, allow_null=True)
    owner_name = serializers.CharField(required=False, allow_blank=True)
    owner_role = serializers.CharField(required=False, allow_blank=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class DoneInput(Shape):
    done_on = serializers.DateField(allow_null=True, help_text="null: not done after all.")


class MoveInput(Shape):
    to = serializers.ChoiceField(choices=["up", "down"])
