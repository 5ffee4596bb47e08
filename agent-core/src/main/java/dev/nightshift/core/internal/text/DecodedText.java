package dev.nightshift.core.internal.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of a file decoded so that encoding it again yields the same bytes: by its byte order
 * mark, else as UTF-8 where valid, else as Latin-1. Every reader of a file decodes it here, so that
 * a diff, a search and a tool show the same.
 *
 * @param text the characters, a byte order mark and line ends included
 * @param charset the encoding that maps them back
 */
public record DecodedText(String text, Charset charset) {
  /** What a text may start with to tell its encoding. */
  public static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final char REPLACEMENT = '\uFFFD';

  /** Longest first: the mark of UTF-32LE starts with that of UTF-16LE. */
  private static final List<Marked> MARKED =
      Stream.of("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE").map(Marked::of).toList();

  /** More of what {@link #asciiBetweenTheLines} returns nobody reads beside the lines. */
  public static final int MAX_ASCII_CHARS = 2_000;

  /** Less ASCII in one piece is no command, and in texts of far languages everywhere. */
  private static final int SHORTEST_ASCII = 6;

  /** Of random bytes about a quarter are controls of both ranges, of a text next to none. */
  private static final int LATIN_CHARS_PER_CONTROL = 8;

  /**
   * Decodes a file.
   *
   * @param bytes the content
   * @return the text, or empty if most of it is no text, as in images and compiled code; a few NULs
   *     and controls in a text are part of it
   */
  public static Optional<DecodedText> of(byte[] bytes) {
    for (Marked encoding : MARKED) {
      Optional<DecodedText> marked = encoding.decode(bytes);
      if (marked.isPresent()) {
        return marked.filter(DecodedText::isMostlyText);
      }
    }
    return utf8(bytes)
        .map(text -> new DecodedText(text, StandardCharsets.UTF_8))
        .or(() -> Optional.of(latin(bytes)))
        .filter(DecodedText::isMostlyText);
  }

  /**
   * Returns bytes as text, whatever they are.
   *
   * @param bytes a part of a file
   * @return the characters; as Latin-1 if nothing else fits
   */
  public static String display(byte[] bytes) {
    return of(bytes).orElseGet(() -> latin(bytes)).text();
  }

