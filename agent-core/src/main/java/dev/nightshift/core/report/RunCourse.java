package dev.nightshift.core.report;

import dev.nightshift.core.base.Require;
import java.time.Duration;
import java.time.Instant;

/**
 * How a run went.
 *
 * @param startedAt when it was dispatched, wall-clock time
 * @param duration from dispatch to the end, wall-clock time
 * @param active the part of it that counts against the cap on time: what the run did and its models
 *     took, without its waits for a thread, for its turn and for a human
 * @param revisions how often a red gate or a reviewer sent the implementer back; conflicts are not
 *     counted
 * @param sandbox how commands were confined, for example {@code bubblewrap} or {@code none
 *     (reason)}
 */
public record RunCourse(
    Instant startedAt, Duration duration, Duration active, int revisions, String sandbox) {
  /** Refuses nulls. */
  public RunCourse {
    Require.nonNull(startedAt, "startedAt");
    Require.nonNull(duration, "duration");
    Require.nonNull(active, "active");
    Require.nonNull(sandbox, "sandbox");
  }
}
