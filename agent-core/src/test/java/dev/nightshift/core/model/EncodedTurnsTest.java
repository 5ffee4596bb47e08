package dev.nightshift.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EncodedTurnsTest {
  private final List<String> encoded = new ArrayList<>();

  @Test
  void longerTranscriptEncodesOnlyWhatIsNew() {
    Transcript two = transcript("one", "two");
    two.encoded("f", () -> this::encode);

    EncodedTurns three = two.plus(UserTurn.text("three")).encoded("f", () -> this::encode);

    assertThat(encoded).containsExactly("one", "two", "three");
    assertThat(text(three.slices(0, 3))).isEqualTo("<one>,<two>,<three>");
    assertThat(text(three.slices(1, 2))).isEqualTo("<two>");
  }

  @Test
  void shorterTranscriptDoesNotShowTheTurnsOfALongerOne() {
    Transcript one = transcript("one");
    EncodedTurns both = one.plus(UserTurn.text("two")).encoded("f", () -> this::encode);

    EncodedTurns first = one.encoded("f", () -> this::encode);

    assertThat(text(first.slices(0, 1))).isEqualTo("<one>");
    assertThatThrownBy(() -> first.bytes(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(text(both.slices(0, 2))).isEqualTo("<one>,<two>");
    assertThat(one.turns()).hasSize(1);
  }

  /** Two conversations may go on from one beginning; each keeps its own turns. */
  @Test
  void transcriptsThatPartKeepTheirOwnTurns() {
    Transcript one = transcript("one");
    Transcript left = one.plus(UserTurn.text("left"));
    Transcript right = one.plus(UserTurn.text("right"));

    assertThat(text(left.encoded("f", () -> this::encode).slices(0, 2))).isEqualTo("<one>,<left>");
    assertThat(text(right.encoded("f", () -> this::encode).slices(0, 2)))
        .isEqualTo("<one>,<right>");
    assertThat(right).isEqualTo(transcript("one", "right")).isNotEqualTo(left);
  }

  @Test
  void eachFormatHasItsOwnBytes() {
    Transcript one = transcript("one");

    one.encoded("f", () -> this::encode);
    EncodedTurns other = one.encoded("g", () -> turn -> bytes("other"));

    assertThat(text(other.slices(0, 1))).isEqualTo("other");
  }

  @Test
  void turnsWithNothingToSendTakeNoComma() {
    Function<Turn, byte[]> onlyLetters =
        turn -> bytes(textOf(turn).equals("-") ? "" : textOf(turn));
    EncodedTurns turns = transcript("-", "a", "-", "-", "b", "-").encoded("f", () -> onlyLetters);

    assertThat(text(turns.slices(0, 6))).isEqualTo("a,b");
    assertThat(text(turns.slices(0, 2))).isEqualTo("a");
    assertThat(text(turns.slices(2, 6))).isEqualTo("b");
    assertThat(turns.slices(2, 4)).isEmpty();
    assertThat(turns.bytes(0)).isZero();
    assertThat(turns.bytes(4)).isEqualTo(1);
  }

  @Test
  void turnsOverSeveralSegmentsComeWholeAndCannotBeChanged() {
    String large = "0123456789".repeat(3 * EncodedLog.LARGEST_SEGMENT / 10);
    EncodedTurns turns =
        transcript("a", large, "b", large, "c").encoded("f", () -> turn -> bytes(textOf(turn)));

    List<ByteBuffer> slices = turns.slices(0, 5);

    assertThat(text(slices)).isEqualTo("a," + large + ",b," + large + ",c");
    assertThat(text(turns.slices(1, 2))).isEqualTo(large);
    assertThat(text(turns.slices(4, 5))).isEqualTo("c");
    assertThat(text(turns.part(1, 9, 12))).isEqualTo("901");
    assertThat(text(turns.part(3, 5, large.length() - 3)))
        .isEqualTo(large.substring(5, large.length() - 3));
    assertThat(turns.part(2, 1, 1)).isEmpty();
    assertThatThrownBy(() -> turns.part(2, 0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(slices).hasSizeGreaterThan(2).allMatch(ByteBuffer::isReadOnly);
  }

  /**
   * Symptom: each call sent a history of 60 KB in seven writes, which cost more than to parse its
   * answer.
   */
  @Test
  void historyThatGrewTurnByTurnIsFewPieces() {
    Transcript transcript = transcript("first");
    EncodedTurns early = transcript.encoded("f", () -> this::encode);
    for (int i = 1; i < 60; i++) {
      transcript = transcript.plus(UserTurn.text("x".repeat(1_000)));
      transcript.encoded("f", () -> this::encode);
    }

    assertThat(transcript.encoded("f", () -> this::encode).slices(0, 60)).hasSize(1);
    assertThat(text(early.slices(0, 1))).isEqualTo("<first>");
  }

  /** Symptom: to name its calls anew, each turn was encoded with a walk through all before it. */
  @Test
  void encoderIsKeptWithItsConversationAndGivenEachTurnOnce() {
    List<Numbering> made = new ArrayList<>();
    Supplier<Numbering> encoders =
        () -> {
          made.add(new Numbering());
          return made.get(made.size() - 1);
        };
    Transcript two = transcript("one", "two");
    two.encoded("f", encoders);

    EncodedTurns three = two.plus(UserTurn.text("three")).encoded("f", encoders);
    EncodedTurns other = two.plus(UserTurn.text("other")).encoded("f", encoders);

    assertThat(made).hasSize(2);
    assertThat(text(three.slices(0, 3))).isEqualTo("1one,2two,3three");
    assertThat(text(other.slices(0, 3))).isEqualTo("1one,2two,3other");
  }

  /** What an encoder remembers of a turn that failed must not count twice. */
  @Test
  void encoderThatFailedIsReplacedByOneThatBeginsAnew() {
    Transcript two = transcript("one", "!");
    assertThatThrownBy(() -> two.encoded("f", Numbering::new))
        .isInstanceOf(IllegalArgumentException.class);

    EncodedTurns both = two.encoded("f", () -> this::encode);

    assertThat(text(both.slices(0, 2))).isEqualTo("<one>,<!>");
  }

  private byte[] encode(Turn turn) {
    encoded.add(textOf(turn));
    return bytes("<" + textOf(turn) + ">");
  }

  private static Transcript transcript(String... texts) {
    Transcript transcript = Transcript.empty();
    for (String text : texts) {
      transcript = transcript.plus(UserTurn.text(text));
    }
    return transcript;
  }

  private static String textOf(Turn turn) {
    return ((ContentBlock.Text) turn.blocks().get(0)).text();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(List<ByteBuffer> slices) {
    StringBuilder text = new StringBuilder();
    slices.forEach(slice -> text.append(StandardCharsets.US_ASCII.decode(slice.duplicate())));
    return text.toString();
  }

  /** An encoder that has to know how many turns there were before. */
  private static final class Numbering implements Function<Turn, byte[]> {
    private int turns;

    @Override
    public byte[] apply(Turn turn) {
      if (textOf(turn).equals("!")) {
        throw new IllegalArgumentException("refused");
      }
      return bytes(++turns + textOf(turn));
    }
  }
}
