package dev.nightshift.core.ledger;

import dev.nightshift.core.budget.BudgetUnit;
import dev.nightshift.core.budget.ScopeName;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was spent at the last looks. Guarded by who owns the state. */
final class SpendRates {
  /** Looks before that count no more. */
  static final long LONGEST_NANOS = Duration.ofMinutes(5).toNanos();

  /** Two looks within less say nothing of a rate. */
  static final long SHORTEST_NANOS = Duration.ofSeconds(1).toNanos();

  private final Deque<Look> looks = new ArrayDeque<>();

  /** Whose amount it is: of a scope in its present window. */
  record Counted(List<ScopeName> path, LocalDate since, BudgetUnit unit) {}

  private record Look(long nanoTime, Map<Counted, Long> spent) {}

  /** One look, compared with the oldest that counts. */
  static final class Rate {
    private final Look now;
    private final @Nullable Look earlier;

    private Rate(Look now, @Nullable Look earlier) {
      this.now = now;
      this.earlier = earlier;
    }

    /** Notes what is spent now; returns units a minute, or -1 if nobody looked before. */
    double perMinute(Counted counted, long spent) {
      now.spent().put(counted, spent);
      if (earlier == null) {
        return -1;
      }
      long before = earlier.spent().getOrDefault(counted, 0L);
      double minutes = (now.nanoTime() - earlier.nanoTime()) / 60e9;
      return Math.max(0, spent - before) / minutes;
    }
  }

  /** Begins a look. */
  Rate at(long nanoTime) {
    while (looks.size() > 1 && nanoTime - looks.getFirst().nanoTime() > LONGEST_NANOS) {
      looks.removeFirst();
    }
    Look oldest = looks.peekFirst();
    boolean isFar = oldest != null && nanoTime - oldest.nanoTime() >= SHORTEST_NANOS;
    Look now = new Look(nanoTime, new HashMap<>());
    if (looks.isEmpty() || nanoTime - looks.getLast().nanoTime() >= SHORTEST_NANOS) {
      looks.addLast(now);
    }
    return new Rate(now, isFar ? oldest : null);
  }
}
