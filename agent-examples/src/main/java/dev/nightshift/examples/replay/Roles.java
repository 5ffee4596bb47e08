package dev.nightshift.examples.replay;

import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.MergeGate;

/**
 * Who works in a recorded run.
 *
 * @param implementer changes files as the kind of the run says
 * @param reviewer judges as it says
 * @param gate passes or fails as it says
 */
record Roles(Implementer implementer, Reviewer reviewer, MergeGate gate) {
  static Roles playing(Stage stage) {
    return new Roles(
        assignment ->
            Kind.of(assignment.task())
                .implement(stage, assignment, stage.asked("implementer", assignment.task())),
        request -> Kind.of(request.task()).review(request, stage.asked("reviewer", request.task())),
        (candidate, context) ->
            Kind.of(context.task()).gate(stage, candidate, stage.asked("gate", context.task())));
  }

  /** Roles that must not be asked. */
  static Roles dead() {
    return new Roles(
        assignment -> {
          throw new AssertionError("an implementer was asked");
        },
        request -> {
          throw new AssertionError("a reviewer was asked");
        },
        (candidate, context) -> {
          throw new AssertionError("a gate was asked");
        });
  }
}
