package dev.nightshift.examples.replay;

import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.tool.Tool;
import dev.nightshift.core.tool.ToolOutcome;

/**
 * Who works in a recorded run.
 *
 * @param implementer changes files as the kind of the run says
 * @param reviewer judges as it says
 * @param gate passes or fails as it says
 * @param tool what models may call besides the built-in tools
 */
record Roles(Implementer implementer, Reviewer reviewer, MergeGate gate, Tool tool) {
  /** The arguments of the tool. */
  record Word(String text) {}

  static Roles playing(Stage stage) {
    return new Roles(
        assignment ->
            Kind.of(assignment.task())
                .implement(stage, assignment, stage.asked("implementer", assignment.task())),
        request -> Kind.of(request.task()).review(request, stage.asked("reviewer", request.task())),
        (candidate, context) ->
            Kind.of(context.task()).gate(stage, candidate, stage.asked("gate", context.task())),
        tool((word, context) -> ToolOutcome.ok(word.text().length() + " characters")));
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
        },
        tool(
            (word, context) -> {
              throw new AssertionError("a tool was called");
            }));
  }

  private static Tool tool(Tool.TypedBody<Word> body) {
    return Tool.readOnly("measure", "Measures a word.", Word.class, body);
  }
}
