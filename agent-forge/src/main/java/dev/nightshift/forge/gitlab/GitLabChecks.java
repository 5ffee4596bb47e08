package dev.nightshift.forge.gitlab;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.report.HumanDecision;
import dev.nightshift.forge.Discussion.Check;
import dev.nightshift.forge.internal.AnswerReader;
import dev.nightshift.forge.internal.RestClient;
import dev.nightshift.forge.internal.RestPages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Jobs, what other services said of a commit, and the pipeline itself: one that could not begin has
 * no jobs.
 *
 * @param client asks
 * @param reader reads answers
 * @param root the address of the project
 * @param request the address of the merge request
 * @param versions what times are compared with
 */
record GitLabChecks(
    RestClient client, AnswerReader reader, String root, String request, GitLabVersions versions) {
  private static final int PER_PAGE = 100;

  /** What a check says of itself, and the pipeline it belongs to. */
  private record Said(Check check, JsonValue pipeline) {}

  List<Check> of(String head) throws InterruptedException {
    JsonValue pipeline = client.get(request).path("head_pipeline");
    Map<String, Said> last = new LinkedHashMap<>();
    read(head, last);
    boolean isOfHead = isOf(head, pipeline);
    String other = pipeline.text("sha", "");
    if (isOfHead && !other.equals(head)) {
      read(other, last);
    }
    List<Check> checks = new ArrayList<>(last.values().stream().map(Said::check).toList());
    if (pipeline.isObject()) {
      Check whole = isOfHead ? pipeline(pipeline) : ofAnother(pipeline);
      boolean isExplained =
          last.values().stream()
              .filter(said -> said.pipeline().equals(pipeline.path("id")))
              .anyMatch(said -> said.check().state() == whole.state());
      if (whole.state() != Check.State.PASSED && !isExplained) {
        checks.add(whole);
      }
    }
    return checks;
  }

  /** Of the checks of one name and branch the last one counts; the first come first. */
  private void read(String commit, Map<String, Said> last) throws InterruptedException {
    String path = root + "/repository/commits/" + commit + "/statuses?order_by=id&sort=asc";
    new RestPages(client, reader)
        .each(
            path,
            "",
            PER_PAGE,
            status ->
                last.put(
                    status.text("ref", "") + "\n" + status.text("name", ""),
                    new Said(check(status), status.path("pipeline_id"))));
  }

  /**
   * The pipeline of a request may have run on the result of a merge, which is a commit of its own;
   * its time tells whether it is about the head.
   */
  private boolean isOf(String head, JsonValue pipeline) {
    if (pipeline.text("sha", "").equals(head)) {
      return true;
    }
    Instant from = GitLabVersions.time(pipeline, "created_at").orElse(Instant.EPOCH);
    return pipeline.text("ref", "").matches("refs/merge-requests/[0-9]+/(merge|train)")
        && from.isAfter(versions.newest());
  }

  private static Check pipeline(JsonValue pipeline) {
    String errors = pipeline.text("yaml_errors", "");
    return new Check(
        "pipeline",
        state(pipeline.text("status", ""), false),
        VisibleText.cut(errors, HumanDecision.MAX_TEXT_CHARS));
  }

  /** The head has none yet, or gets none: a human has to look. */
  private static Check ofAnother(JsonValue pipeline) {
    return new Check(
        "pipeline of the commit",
        Check.State.UNDECIDED,
        "the last pipeline is of " + pipeline.text("sha", ""));
  }

  private static Check check(JsonValue status) {
    return new Check(
        status.text("name", ""),
        state(status.text("status", ""), status.path("allow_failure").isTrue()),
        VisibleText.cut(status.text("description", ""), HumanDecision.MAX_TEXT_CHARS));
  }

  /** Whatever is not known to be a pass is none: what follows an approval may be a merge. */
  private static Check.State state(String word, boolean mayFail) {
    return switch (word) {
      case "success", "skipped" -> Check.State.PASSED;
      case "failed" -> mayFail ? Check.State.PASSED : Check.State.FAILED;
      case "manual" -> mayFail ? Check.State.PASSED : Check.State.UNDECIDED;
      case "created",
          "waiting_for_resource",
          "preparing",
          "waiting_for_callback",
          "pending",
          "running",
          "canceling",
          "scheduled" ->
          Check.State.RUNNING;
      default -> Check.State.UNDECIDED;
    };
  }
}