  /**
   * Returns what a program printed as text. An output is a mix of what many programs wrote and
   * files hold, so each line is decoded on its own.
   *
   * @param bytes an output or a part of one
   * @return the characters; a line that is not UTF-8 as Latin-1
   */
  public static String displayLines(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    int begin = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n' || at + 1 == bytes.length) {
        byte[] line = Arrays.copyOfRange(bytes, begin, at + 1);
        text.append(utf8(line).orElseGet(() -> latin(line).text()));
        begin = at + 1;
      }
    }
    return text.toString();
  }

  /**
   * Encodes a text.
   *
   * @param text any text
   * @param charset an encoding
   * @return the bytes, or empty if the encoding cannot express the text
   */
  public static Optional<byte[]> encode(String text, Charset charset) {
    try {
      ByteBuffer buffer =
          charset
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException notExpressible) {
      return Optional.empty();
    }
  }

  /**
   * Tells whether the encoding is UTF-8.
   *
   * @return true if so
   */
  public boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /**
   * Tells whether a line feed is one byte, and that byte nothing else.
   *
   * @return true for UTF-8 and Latin-1
   */
  public boolean hasByteLines() {
    return MARKED.stream().noneMatch(marked -> marked.charset.equals(charset));
  }

  /**
   * Tells whether the text starts with a byte order mark.
   *
   * @return true if so
   */
  public boolean hasByteOrderMark() {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
  }

  /**
   * Returns what a program reads that takes each byte for a character, as most interpreters of
   * scripts do, whatever mark the file begins with; a shell passes over zero bytes. In UTF-16 two
   * such bytes look like one letter of a far language.
   *
   * @return each run of readable ASCII that {@link #text} does not show as it is, in order; empty
   *     if a line feed is one byte
   */
  public List<String> asciiBetweenTheLines() {
    if (hasByteLines()) {
      return List.of();
    }
    List<String> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    int bytesOfUnit = charset.name().startsWith("UTF-32") ? 4 : 2;
    boolean isHidden = false;
    int inUnit = 0;
    byte[] bytes = encode(text, charset).orElseThrow();
    for (int at = 0; at < bytes.length; at++) {
      inUnit = at % bytesOfUnit == 0 ? 0 : inUnit;
      if (isReadable(bytes[at])) {
        run.append((char) bytes[at]);
        inUnit++;
        isHidden |= inUnit > 1;
      } else if (bytes[at] != 0) {
        addHidden(run, isHidden, runs);
        run.setLength(0);
        isHidden = false;
      }
    }
    addHidden(run, isHidden, runs);
    return runs;
  }

  /**
   * Tells what an interpreter reads between the lines.
   *
   * @param ascii what {@link #asciiBetweenTheLines} returned, on one line
   * @return a line, empty if there is nothing to tell
   */
  public static String asciiNote(String ascii) {
    return ascii.isEmpty()
        ? ""
        : "[a program that takes each byte for a character reads: " + ascii + "]\n";
  }

  private static void addHidden(StringBuilder run, boolean isHidden, List<String> runs) {
    if (isHidden && run.length() >= SHORTEST_ASCII && !isKana(run, 0) && !isKana(run, 1)) {
      runs.add(run.toString());
    }
  }

  private static boolean isReadable(byte b) {
    return (b >= ' ' && b <= '~') || b == '\t' || b == '\n' || b == '\r';
  }

  /** Every other byte of Japanese syllables is a digit zero; no command is written so. */
  private static boolean isKana(CharSequence run, int from) {
    for (int at = from; at < run.length(); at += 2) {
      if (run.charAt(at) != '0') {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException otherEncoding) {
      return Optional.empty();
    }
  }

  /** What is malformed is decoded as a replacement character, which may also stand in the text. */
  private static Optional<String> utf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0
        ? Optional.of(text)
        : decode(bytes, StandardCharsets.UTF_8);
  }

  private static DecodedText latin(byte[] bytes) {
    return new DecodedText(
        new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }

  /**
   * Random bytes are never UTF-8 for long, so there even half the characters may be controls. As
   * Latin-1 anything decodes; in other old encodings bytes from 0x80 to 0x9F are letters, but then
   * there are no controls.
   */
  private boolean isMostlyText() {
    int controls = 0;
    int upper = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      controls += isControl(c) ? 1 : 0;
      upper += c >= 0x80 && c < 0xA0 ? 1 : 0;
    }
    return charset.equals(StandardCharsets.ISO_8859_1)
        ? controls == 0 || (long) (controls + upper) * LATIN_CHARS_PER_CONTROL <= text.length()
        : controls * 2L <= text.length();
  }

  /** An encoding that is told by the mark at the beginning of a text. */
  private static final class Marked {
    private final Charset charset;
    private final byte[] mark;

    private Marked(Charset charset, byte[] mark) {
      this.charset = charset;
      this.mark = mark;
    }

    static Marked of(String name) {
      Charset charset = Charset.forName(name);
      return new Marked(charset, encode(String.valueOf(BYTE_ORDER_MARK), charset).orElseThrow());
    }

    Optional<DecodedText> decode(byte[] bytes) {
      if (bytes.length < mark.length
          || !Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length)) {
        return Optional.empty();
      }
      return DecodedText.decode(Arrays.copyOfRange(bytes, mark.length, bytes.length), charset)
          .map(text -> new DecodedText(BYTE_ORDER_MARK + text, charset))
          .filter(
              text ->
                  encode(text.text(), charset).filter(b -> Arrays.equals(b, bytes)).isPresent());
    }
  }

  /** As in file(1): bell to carriage return and escape occur in texts. */
  private static boolean isControl(char c) {
    return c < 7 || (c > '\r' && c < ' ' && c != 27) || c == 127;
  }
}
