package dev.nightshift.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.ContentBlock;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.model.StopReason;
import dev.nightshift.core.model.Transcript;
import dev.nightshift.core.model.UserTurn;
import dev.nightshift.core.model.WireForm;
import dev.nightshift.core.tool.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ByteTokenEstimatorTest {
  private static final ModelId MODEL = ModelId.parse("test:model");
  private static final int TURN_FRAMING = 16 + 16;
  private final TokenEstimator estimator = TokenEstimator.byBytes();

  // Case 30 of the list of tricky cases; the counts were measured with the o200k vocabulary.
  @ParameterizedTest(name = "{0}: {2} tokens")
  @MethodSource("measured")
  void boundsWhatWasMeasured(String name, String text, long tokens) {
    assertThat(name).isNotBlank();

    assertThat(estimator.upperBound(List.of(UserTurn.text(text))) - TURN_FRAMING)
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length)
        .isGreaterThanOrEqualTo(tokens);
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

  // Case 30 of the list of tricky cases: no byte-level vocabulary makes more tokens than bytes.
  @ParameterizedTest(name = "{0}")
  @MethodSource("dense")
  void countsATokenForEachByteHoweverTheTextIsWritten(String name, String text, int bytes) {
    assertThat(name).isNotBlank();

    assertThat(estimator.upperBound(List.of(UserTurn.text(text))) - TURN_FRAMING).isEqualTo(bytes);
    ContentBlock result = new ContentBlock.ToolResult("", text, false);
    assertThat(estimator.upperBound(List.of(UserTurn.of(List.of(result)))))
        .isGreaterThanOrEqualTo(bytes);
  }

  static Stream<Arguments> dense() {
    return Stream.of(
        Arguments.of("UUIDs", (new UUID(7, 11) + "\n").repeat(100), 3700),
        Arguments.of("minified", "!function(e,t){e[t]=e=>e.a?t:e}(a,b);".repeat(100), 3700),
        Arguments.of("Thai, three bytes a letter", "ก็ไม่รู้".repeat(100), 2400),
        Arguments.of("Chinese, three bytes a letter", "修复".repeat(100), 600),
        Arguments.of("emoji, four bytes each", "\uD83D\uDE80".repeat(100), 400));
  }

  /** Case 30 of the list of tricky cases: what bytes do not bound cannot be said to a model. */
  @Test
  void whatIsNoTextCannotBePartOfAUsersTurn() {
    ContentBlock image =
        new ContentBlock.Other("image", "{\"type\":\"image\",\"source\":{\"type\":\"url\"}}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserTurn.of(List.of(image)))
        .withMessageContaining("Text and ToolResult blocks only");
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

    long base = estimator.upperBound(bare);
    long one = filler.length();
    assertThat(base).isBetween(500L, 560L);
    assertThat(estimator.upperBound(withSystem) - base).isGreaterThanOrEqualTo(one);
    assertThat(estimator.upperBound(withTool) - base).isGreaterThanOrEqualTo(2 * one + 64);
    assertThat(estimator.upperBound(withBlocks) - base).isGreaterThanOrEqualTo(5 * one + 2 * 16);
  }

  @Test
  void countsTheWireBytesOfReplayedTurns() {
    String signature = "x".repeat(4000);
    AssistantTurn turn = AssistantTurn.text(MODEL, "short");
    AssistantTurn replayed =
        turn.withWireForm(WireForm.of("wire", signature.getBytes(StandardCharsets.UTF_8)));

    assertThat(estimator.upperBound(List.of(turn))).isLessThan(100);
    assertThat(estimator.upperBound(List.of(replayed))).isGreaterThan(4000);
  }
}
