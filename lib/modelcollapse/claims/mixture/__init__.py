"""Claims on the recursively fitted symmetric mixture."""

from modelcollapse.claims.mixture import bias, decay, estimator, joint, survival

__all__ = ["CLAIMS"]

CLAIMS = (estimator.CLAIM, decay.CLAIM, survival.CLAIM, bias.CLAIM, joint.CLAIM)
