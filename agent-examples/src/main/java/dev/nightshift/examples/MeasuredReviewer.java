package dev.nightshift.examples;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.provider.ModelProvider;
import dev.nightshift.core.score.FaultPlanter;
import dev.nightshift.core.score.ReviewerScore;
import dev.nightshift.core.score.Scorecard;
import dev.nightshift.git.CommitSamples;
import dev.nightshift.git.GitWorkspaces;
import java.nio.file.Path;

/** What a reviewer finds in the commits of a repository. */
final class MeasuredReviewer {
  private MeasuredReviewer() {}

  /** Plants up to three faults into each of the last twenty commits. */
  // region measured-reviewer
  static Scorecard measure(
      Path repository, ModelProvider provider, Reviewer reviewer, MergeGate gate)
      throws InterruptedException {
    try (CommitSamples samples = CommitSamples.between(repository, "main~20", "main");
        Nightshift nightshift =
            Nightshift.builder(
                    GitWorkspaces.builder(samples.directory()).target("sample-1").build())
                .provider(provider)
                .build()) {
      return ReviewerScore.of(nightshift, reviewer)
          .withGate(gate)
          .measure(FaultPlanter.seeded(1).trials(samples.changes(), 3));
    }
  }
  // endregion
}
