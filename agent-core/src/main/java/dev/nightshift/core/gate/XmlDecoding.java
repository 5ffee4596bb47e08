package dev.nightshift.core.gate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes XML before it is parsed, because the parser of the JDK prints undecodable bytes to the
 * standard error of the host program.
 */
final class XmlDecoding {
  private static final int PROLOG_BYTES = 200;
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

  private XmlDecoding() {}

  /** Returns the characters; reading fails where bytes do not fit the encoding. */
  static Reader reader(InputStream content) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(content);
    buffered.mark(PROLOG_BYTES);
    byte[] prolog = buffered.readNBytes(PROLOG_BYTES);
    buffered.reset();
    if (startsWith(prolog, 0xEF, 0xBB, 0xBF)) {
      buffered.skipNBytes(3);
      return new InputStreamReader(buffered, StandardCharsets.UTF_8.newDecoder());
    }
    return new InputStreamReader(buffered, charset(prolog).newDecoder());
  }

  private static Charset charset(byte[] prolog) throws IOException {
    if (startsWith(prolog, 0xFE, 0xFF) || startsWith(prolog, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16;
    }
    Matcher declared = DECLARED.matcher(new String(prolog, StandardCharsets.ISO_8859_1));
    String name = declared.find() ? declared.group(1) : "UTF-8";
    if (!Charset.isSupported(name)) {
      throw new IOException("encoding " + name + " is not known");
    }
    return Charset.forName(name);
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
