"""Updates become durable rows before Telegram may forget them, and are handled in each chat's order."""

from bot.intake.polling import TokenRefused
from bot.intake.runner import Intake
from bot.lock import AnotherInstance, hold

__all__ = ["AnotherInstance", "Intake", "TokenRefused", "hold"]
