package dev.nightshift.models.limits;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.CallEstimate;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.AdmissionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Calls for the tests of limits. */
final class Requests {
  private static final ModelId MODEL = ModelId.parse("anthropic:claude-opus-5-5");

  private Requests() {}

  static AdmissionRequest small() {
    return of("run-1", 1);
  }

  static AdmissionRequest of(String run, long input) {
    return of(run, AgentRole.IMPLEMENTER, input);
  }

  static AdmissionRequest of(String run, AgentRole role, long input) {
    return of(run, role, input, 1);
  }

  static AdmissionRequest of(String run, AgentRole role, long input, int output) {
    return new AdmissionRequest(RunId.of(run), new CallEstimate(MODEL, role, input, output), input);
  }

  /** The most calls that any 60 seconds saw. */
  static int mostInAMinute(List<Instant> admitted) {
    int most = 0;
    int first = 0;
    for (int i = 0; i < admitted.size(); i++) {
      Instant border = admitted.get(i).minus(Duration.ofMinutes(1));
      while (!admitted.get(first).isAfter(border)) {
        first++;
      }
      most = Math.max(most, i - first + 1);
    }
    return most;
  }
}
