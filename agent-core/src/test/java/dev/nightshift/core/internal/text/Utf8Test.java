package dev.nightshift.core.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Test
  void lengthIsThatOfTheBytes() {
    int[] kinds = {0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF, 0xE9, 0x1F319};
    Random random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.appendCodePoint(kinds[random.nextInt(kinds.length)]);
      }
      String whole = text.toString();
      assertThat(Utf8.length(whole))
          .as(whole)
          .isEqualTo(whole.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  /** The wire carries the replacement character in their stead, which has three bytes. */
  @Test
  void halfSurrogatePairsCountAsWhatIsSent() {
    assertThat(Utf8.length("\uD83D")).isEqualTo(3);
    assertThat(Utf8.length("\uDF19a")).isEqualTo(4);
    assertThat(Utf8.length("\uD83D\uD83D\uDF19\uDF19")).isEqualTo(3 + 4 + 3);
  }
}
