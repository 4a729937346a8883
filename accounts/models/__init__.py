from accounts.models.invitations import Invitation
from accounts.models.tokens import ApiToken
from accounts.models.user import User

__all__ = ["ApiToken", "Invitation", "User"]
