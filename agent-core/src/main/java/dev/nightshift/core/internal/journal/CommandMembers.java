package dev.nightshift.core.internal.journal;

import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.internal.json.JsonValue;
import java.time.Duration;

/** What a command did as JSON and back. */
final class CommandMembers {
  private CommandMembers() {}

  static JsonValue of(CommandResult result) {
    return JsonValue.object()
        .with("exitCode", result.exitCode())
        .with("timedOut", result.isTimedOut())
        .with("output", result.output())
        .with("fullOutput", result.fullOutput())
        .with("duration", result.duration().toString())
        .with("hint", result.hint());
  }

  static CommandResult result(JsonValue json) {
    return CommandResult.builder(
            (int) json.required("exitCode").whole(), json.required("output").text())
        .timedOut(json.required("timedOut").truth())
        .fullOutput(json.required("fullOutput").text())
        .duration(Duration.parse(json.required("duration").text()))
        .hint(json.required("hint").text())
        .build();
  }
}
