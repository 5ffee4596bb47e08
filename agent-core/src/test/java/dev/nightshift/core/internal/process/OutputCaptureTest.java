package dev.nightshift.core.internal.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputCaptureTest {
  private final ByteArrayOutputStream spooled = new ByteArrayOutputStream();
  private final OutputCapture capture = new OutputCapture(() -> Channels.newChannel(spooled));

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7_999, 8_000, 8_001, 15_999, 16_000})
  void shortOutputIsKeptWhole(int length) {
    byte[] printed = printed(length);

    capture.drain(new ByteArrayInputStream(printed));

    assertThat(capture.text("CUT")).isEqualTo(new String(printed, UTF_8));
    assertThat(capture.isCut()).isFalse();
    assertThat(capture.closeSpool()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {16_001, 24_000, 100_000, 1_000_003})
  void longOutputIsHeadAndTailAndSpooledWhole(int length) {
    byte[] printed = printed(length);

    capture.drain(new ByteArrayInputStream(printed));

    String whole = new String(printed, UTF_8);
    assertThat(capture.text("CUT"))
        .isEqualTo(whole.substring(0, 8_000) + "CUT" + whole.substring(length - 8_000));
    assertThat(capture.closeSpool()).isTrue();
    assertThat(spooled.toByteArray()).isEqualTo(printed);
    assertThat(capture.total()).isEqualTo(length);
  }

  @Test
  void chunksOfAnySizeGiveTheSame() {
    byte[] printed = printed(50_000);

    for (int at = 0; at < printed.length; at += 13) {
      int length = Math.min(13, printed.length - at);
      capture.add(Arrays.copyOfRange(printed, at, at + length), length);
    }

    assertThat(capture.text("")).startsWith(new String(printed, 0, 8_000, UTF_8));
    assertThat(capture.text("")).endsWith(new String(printed, 42_000, 8_000, UTF_8));
    assertThat(capture.closeSpool()).isTrue();
    assertThat(spooled.toByteArray()).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void doesNotCutInTheMiddleOfACharacter(int shift) {
    String text = "x".repeat(shift) + "\uD83D\uDE00".repeat(10_000);

    capture.drain(new ByteArrayInputStream(text.getBytes(UTF_8)));

    assertThat(capture.text("|")).matches("x*[\uD83D\uDE00]+\\|[\uD83D\uDE00]+");
  }

  @Test
  void aLineThatIsNotUtf8IsShownAsAFileOfItsBytesIs() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    printed.writeBytes("\u2714 gr\u00fc\u00dfe\n".getBytes(UTF_8));
    printed.writeBytes("gr\u00fc\u00dfe\n".getBytes(ISO_8859_1));
    printed.writeBytes("\u2714 done".getBytes(UTF_8));

    capture.drain(new ByteArrayInputStream(printed.toByteArray()));

    String text = "\u2714 gr\u00fc\u00dfe\ngr\u00fc\u00dfe\n\u2714 done";
    assertThat(capture.text("CUT")).isEqualTo(text);
    capture.drain(new ByteArrayInputStream(("\n" + "x".repeat(30_000)).getBytes(UTF_8)));
    assertThat(capture.text("CUT")).startsWith(text + "\n");
  }

  @Test
  void spoolIsCapped() {
    byte[] block = new byte[1 << 20];
    for (int i = 0; i < 25; i++) {
      capture.add(block, block.length);
    }

    assertThat(capture.closeSpool()).isTrue();
    assertThat(spooled.size()).isEqualTo(OutputCapture.SPOOLED_BYTES);
  }

  @Test
  void keepsHeadAndTailWhenTheSpoolFails() {
    OutputCapture unspooled =
        new OutputCapture(
            () -> {
              throw new IOException("disk full");
            });

    unspooled.drain(new ByteArrayInputStream(printed(30_000)));

    assertThat(unspooled.text("CUT")).contains("CUT");
    assertThat(unspooled.closeSpool()).isFalse();
  }

  private static byte[] printed(int length) {
    byte[] printed = new byte[length];
    for (int i = 0; i < length; i++) {
      printed[i] = (byte) ('a' + i % 23);
    }
    return printed;
  }

  @Test
  void nulIsReplacedBecauseItWouldMakeABinaryFileOfTheSpool() {
    byte[] printed = "a\0b".repeat(10_000).getBytes(UTF_8);

    capture.drain(new ByteArrayInputStream(printed));

    assertThat(capture.closeSpool()).isTrue();
    assertThat(spooled.toString(UTF_8)).isEqualTo("a?b".repeat(10_000));
    assertThat(capture.text("")).startsWith("a?ba?b").endsWith("a?b");
  }
}
