package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.text.DecodedText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CappedTextTest {

  @Test
  void keepsATextThatFits() {
    assertThat(CappedText.headAndTail("abc", 3, "x")).isEqualTo("abc");
  }

  @Test
  void keepsHeadAndTailAndSaysWhatIsLeftOut() {
    String capped = CappedText.headAndTail("head" + "-".repeat(100) + "tail", 8, "ask for less");

    assertThat(capped)
        .isEqualTo("head\n[\u2026 100 of 108 characters left out here; ask for less \u2026]\ntail");
  }

  @Test
  void neverCutsACharacterInTwoOrExceedsTheLimitByMoreThanTheNote() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(40, 0, 4)
          .forEach(k -> text.append(List.of("a", "\u00e9", "\u4e16", "\ud83d\ude00").get(k)));
      int limit = 1 + random.nextInt(60);

      String capped = CappedText.headAndTail(text.toString(), limit, "");

      assertThat(DecodedText.encode(capped, java.nio.charset.StandardCharsets.UTF_8)).isPresent();
      assertThat(CappedText.size(capped)).isLessThanOrEqualTo(limit + 60);
    }
  }

  @Test
  void sharesATotalFairly() {
    assertThat(CappedText.fairLimit(List.of(10, 1_000, 1_000), 110)).isEqualTo(50);
    assertThat(CappedText.fairLimit(List.of(10, 20), 30)).isEqualTo(Integer.MAX_VALUE);
    assertThat(CappedText.fairLimit(List.of(), 30)).isEqualTo(Integer.MAX_VALUE);
  }
}
