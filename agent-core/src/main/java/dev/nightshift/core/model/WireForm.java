package dev.nightshift.core.model;

import dev.nightshift.core.base.Require;
import java.util.Arrays;

/**
 * An assistant turn exactly as its producer sent it, to be replayed byte for byte to the same
 * producer and dropped for any other.
 */
public final class WireForm {
  private final String format;
  private final byte[] bytes;

  private WireForm(String format, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
  }

  /**
   * Returns a wire form.
   *
   * @param format the name of the wire format, for example {@code anthropic-messages}
   * @param bytes the content; copied
   * @return the wire form
   */
  public static WireForm of(String format, byte[] bytes) {
    Require.nonNull(format, "format");
    Require.nonNull(bytes, "bytes");
    return new WireForm(format, bytes.clone());
  }

  /**
   * Returns the name of the wire format.
   *
   * @return the format
   */
  public String format() {
    return format;
  }

  /**
   * Returns how long the content is.
   *
   * @return the number of bytes
   */
  public int size() {
    return bytes.length;
  }

  /**
   * Returns the content.
   *
   * @return a copy of the bytes
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireForm that
        && format.equals(that.format)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * format.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "WireForm[" + format + ", " + bytes.length + " bytes]";
  }
}
