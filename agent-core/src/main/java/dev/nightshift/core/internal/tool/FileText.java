package dev.nightshift.core.internal.tool;

import dev.nightshift.core.workspace.FileContent;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file decoded so that encoding it again yields the same bytes: as UTF-8 where valid, else as
 * Latin-1.
 *
 * @param text the characters, a byte order mark and line ends included
 * @param charset the encoding that maps them back
 */
record FileText(String text, Charset charset) {
  static final char BYTE_ORDER_MARK = '\uFEFF';

  /** Returns the text, or empty if the file holds a NUL and so is binary. */
  static Optional<FileText> of(FileContent content) {
    for (byte b : content.bytes()) {
      if (b == 0) {
        return Optional.empty();
      }
    }
    return Optional.of(
        content
            .text()
            .map(text -> new FileText(text, StandardCharsets.UTF_8))
            .orElseGet(
                () ->
                    new FileText(
                        new String(content.bytes(), StandardCharsets.ISO_8859_1),
                        StandardCharsets.ISO_8859_1)));
  }

  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  boolean hasByteOrderMark() {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
  }

  /** Returns the bytes of a text in an encoding, or empty if it cannot express it. */
  static Optional<byte[]> encode(String text, Charset charset) {
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
}
