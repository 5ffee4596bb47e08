package dev.nightshift.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ledger, journal and dispatcher under seeded schedules. {@code NIGHTSHIFT_SCHEDULES} says how
 * many, {@code NIGHTSHIFT_SEED} from which seed on; a seed that fails is printed with all that
 * happened.
 */
class SimulationTest {
  private static final long SEED = number("NIGHTSHIFT_SEED", 1);
  private static final long SCHEDULES = number("NIGHTSHIFT_SCHEDULES", 60);

  /** Each schedule has a limit of its own; ten thousand of them take longer than a test may. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void holdsUnderEverySchedule() throws Exception {
    for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
      new Simulation(seed).play();
    }
    System.out.println("schedules: " + SCHEDULES + " from seed " + SEED + " hold");
  }

  @Test
  void theSameSeedGivesTheSameSchedule() throws Exception {
    String once = withoutIds(new Simulation(SEED).play());
    String again = withoutIds(new Simulation(SEED).play());

    assertThat(again).isEqualTo(once);
  }

  /** A run's id has random digits, and its commits name it; nothing depends on them. */
  private static String withoutIds(String trace) {
    return trace
        .replaceAll("(\\d{8}-\\d{6})-[0-9a-f]{8}", "$1")
        .replaceAll("\\b[0-9a-f]{40}\\b", "ID");
  }

  private static long number(String variable, long otherwise) {
    String value = System.getenv(variable);
    return value == null ? otherwise : Long.parseLong(value);
  }
}
