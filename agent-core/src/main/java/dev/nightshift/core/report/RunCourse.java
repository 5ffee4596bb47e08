package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.time.Instant;

/**
 * How a run went.
 *
 * @param startedAt when it was dispatched, wall-clock time
 * @param duration from dispatch to the end
 * @param revisions how often a red gate or a reviewer sent the implementer back; conflicts are not
 *     counted
 * @param sandbox how commands were confined, for example {@code bubblewrap} or {@code none
 *     (reason)}
 */
public record RunCourse(Instant startedAt, Duration duration, int revisions, String sandbox) {
  /** Refuses nulls. */
  public RunCourse {
    Require.nonNull(startedAt, "startedAt");
    Require.nonNull(duration, "duration");
    Require.nonNull(sandbox, "sandbox");
  }
}
