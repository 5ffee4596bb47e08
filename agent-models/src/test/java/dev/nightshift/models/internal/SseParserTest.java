package dev.nightshift.models.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Case 29 of the list of tricky cases. */
class SseParserTest {
  private static final int MOST = 100;
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
  void whereThePiecesAreCutDecidesNothing() throws IOException {
    String[] parts = {"data:", "data: ", "event: ", "a", "\r", "\n", "\r\n", "\n\n", ":", " "};
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      String text =
          random.ints(12, 0, parts.length).mapToObj(i -> parts[i]).collect(Collectors.joining());

      List<String> whole = parse(text, text.length());

      assertThat(whole).isEqualTo(events(text));
      for (int size = 1; size < 8; size++) {
        assertThat(parse(text, size)).as("%s in pieces of %d", text, size).isEqualTo(whole);
      }
    }
  }

  /** Eight bytes are looked at together; which eight, and what else is in them, decides nothing. */
  @Test
  void lineEndsAtAnyPlaceBesideAnyOtherByte() throws IOException {
    for (int sign = 1; sign < 256; sign++) {
      String letter = sign == '\n' || sign == '\r' ? "-" : String.valueOf((char) sign);
      for (int length = 0; length < 20; length++) {
        String text = "x".repeat(length) + letter;
        assertThat(parse("data:" + text + "\ndata:y" + letter + "\r\n\n", 4_096))
            .containsExactly("=" + (text.startsWith(" ") ? "" : text) + "\ny" + letter);
      }
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

  /** A line as long as a whole file, in pieces as a network delivers them. */
  @Test
  void readsALineOfTenMegabytesBelowTheCapAndRefusesItAbove() throws IOException {
    int length = 10 << 20;
    String data = "x".repeat(length);
    byte[] bytes = ("event: ping\ndata: {}\n\ndata: " + data + "\n\n").getBytes(US_ASCII);

    assertThat(parse(bytes, 16_384, length + 10)).containsExactly("ping={}", "=" + data);
    assertThatThrownBy(() -> parse(bytes, 16_384, length)).isInstanceOf(IOException.class);
  }

  /** The same with nothing in mind but the specification. */
  private static List<String> events(String text) {
    List<String> events = new ArrayList<>();
    List<String> data = new ArrayList<>();
    String name = "";
    for (String line : (text + "\n").split("\r\n|\n|\r", -1)) {
      String field = line.contains(":") ? line.substring(0, line.indexOf(':')) : line;
      String value = line.substring(Math.min(line.length(), field.length() + 1));
      String content = value.startsWith(" ") ? value.substring(1) : value;
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(name + "=" + String.join("\n", data));
        }
        data.clear();
        name = "";
      } else if (field.equals("data")) {
        data.add(content);
      } else if (field.equals("event")) {
        name = content;
      }
    }
    return events;
  }

  private static List<String> parse(String text, int pieceSize) throws IOException {
    return parse(text.getBytes(StandardCharsets.UTF_8), pieceSize);
  }

  private static List<String> parse(byte[] bytes, int pieceSize) throws IOException {
    return parse(bytes, pieceSize, MOST);
  }

  private static List<String> parse(byte[] bytes, int pieceSize, int cap) throws IOException {
    List<String> events = new ArrayList<>();
    SseParser parser =
        new SseParser(
            cap,
            (name, data, start, end) ->
                events.add(
                    name + "=" + new String(data, start, end - start, StandardCharsets.UTF_8)));
    for (int from = 0; from < bytes.length; from += pieceSize) {
      int to = Math.min(bytes.length, from + pieceSize);
      parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
    }
    parser.finish();
    return events;
  }
}
