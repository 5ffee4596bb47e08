package dev.nightshift.core.agent;

import dev.nightshift.core.internal.tool.ToolSchema;
import dev.nightshift.core.model.ToolDefinition;
import java.util.List;

/** The tools by which a model speaks to the run instead of the workspace. */
final class ControlTools {
  static final String RECORD_DECISION = "record_decision";
  static final String FINISH = "finish";
  static final String BLOCKED = "blocked";
  static final String SUBMIT_REVIEW = "submit_review";

  private ControlTools() {}

  static List<ToolDefinition> forImplementer() {
    return List.of(
        new ToolDefinition(
            RECORD_DECISION,
            "Notes a choice that a human may want to look at, such as an interpretation of the task"
                + " or a trade-off. Does not end the work.",
            ToolSchema.object()
                .text("title", "What was decided, one line")
                .text("choice", "What was chosen")
                .text("why", "The reason, and what was rejected")
                .require("title", "choice", "why")
                .json()),
        new ToolDefinition(
            FINISH,
            "Ends the work: everything asked for is done. Call it alone, after the results of all"
                + " other calls were seen. If nothing has to change, give no_change_because and, as"
                + " evidence_tool_call_id, the id of the earlier tool call whose result shows it; if"
                + " the id is not known, leave it out and the ids will be listed.",
            ToolSchema.object()
                .text("summary", "What was changed and why, for the reader of the change")
                .text("no_change_because", "Only if nothing has to change: the reason")
                .text("evidence_tool_call_id", "Only with no_change_because: the proving call")
                .require("summary")
                .json()),
        new ToolDefinition(
            BLOCKED,
            "Ends the work because it cannot be done without an answer from a human. Not for"
                + " questions that the repository answers.",
            ToolSchema.object()
                .text("question", "The one question, with what was found out so far")
                .require("question")
                .json()));
  }

  static ToolDefinition forReviewer() {
    ToolSchema request =
        place()
            .text("problem", "What goes wrong and when, concretely")
            .text("required_change", "What has to be true afterwards")
            .text("how_to_verify", "How it will be seen that it is")
            .require("path", "line", "category", "problem", "required_change", "how_to_verify");
    ToolSchema finding =
        place()
            .text("message", "What is wrong, one or two sentences")
            .require("path", "line", "category", "message");
    ToolSchema criterion =
        ToolSchema.object()
            .integer("index", "The number of the criterion, as listed")
            .truth("met", "Whether the candidate meets it")
            .text("why", "Where that is seen")
            .require("index", "met", "why");
    return new ToolDefinition(
        SUBMIT_REVIEW,
        "Ends the review with a verdict. Call it exactly once, alone, after everything was read.",
        ToolSchema.object()
            .choice(
                "verdict",
                "approve: may land as it is. request_changes: exactly one change is needed first."
                    + " escalate: a human has to decide.",
                "approve",
                "request_changes",
                "escalate")
            .nested("request", "Only with request_changes: the one change", request)
            .texts(
                "closes",
                "The ids of your open requests that are done or that you take back, for example"
                    + " R1; approve has to name all that are open")
            .list("findings", "What else was noticed; may be empty", finding)
            .list("criteria", "One entry for each acceptance criterion", criterion)
            .text("reason", "With escalate: why a human has to decide")
            .require("verdict", "findings", "criteria")
            .json());
  }

  private static ToolSchema place() {
    return ToolSchema.object()
        .text("path", "A file of the candidate; for a deleted file, of the base")
        .integer("line", "A line of that file, from 1")
        .choice(
            "category",
            "The kind of problem",
            VerdictReader.CATEGORIES.stream().map(Category::name).toArray(String[]::new));
  }
}
