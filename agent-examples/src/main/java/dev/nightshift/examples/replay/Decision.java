package dev.nightshift.examples.replay;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.base.RunId;
import dev.nightshift.core.report.RejectionReason;
import dev.nightshift.core.run.Acceptance;
import dev.nightshift.core.run.Run;
import java.util.Optional;

/** What a human decides about a run that has ended, so that it ends a second time. */
enum Decision {
  NONE,
  ACCEPTED {
    @Override
    Optional<Run> take(Nightshift nightshift, RunId run) {
      return Optional.of(
          nightshift.accept(run, Acceptance.plain().withMissed("the name of the file is odd")));
    }
  },
  REJECTED {
    @Override
    Optional<Run> take(Nightshift nightshift, RunId run) {
      return Optional.of(
          nightshift.reject(run, RejectionReason.OTHER, "another change came first"));
    }
  },
  REVISED {
    @Override
    Optional<Run> take(Nightshift nightshift, RunId run) {
      return Optional.of(nightshift.revise(run, "say why it is kept"));
    }
  },
  ANSWERED {
    @Override
    Optional<Run> take(Nightshift nightshift, RunId run) {
      return Optional.of(nightshift.answer(run, "the first of them"));
    }

    @Override
    String pipeline(String turn) {
      return "standard";
    }
  };

  /** The run as it goes on; empty if nobody decides anything. */
  Optional<Run> take(Nightshift nightshift, RunId run) {
    return Optional.empty();
  }

  /** The name of the pipeline whose end can be decided about so. */
  String pipeline(String turn) {
    return this == NONE ? turn : "by branch";
  }
}
