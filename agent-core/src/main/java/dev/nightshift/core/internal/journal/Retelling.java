package dev.nightshift.core.internal.journal;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.internal.text.VisibleText;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which steps of a record a pipeline came to again, and the first it came to that the record has
 * not there: after that one nothing it does is what was recorded. Safe for concurrent use.
 */
final class Retelling {
  private final RunId run;
  private final boolean isInOrder;
  private final Set<String> untold = new LinkedHashSet<>();
  private @Nullable UnrecordedStepException missed;
  private @Nullable UnrecordedStepException explained;
  private @Nullable UnrecordedStepException cut;

  /**
   * Nothing was told yet.
   *
   * @param isInOrder whether the pipeline is to go on behind the record
   */
  Retelling(RunId run, boolean isInOrder, RecordedLines known) {
    this.run = run;
    this.isInOrder = isInOrder;
    this.untold.addAll(known.keys());
    this.untold.remove(RecordedLines.DISPATCHED);
  }

  /** Notes that the pipeline came to a step, recorded or not. */
  synchronized void came(String key) {
    untold.remove(key);
  }

  /** Tells whether steps of forks are recorded that the pipeline did not come to, yet or ever. */
  synchronized boolean hasForksLeft() {
    return untold.stream().anyMatch(Retelling::isOfFork);
  }

  private static boolean isOfFork(String key) {
    return !RecordedLines.scopeOf(key).isEmpty();
  }

  /** Lets no step be done any more. */
  synchronized void cutOff(String why) {
    cut = UnrecordedStepException.cutOff(run, why);
  }

  synchronized boolean isCutOff() {
    return cut != null;
  }

  /** Refuses to go on with a run that was cut off. */
  synchronized void requireNotCutOff() {
    if (cut != null) {
      throw cut;
    }
  }

  /** The first step that is missing, which is why those after it are. */
  synchronized UnrecordedStepException missing(String key, @Nullable Throwable cause) {
    if (cut != null) {
      return cut;
    }
    if (missed == null) {
      missed =
          isInOrder
              ? UnrecordedStepException.altered(run, key, insteadOf(key), cause)
              : UnrecordedStepException.of(run, key, cause);
    }
    return missed;
  }

  /** The first step of the same scope that was not come to, else of a fork. */
  private String insteadOf(String key) {
    String scope = RecordedLines.scopeOf(key);
    return untold.stream()
        .filter(one -> RecordedLines.scopeOf(one).equals(scope))
        .findFirst()
        .or(() -> untold.stream().filter(Retelling::isOfFork).findFirst())
        .orElse("");
  }

  /** A step that is recorded, and about something else. */
  synchronized UnrecordedStepException elsewhere(String key, String about, String recorded) {
    if (missed == null) {
      missed = UnrecordedStepException.elsewhere(run, key, about, recorded);
    }
    return missed;
  }

  /** The record says how the pipeline's own code ended, which explains a step that is missing. */
  synchronized void explained() {
    explained = missed;
    missed = null;
  }

  /** Does {@link RunRecord#requireSamePipeline}. */
  synchronized void requireSamePipeline() {
    requireNotCutOff();
    if (missed != null) {
      throw missed;
    }
  }

  /** Does {@link RunRecord#requireWhole}. */
  synchronized void requireWhole() {
    requireSamePipeline();
    if (untold.isEmpty()) {
      return;
    }
    if (explained != null) {
      throw explained;
    }
    throw new IllegalArgumentException(
        "the pipeline is not the one that was recorded for run "
            + run
            + ": it did not come to step '"
            + VisibleText.name(untold.iterator().next())
            + "'; replay it with the pipeline it was dispatched to");
  }
}
