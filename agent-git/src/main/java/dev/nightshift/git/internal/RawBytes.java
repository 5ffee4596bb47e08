package dev.nightshift.git.internal;

/** The content of an object or file, as it is; nobody modifies it. */
final class RawBytes {
  /** No content. */
  static final RawBytes NONE = new RawBytes(new byte[0]);

  private final byte[] bytes;

  private RawBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  static RawBytes of(byte[] bytes) {
    return new RawBytes(bytes);
  }

  byte[] array() {
    return bytes;
  }
}
