package dev.nightshift.core.internal.redact;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hundreds of short texts that a report is made of. */
class ShortRedactionTest {
  private static final int TIMES = 1_000;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Half of what a run allocated once were the books of streams that no short text is. */
  @Test
  void aWordCostsAFewHundredBytes() {
    Redaction redaction = Redaction.of(List.of());
    redaction.text("implemented");

    long before = allocated();
    for (int i = 0; i < TIMES; i++) {
      redaction.text("implemented");
    }

    assertThat((allocated() - before) / TIMES).isLessThan(600);
  }

  private long allocated() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
