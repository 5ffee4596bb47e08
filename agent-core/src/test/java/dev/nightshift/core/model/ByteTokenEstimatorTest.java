package dev.nightshift.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ByteTokenEstimatorTest {
  private static final ModelId MODEL = ModelId.parse("test:model");
  private static final int TURN_FRAMING = 16 + 16;
  private final TokenEstimator exact = TokenEstimator.ofFactorPercent(100);

  // Case 30 of the list of tricky cases; the counts were measured with the o200k vocabulary.
  @ParameterizedTest(name = "{0}: {2} tokens")
  @MethodSource("measured")
  void boundsWhatWasMeasured(String name, String text, long tokens) {
    assertThat(name).isNotBlank();
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;

    assertThat(exact.upperBound(List.of(UserTurn.text(text))) - TURN_FRAMING)
        .isGreaterThanOrEqualTo(tokens)
        .isLessThanOrEqualTo(bytes);
  }

  static Stream<Arguments> measured() {
    byte[] noise = new byte[6000];
    new Random(1).nextBytes(noise);
    StringBuilder hexDump = new StringBuilder();
    for (byte value : noise) {
      hexDump.append(String.format("%02x ", value));
    }
    return Stream.of(
        Arguments.of("base64", Base64.getEncoder().encodeToString(noise), 5443),
        Arguments.of("base64 in lines", Base64.getMimeEncoder().encodeToString(noise), 5562),
        Arguments.of("hex dump", hexDump.toString(), 12_603),
        Arguments.of("single digits", "7, ".repeat(2000), 6000),
        Arguments.of("signs", "{[( )]} <=> != && || ;; ".repeat(300), 3001),
        Arguments.of("single letters", "a b c d e f ".repeat(400), 2401),
        Arguments.of("emoji", "😀🚀🔥🎉🐛✅❌🧪".repeat(100), 1400),
        Arguments.of("joined emoji", "👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍💻".repeat(100), 2400),
        Arguments.of("Chinese", "我们需要修复这个错误，因为它会导致程序在启动时崩溃。请检查配置文件是否正确。".repeat(50), 1300));
  }

  @Test
  void countsProseAtTwoBytesAToken() {
    String prose = "The gate runs on the merge commit that would land. ".repeat(100);

    assertThat(exact.upperBound(List.of(UserTurn.text(prose))) - TURN_FRAMING)
        .isBetween(prose.length() / 2L, prose.length() / 2L + 30);
  }

  @Test
  void seesABlobInsideProse() {
    String prose = "The gate runs on the merge commit that would land. ".repeat(100);
    String blob = "0123456789abcdef".repeat(128);
    long apart = bound(prose) + bound(blob);

    assertThat(bound(prose + blob) + TURN_FRAMING).isGreaterThanOrEqualTo(apart - 50);
  }

  @Test
  void neverExceedsTheBytesWhateverTheFactor() {
    String text = "word after word, ".repeat(100);
    TokenEstimator huge = TokenEstimator.ofFactorPercent(1000);

    assertThat(huge.upperBound(List.of(UserTurn.text(text))))
        .isEqualTo(text.length() + TURN_FRAMING);
  }

  @Test
  void scalesByTheFactorOfTheTokenizer() {
    String text = "word after word, ".repeat(100);
    List<Turn> turns = List.of(UserTurn.text(text));

    long plain = exact.upperBound(turns) - TURN_FRAMING;
    long scaled = TokenEstimator.ofFactorPercent(130).upperBound(turns) - TURN_FRAMING;
    assertThat(scaled).isEqualTo((plain * 130 + 99) / 100);
    assertThat(TokenEstimator.conservative().upperBound(turns) - TURN_FRAMING).isEqualTo(scaled);
  }

  @Test
  void countsSystemToolsAndEveryBlock() {
    String filler = "one more word ".repeat(50);
    ModelRequest bare =
        ModelRequest.builder(MODEL)
            .transcript(Transcript.empty().plus(UserTurn.text("go")))
            .build();
    ModelRequest withSystem = bare.toBuilder().system(filler).build();
    ModelRequest withTool =
        bare.toBuilder().tools(List.of(new ToolDefinition("t", filler, filler))).build();
    ModelRequest withBlocks =
        bare.toBuilder()
            .transcript(
                bare.transcript()
                    .plus(
                        AssistantTurn.of(
                            MODEL,
                            StopReason.TOOL_USE,
                            List.of(
                                new ContentBlock.Thinking(filler, filler),
                                new ContentBlock.ToolUse("1", "t", filler),
                                new ContentBlock.Other("k", filler))))
                    .plus(UserTurn.of(List.of(new ContentBlock.ToolResult("1", filler, false)))))
            .build();

    long base = exact.upperBound(bare);
    long one = filler.length() / 2;
    assertThat(base).isBetween(500L, 560L);
    assertThat(exact.upperBound(withSystem) - base).isGreaterThanOrEqualTo(one);
    assertThat(exact.upperBound(withTool) - base).isGreaterThanOrEqualTo(2 * one + 64);
    assertThat(exact.upperBound(withBlocks) - base).isGreaterThanOrEqualTo(5 * one + 2 * 16);
  }

  @Test
  void countsTheWireBytesOfReplayedTurns() {
    String signature = "x".repeat(4000);
    AssistantTurn turn = AssistantTurn.text(MODEL, "short");
    AssistantTurn replayed =
        turn.withWireForm(WireForm.of("wire", signature.getBytes(StandardCharsets.UTF_8)));

    assertThat(exact.upperBound(List.of(turn))).isLessThan(100);
    assertThat(exact.upperBound(List.of(replayed))).isGreaterThan(3000);
  }

  @Test
  void refusesFactorsBeyondTheirRange() {
    assertThatThrownBy(() -> TokenEstimator.ofFactorPercent(99)).hasMessageContaining("99");
    assertThatThrownBy(() -> TokenEstimator.ofFactorPercent(1001)).hasMessageContaining("1001");
  }

  private long bound(String text) {
    return exact.upperBound(List.of(UserTurn.text(text)));
  }
}
