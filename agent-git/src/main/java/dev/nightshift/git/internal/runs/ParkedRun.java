package dev.nightshift.git.internal.runs;

import dev.nightshift.core.base.TimeSource;
import dev.nightshift.core.workspace.WorkspacePlan;
import dev.nightshift.git.internal.objects.History;
import dev.nightshift.git.internal.repository.RefCompareAndSet;
import dev.nightshift.git.internal.repository.RunRefs;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Whether a run that waits to be reopened is still needed. */
record ParkedRun(Repository repository, RunRefs refs) {
  /** Returns when it was parked; long ago if that cannot be read. */
  static Instant since(RunRefs refs) {
    try {
      return Instant.parse(String.join("", refs.lines(RunRefs.PARKED)));
    } catch (IOException | DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  /** Returns why nobody needs it any more, empty if somebody may. */
  Optional<String> notNeeded(Instant since, TimeSource time, @Nullable Duration retention)
      throws IOException {
    String branch = String.join("", refs.lines(RunRefs.PUBLISHED));
    Optional<WorkspacePlan> plan = refs.plan();
    if (!branch.isEmpty() && plan.isPresent()) {
      ObjectId tip = RefCompareAndSet.value(repository, Constants.R_HEADS + branch);
      if (tip.equals(ObjectId.zeroId())) {
        return Optional.of("its branch " + branch + " is gone");
      }
      String target = plan.get().target();
      ObjectId landed = RefCompareAndSet.value(repository, Constants.R_HEADS + target);
      boolean isThere = !landed.equals(ObjectId.zeroId());
      if (isThere && new History(repository).isAncestor(tip, landed)) {
        return Optional.of(target + " contains its branch " + branch);
      }
    }
    return retention != null && !since.plus(retention).isAfter(time.now())
        ? Optional.of("it was parked " + since + ", longer ago than it is to be kept")
        : Optional.empty();
  }
}
