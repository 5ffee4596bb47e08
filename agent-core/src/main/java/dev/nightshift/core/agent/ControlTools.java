package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.tool.ToolSchema;
import dev.nightshift.core.tool.ToolDefinition;
import java.util.List;

/** The tools by which a model speaks to the run instead of the workspace. */
final class ControlTools {
  static final String RECORD_DECISION = "record_decision";
  static final String FINISH = "finish";
  static final String BLOCKED = "blocked";
  static final String SUBMIT_REVIEW = "submit_review";

  private static final TemplateFile DECISION_WORDS = words("record_decision.md");
  private static final TemplateFile FINISH_WORDS = words("finish.md");
  private static final TemplateFile BLOCKED_WORDS = words("blocked.md");
  private static final TemplateFile REVIEW_WORDS = words("submit_review.md");

  private ControlTools() {}

  static List<ToolDefinition> forImplementer() {
    return List.of(
        new ToolDefinition(
            RECORD_DECISION,
            DECISION_WORDS.text(RECORD_DECISION),
            ToolSchema.object()
                .text("title", DECISION_WORDS.text("title"))
                .text("choice", DECISION_WORDS.text("choice"))
                .text("why", DECISION_WORDS.text("why"))
                .require("title", "choice", "why")
                .json()),
        new ToolDefinition(
            FINISH,
            FINISH_WORDS.text(FINISH),
            ToolSchema.object()
                .text("summary", FINISH_WORDS.text("summary"))
                .text("no_change_because", FINISH_WORDS.text("no_change_because"))
                .text("evidence_tool_call_id", FINISH_WORDS.text("evidence_tool_call_id"))
                .require("summary")
                .json()),
        new ToolDefinition(
            BLOCKED,
            BLOCKED_WORDS.text(BLOCKED),
            ToolSchema.object()
                .text("question", BLOCKED_WORDS.text("question"))
                .require("question")
                .json()));
  }

  static ToolDefinition forReviewer() {
    ToolSchema request =
        place()
            .text("problem", REVIEW_WORDS.text("problem"))
            .text("required_change", REVIEW_WORDS.text("required_change"))
            .text("how_to_verify", REVIEW_WORDS.text("how_to_verify"))
            .require("path", "line", "category", "problem", "required_change", "how_to_verify");
    ToolSchema finding =
        place()
            .text("message", REVIEW_WORDS.text("message"))
            .require("path", "line", "category", "message");
    ToolSchema criterion =
        ToolSchema.object()
            .integer("index", REVIEW_WORDS.text("index"))
            .truth("met", REVIEW_WORDS.text("met"))
            .text("why", REVIEW_WORDS.text("why"))
            .require("index", "met", "why");
    return new ToolDefinition(
        SUBMIT_REVIEW,
        REVIEW_WORDS.text(SUBMIT_REVIEW),
        ToolSchema.object()
            .choice(
                "verdict", REVIEW_WORDS.text("verdict"), "approve", "request_changes", "escalate")
            .nested("request", REVIEW_WORDS.text("request"), request)
            .texts("closes", REVIEW_WORDS.text("closes"))
            .list("findings", REVIEW_WORDS.text("findings"), finding)
            .list("criteria", REVIEW_WORDS.text("criteria"), criterion)
            .text("reason", REVIEW_WORDS.text("reason"))
            .require("verdict", "findings", "criteria")
            .json());
  }

  private static ToolSchema place() {
    return ToolSchema.object()
        .text("path", REVIEW_WORDS.text("path"))
        .integer("line", REVIEW_WORDS.text("line"))
        .text("caused_by", REVIEW_WORDS.text("caused_by"))
        .choice(
            "category",
            REVIEW_WORDS.text("category"),
            VerdictReader.CATEGORIES.stream().map(Category::name).toArray(String[]::new));
  }

  private static TemplateFile words(String file) {
    return TemplateFile.of(ControlTools.class, file);
  }
}
