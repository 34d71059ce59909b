"""What to do: causes to look for, the register of actions, and what an improvement would change."""

from servqual.study.actions.build import action_table

__all__ = ["action_table"]
