package dev.nightshift.core;

import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.ModelImplementer;
import dev.nightshift.core.agent.ModelReviewer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.internal.engine.RunThread;
import dev.nightshift.core.internal.metering.Mind;
import dev.nightshift.core.internal.metering.ModelAccess.Minds;
import dev.nightshift.core.internal.metering.ModelAsked;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.RunScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models of the two roles of a pipeline, where roles are driven by models. */
final class RoleModels {
  /** Takes the models as they are asked for. */
  static final Check AS_ASKED =
      (asked, role) ->
          new Minds(
              List.of(Mind.asSpelled(asked.model())),
              asked.fallbacks().stream().map(Mind::asSpelled).toList());

  private final @Nullable ModelAsked coder;
  private final @Nullable ModelAsked critic;
  private final boolean isSameModelAllowed;

  RoleModels(Implementer implementer, Reviewer reviewer) {
    this.coder =
        implementer instanceof ModelImplementer model
            ? new ModelAsked(model.model(), model.fallbacks(), model.options())
            : null;
    ModelReviewer byModel = reviewer instanceof ModelReviewer model ? model : null;
    this.critic =
        byModel == null
            ? null
            : new ModelAsked(byModel.model(), byModel.fallbacks(), byModel.options());
    this.isSameModelAllowed = byModel != null && byModel.isSameModelAllowed();
  }

  /** Returns the models that would really serve a role, or refuses them. */
  @FunctionalInterface
  interface Check {
    Minds resolve(ModelAsked asked, AgentRole role);
  }

  /**
   * Refuses models that cannot serve, one model for both roles, and a role that falls back on the
   * model the other begins with.
   */
  void check(Check check) {
    Minds coders = coder == null ? null : check.resolve(coder, AgentRole.IMPLEMENTER);
    Minds critics = critic == null ? null : check.resolve(critic, AgentRole.REVIEWER);
    if (coders == null || critics == null || isSameModelAllowed) {
      return;
    }
    Mind first = coders.rungs().get(0);
    Mind judge =
        critics
            .firstFree(first::isSame)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "implementer and reviewer are the same model "
                            + both(first, critics.rungs().get(0))
                            + "; choose another reviewer, or call allowSameModel() on it"));
    requireOwnFallback(AgentRole.IMPLEMENTER, coders, AgentRole.REVIEWER, judge);
    requireOwnFallback(AgentRole.REVIEWER, critics, AgentRole.IMPLEMENTER, first);
  }

  private static void requireOwnFallback(AgentRole role, Minds minds, AgentRole other, Mind taken) {
    for (Mind spare : minds.spares()) {
      if (spare.isSame(taken)) {
        throw new IllegalArgumentException(
            "the "
                + role
                + " falls back on "
                + both(spare, taken)
                + ", the model of the "
                + other
                + ", which it could never have; give its orElse(..) another model, or call"
                + " allowSameModel() on the reviewer");
      }
    }
  }

  /** Names one model under both of its names. */
  private static String both(Mind one, Mind other) {
    String name = "'" + VisibleText.name(one.spelled().toString()) + "'";
    return one.spelled().equals(other.spelled())
        ? name
        : name + ", there called '" + VisibleText.name(other.spelled().toString()) + "'";
  }

  /**
   * Keeps the model free that each role begins with, as {@link #check} saw it: the implementer's
   * first, so that the reviewer takes another, whatever one of them climbs to or falls back on.
   */
  void expectBoth(RunScope run) {
    if (coder != null) {
      RunThread.expect(run, coder, AgentRole.IMPLEMENTER, false);
    }
    if (critic != null) {
      RunThread.expect(run, critic, AgentRole.REVIEWER, isSameModelAllowed);
    }
  }
}
