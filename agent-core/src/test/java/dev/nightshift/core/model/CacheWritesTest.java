package dev.nightshift.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheWritesTest {
  private static final Duration SHORT = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(12);

  @Test
  void addsLifetimeByLifetime() {
    CacheWrites sum = writes(30, 4).plus(writes(1, 0)).plus(CacheWrites.of(LONG, 6));

    assertThat(sum).isEqualTo(writes(31, 10));
    assertThat(sum.total()).isEqualTo(41);
    assertThat(sum.tokens(LONG)).isEqualTo(10);
    assertThat(sum.tokens(Duration.ofHours(1))).isZero();
  }

  @Test
  void equalWritesAreEqualInWhateverOrderTheyCame() {
    CacheWrites split =
        new CacheWrites(
            List.of(
                new CacheWrites.Write(LONG, 4),
                new CacheWrites.Write(SHORT, 10),
                new CacheWrites.Write(SHORT, 20),
                new CacheWrites.Write(Duration.ofHours(1), 0)));

    assertThat(split).isEqualTo(writes(30, 4)).hasSameHashCodeAs(writes(30, 4));
    assertThat(CacheWrites.of(SHORT, 0)).isEqualTo(CacheWrites.none());
  }

  @Test
  void refusesSumsBeyondALong() {
    CacheWrites most = CacheWrites.of(SHORT, Long.MAX_VALUE);

    assertThatThrownBy(() -> most.plus(CacheWrites.of(SHORT, 1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> most.plus(CacheWrites.of(LONG, 1)).total())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void refusesNegativeCountsAndLifetimesOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheWrites.of(SHORT, -1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CacheWrites.of(Duration.ZERO, 1))
        .withMessageContaining("lifetime");
  }

  private static CacheWrites writes(long shortlived, long longlived) {
    return CacheWrites.of(SHORT, shortlived).plus(CacheWrites.of(LONG, longlived));
  }
}
