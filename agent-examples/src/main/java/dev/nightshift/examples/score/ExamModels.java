package dev.nightshift.examples.score;

import dev.nightshift.core.score.PlantedFault;
import dev.nightshift.core.score.SampleChange;
import dev.nightshift.core.score.SampleFile;
import dev.nightshift.core.score.Trial;
import dev.nightshift.examples.script.ModelTurn;
import dev.nightshift.examples.script.ScriptPlayer;
import dev.nightshift.examples.script.ToolCall;
import dev.nightshift.models.testing.RecordedRequest;
import dev.nightshift.models.testing.Reply;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Models in both roles that know the exam and write, read and judge its changes, so that what they
 * cost is that of real requests and answers. They keep no state but what a request shows.
 *
 * @param exam what they know
 */
record ExamModels(List<Trial> exam) implements Function<RecordedRequest, Reply> {
  ExamModels {
    exam = List.copyOf(exam);
  }

  @Override
  public Reply apply(RecordedRequest request) {
    Trial trial =
        exam.stream()
            .filter(one -> request.firstUserText().contains(one.change().task().title()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no task of the exam: " + request));
    boolean isReview = request.toolNames().contains("submit_review");
    int turn = request.assistantTurns();
    return ScriptPlayer.reply(
        ModelTurn.of("", isReview ? reviewed(trial, turn) : implemented(trial.change(), turn)));
  }

  /** One file a turn, then the end. */
  private static ToolCall implemented(SampleChange change, int turn) {
    if (turn >= change.files().size()) {
      return ToolCall.finish("wrote " + change.files().size() + " files");
    }
    SampleFile file = change.files().get(turn);
    return ToolCall.write(file.path(), Objects.requireNonNull(file.after(), file.path()));
  }

  /** Reads what changed, then says what is wrong with it. */
  private static ToolCall reviewed(Trial trial, int turn) {
    if (turn == 0) {
      return ToolCall.read(trial.change().files().get(0).path());
    }
    PlantedFault fault = trial.fault();
    return fault == null
        ? ToolCall.approve(0, "")
        : ToolCall.requestChange(
            Map.of(
                "path", fault.path(),
                "line", fault.lastLine(),
                "category", "OTHER",
                "problem", "it has to be otherwise",
                "required_change", "the line is right",
                "how_to_verify", "a test of that case"),
            0);
  }
}
