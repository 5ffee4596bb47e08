package dev.nightshift.core.internal.junit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes XML before it is parsed, because the parser of the JDK prints undecodable bytes to the
 * standard error of the host program, and because tests print what no XML may hold.
 */
final class XmlDecoding {
  private static final int PROLOG_BYTES = 200;
  private static final String MARK = "<?xml";
  private static final Pattern DECLARED =
      Pattern.compile(
          "^[\\x00-\\x20\\x7F]*<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

  /** Forbidden in XML, so that {@link XmlRepair} replaces it, and nowhere but in text. */
  private static final String UNDECODABLE = "\0";

  private XmlDecoding() {}

  /** Returns the characters; in text, U+FFFD stands for what is undecodable or forbidden. */
  static Reader reader(InputStream content) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(content);
    buffered.mark(PROLOG_BYTES);
    byte[] prolog = buffered.readNBytes(PROLOG_BYTES);
    buffered.reset();
    if (startsWith(prolog, 0xEF, 0xBB, 0xBF)) {
      buffered.skipNBytes(3);
    }
    skipBlanks(buffered);
    CharsetDecoder decoder =
        charset(prolog)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(UNDECODABLE);
    return new XmlRepair(new InputStreamReader(buffered, decoder));
  }

  /** What is printed before a report makes its declaration none; blanks are no text of it. */
  private static void skipBlanks(BufferedInputStream buffered) throws IOException {
    int next;
    do {
      buffered.mark(1);
      next = buffered.read();
    } while (next == ' ' || next == '\t' || next == '\r' || next == '\n');
    buffered.reset();
  }

  private static Charset charset(byte[] prolog) {
    if (startsWith(prolog, 0xFE, 0xFF) || startsWith(prolog, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16;
    }
    if (startsWith(prolog, 0, '<', 0)) {
      return StandardCharsets.UTF_16BE;
    }
    if (startsWith(prolog, '<', 0)) {
      return StandardCharsets.UTF_16LE;
    }
    Matcher declared = DECLARED.matcher(new String(prolog, StandardCharsets.ISO_8859_1));
    return declared.find() ? declared(declared.group(1)) : StandardCharsets.UTF_8;
  }

  /** A declaration that could be read as ASCII cannot be true of, for example, UTF-16. */
  private static Charset declared(String name) {
    if (!Charset.isSupported(name)) {
      return StandardCharsets.UTF_8;
    }
    Charset charset = Charset.forName(name);
    boolean possible =
        charset.canEncode()
            && Arrays.equals(MARK.getBytes(charset), MARK.getBytes(StandardCharsets.US_ASCII));
    return possible ? charset : StandardCharsets.UTF_8;
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= bytes.length || Byte.toUnsignedInt(bytes[i]) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
