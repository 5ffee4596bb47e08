package dev.nightshift.git.internal.objects;

/** The content of an object or file, as it is; nobody modifies it. */
public final class RawBytes {
  /** No content. */
  public static final RawBytes NONE = new RawBytes(new byte[0]);

  private final byte[] bytes;

  private RawBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  public static RawBytes of(byte[] bytes) {
    return new RawBytes(bytes);
  }

  public byte[] array() {
    return bytes;
  }
}
