package dev.nightshift.core.internal.process;

import dev.nightshift.core.internal.text.DecodedText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the head and the tail of what a process prints, and hands the whole, up to a cap, to a
 * spool that is opened only when head and tail are not the whole. A NUL becomes a question mark: it
 * would make a binary file of the spool, which nobody could read or search.
 *
 * <p><b>Threads:</b> one thread feeds it, others may read at any time.
 */
public final class OutputCapture {
  /** The most bytes kept at each end. */
  public static final int KEPT_BYTES = 8_000;

  /** The most bytes handed to the spool: as many as a file of a workspace may have to be read. */
  public static final int SPOOLED_BYTES = 10_000_000;

  private final Spool spool;
  private final byte[] head = new byte[KEPT_BYTES];
  private final byte[] tail = new byte[KEPT_BYTES];
  private long total;
  private @Nullable WritableByteChannel spooled;
  private boolean spoolFailed;

  /**
   * Creates an empty capture.
   *
   * @param spool opens the place for the whole output; called at most once
   */
  public OutputCapture(Spool spool) {
    this.spool = spool;
  }

  /**
   * Creates an empty capture of which the head and the tail are enough.
   *
   * @return a capture without a spool
   */
  public static OutputCapture ofEnds() {
    return new OutputCapture(
        () -> {
          throw new IOException("only the ends of the output are kept");
        });
  }

  /** Opens the place where a long output is kept whole. */
  public interface Spool {
    /**
     * Opens the place.
     *
     * @return a channel the capture closes
     * @throws IOException if there is none; the output is then kept in part only
     */
    WritableByteChannel open() throws IOException;
  }

  /** Reads a stream to its end or until it is closed. */
  void drain(InputStream stream) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        add(buffer, read);
      }
    } catch (IOException closed) {
      // The process or its relay was killed; what came before is kept.
    }
  }

  /** Takes what was printed; the array is its own from then on. */
  synchronized void add(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      bytes[i] = bytes[i] == 0 ? (byte) '?' : bytes[i];
    }
    if (total + length > 2L * KEPT_BYTES && spooled == null && !spoolFailed) {
      openSpool();
    }
    spool(bytes, length);
    for (int i = 0; i < length; i++) {
      if (total < KEPT_BYTES) {
        head[(int) total] = bytes[i];
      } else {
        tail[(int) (total % KEPT_BYTES)] = bytes[i];
      }
      total++;
    }
  }

  /**
   * Returns how much was printed.
   *
   * @return bytes
   */
  public synchronized long total() {
    return total;
  }

  /**
   * Tells whether head and tail are less than the whole.
   *
   * @return true if something was left out
   */
  public synchronized boolean isCut() {
    return total > 2L * KEPT_BYTES;
  }

  /**
   * Tells whether the spool holds the output, and closes it.
   *
   * @return true if it was opened and written without a failure
   */
  public synchronized boolean closeSpool() {
    if (spooled == null) {
      return false;
    }
    try {
      spooled.close();
    } catch (IOException failed) {
      spoolFailed = true;
    }
    return !spoolFailed;
  }

  /**
   * Returns what was printed.
   *
   * @param note what stands in the gap if something was left out
   * @return the text; a line that is not UTF-8 as Latin-1
   */
  public synchronized String text(String note) {
    if (!isCut()) {
      return DecodedText.displayLines(whole());
    }
    byte[] ordered = orderedTail();
    int end = KEPT_BYTES;
    while (end > KEPT_BYTES - 4 && isContinuation(head[end - 1])) {
      end--;
    }
    if (head[end - 1] < 0) {
      end--;
    }
    int start = 0;
    while (start < 4 && isContinuation(ordered[start])) {
      start++;
    }
    return DecodedText.displayLines(Arrays.copyOf(head, end))
        + note
        + DecodedText.displayLines(Arrays.copyOfRange(ordered, start, ordered.length));
  }

  private byte[] whole() {
    byte[] whole = Arrays.copyOf(head, (int) total);
    byte[] ordered = orderedTail();
    System.arraycopy(ordered, 0, whole, whole.length - ordered.length, ordered.length);
    return whole;
  }

  private byte[] orderedTail() {
    long afterHead = Math.max(0, total - KEPT_BYTES);
    byte[] ordered = new byte[(int) Math.min(afterHead, KEPT_BYTES)];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = tail[(int) ((total - ordered.length + i) % KEPT_BYTES)];
    }
    return ordered;
  }

  private void openSpool() {
    try {
      spooled = spool.open();
      spooled.write(ByteBuffer.wrap(whole()));
    } catch (IOException failed) {
      spoolFailed = true;
    }
  }

  private void spool(byte[] bytes, int length) {
    if (spooled == null || spoolFailed || total >= SPOOLED_BYTES) {
      return;
    }
    try {
      ByteBuffer rest = ByteBuffer.wrap(bytes, 0, (int) Math.min(length, SPOOLED_BYTES - total));
      while (rest.hasRemaining()) {
        spooled.write(rest);
      }
    } catch (IOException failed) {
      spoolFailed = true;
    }
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }
}
