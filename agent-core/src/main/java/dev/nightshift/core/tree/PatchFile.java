package dev.nightshift.core.tree;

import dev.nightshift.core.base.Require;
import java.util.Arrays;

/**
 * A change as the bytes of a file that {@code git apply} takes: unified hunks for text, {@code GIT
 * binary patch} for content that is not to be seen as text, names quoted as git does.
 *
 * <p>It is whole or it is not there: a patch that was too large holds nothing. Immutable.
 */
public final class PatchFile {
  /** The most bytes of a patch. */
  public static final int MAX_BYTES = 20_000_000;

  private static final PatchFile EMPTY = new PatchFile(new byte[0], true);
  private static final PatchFile TOO_LARGE = new PatchFile(new byte[0], false);
  private final byte[] bytes;
  private final boolean whole;

  private PatchFile(byte[] bytes, boolean whole) {
    this.bytes = bytes;
    this.whole = whole;
  }

  /**
   * Returns a patch.
   *
   * @param bytes the whole file; not copied, so do not modify it afterwards
   * @return the patch; {@link #tooLarge} if there are more than {@link #MAX_BYTES}
   */
  public static PatchFile of(byte[] bytes) {
    Require.nonNull(bytes, "bytes");
    return bytes.length > MAX_BYTES ? TOO_LARGE : new PatchFile(bytes, true);
  }

  /**
   * Returns the patch of no change.
   *
   * @return a whole patch without a byte
   */
  public static PatchFile empty() {
    return EMPTY;
  }

  /**
   * Returns what stands for a patch that was too large to hold.
   *
   * @return no bytes, and not whole
   */
  public static PatchFile tooLarge() {
    return TOO_LARGE;
  }

  /**
   * Tells whether the patch is there.
   *
   * @return false if it was too large
   */
  public boolean isWhole() {
    return whole;
  }

  /**
   * Returns the patch.
   *
   * @return the bytes, none if it was too large; do not modify
   */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PatchFile that
        && whole == that.whole
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return whole ? "PatchFile[" + bytes.length + " bytes]" : "PatchFile[too large]";
  }
}
