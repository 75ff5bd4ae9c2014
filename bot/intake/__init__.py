"""Updates become durable rows before Telegram may forget them, and are handled in each chat's order."""

from bot.intake.lock import AnotherInstance, hold
from bot.intake.polling import TokenRefused
from bot.intake.runner import Intake

__all__ = ["AnotherInstance", "Intake", "TokenRefused", "hold"]
