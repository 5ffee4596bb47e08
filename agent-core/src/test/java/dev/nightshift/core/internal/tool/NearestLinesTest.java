package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NearestLinesTest {
  /** Fifteen seconds of one processor for one failed edit. */
  @Test
  @Timeout(value = 8, unit = TimeUnit.SECONDS)
  void longPassageInALongFileDoesNotTakeSeconds() {
    Random random = new Random(1);

    String explanation = NearestLines.explain(lines(random, 2_000), lines(random, 100));

    assertThat(explanation).contains("2000 lines");
  }

  @Test
  void findsTheResemblingPlaceByTheHeadsOfLongLines() {
    Random random = new Random(2);
    String file = lines(random, 2_000);
    String passage = file.lines().skip(700).limit(20).reduce("", (all, line) -> all + line + "\n");

    String explanation = NearestLines.explain(file, passage.replace("e", "E"));

    assertThat(explanation).startsWith("The nearest lines are:\n").contains("701\t");
  }

  private static String lines(Random random, int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      for (int column = 0; column < 200; column++) {
        lines.append((char) ('a' + random.nextInt(26)));
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}
