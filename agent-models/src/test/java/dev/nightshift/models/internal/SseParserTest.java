package dev.nightshift.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseParserTest {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsEventsWithEveryKindOfLineEnd(String end) throws IOException {
    String text =
        "event: a" + end + "data: 1" + end + end + "event: b" + end + "data: 2" + end + end;

    assertThat(parse(text, text.length())).containsExactly("a=1", "b=2");
    assertThat(parse(text, 1)).containsExactly("a=1", "b=2");
  }

  @Test
  void skipsByteOrderMarkCommentsAndUnknownFields() throws IOException {
    String text = ": hello\nretry: 10\nid: 7\nevent: a\n:\ndata: 1\n\n: keep-alive\n\n";
    byte[] marked = new byte[MARK.length + text.length()];
    System.arraycopy(MARK, 0, marked, 0, MARK.length);
    System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, marked, MARK.length, text.length());

    assertThat(parse(marked, 2)).containsExactly("a=1");
  }

  @Test
  void joinsDataLinesAndTakesOneBlankAfterTheColon() throws IOException {
    assertThat(parse("data:x\ndata:  y\ndata\n\n", 3)).containsExactly("=x\n y\n");
  }

  /** Symptom: the error of a llama.cpp server was a field that nobody knows. */
  @Test
  void fieldNamedErrorIsTheDataOfAnError() throws IOException {
    assertThat(parse("data: 1\n\nerror: {}\n\ndata: 2\n\n", 3))
        .containsExactly("=1", "error={}", "=2");
    assertThat(parse("errors: 1\nerro: 2\n\n", 3)).isEmpty();
  }

  @Test
  void deliversNoEventWithoutData() throws IOException {
    assertThat(parse("event: a\n\ndata: 1\n\n", 5)).containsExactly("=1");
  }

  @Test
  void keepsCharactersSplitBetweenPieces() throws IOException {
    String text = "data: a\uD83D\uDE00\u00E9\n\n";
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;

    for (int size = 1; size <= bytes; size++) {
      assertThat(parse(text, size)).containsExactly("=a\uD83D\uDE00\u00E9");
    }
  }

  @Test
  void deliversTheLastEventWithoutItsBlankLine() throws IOException {
    assertThat(parse("data: 1\n\nevent: z\ndata: 2", 4)).containsExactly("=1", "z=2");
  }

  @Test
  void refusesLinesAndEventsBeyondTheCap() {
    assertThatThrownBy(() -> parse("data: " + "x".repeat(200), 16))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 100 bytes");
    assertThatThrownBy(() -> parse(("data: " + "x".repeat(60) + "\n").repeat(2), 16))
        .isInstanceOf(IOException.class);
  }

  private static List<String> parse(String text, int pieceSize) throws IOException {
    return parse(text.getBytes(StandardCharsets.UTF_8), pieceSize);
  }

  private static List<String> parse(byte[] bytes, int pieceSize) throws IOException {
    List<String> events = new ArrayList<>();
    SseParser parser =
        new SseParser(
            100,
            (name, data, length) ->
                events.add(name + "=" + new String(data, 0, length, StandardCharsets.UTF_8)));
    for (int from = 0; from < bytes.length; from += pieceSize) {
      int to = Math.min(bytes.length, from + pieceSize);
      parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
    }
    parser.finish();
    return events;
  }
}
