package dev.nightshift.core.internal.diff;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Whole contents in a {@code GIT binary patch}: deflated, in base 85, 52 bytes a line. */
final class GitBinary {
  private static final char[] DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
          .toCharArray();

  private static final int BYTES_PER_LINE = 52;
  private static final int BYTES_PER_GROUP = 4;
  private static final int DIGITS_PER_GROUP = 5;

  private GitBinary() {}

  static String literal(byte[] content) {
    byte[] deflated = deflated(content);
    StringBuilder text = new StringBuilder("literal ").append(content.length).append('\n');
    for (int start = 0; start < deflated.length; start += BYTES_PER_LINE) {
      int length = Math.min(BYTES_PER_LINE, deflated.length - start);
      text.append((char) (length <= 26 ? 'A' + length - 1 : 'a' + length - 27));
      for (int at = start; at < start + length; at += BYTES_PER_GROUP) {
        append(text, group(deflated, at));
      }
      text.append('\n');
    }
    return text.append('\n').toString();
  }

  private static byte[] deflated(byte[] content) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    Deflater deflater = new Deflater();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
      out.write(content);
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException("memory can be written", impossible);
    } finally {
      deflater.end();
    }
    return deflated.toByteArray();
  }

  /** Returns four bytes as a number, those after the end being zero. */
  private static long group(byte[] bytes, int start) {
    long group = 0;
    for (int at = start; at < start + BYTES_PER_GROUP; at++) {
      group = group << 8 | (at < bytes.length ? bytes[at] & 0xff : 0);
    }
    return group;
  }

  private static void append(StringBuilder text, long group) {
    char[] digits = new char[DIGITS_PER_GROUP];
    long rest = group;
    for (int i = DIGITS_PER_GROUP - 1; i >= 0; i--) {
      digits[i] = DIGITS[(int) (rest % DIGITS.length)];
      rest /= DIGITS.length;
    }
    text.append(digits);
  }
}
