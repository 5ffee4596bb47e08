package dev.nightshift.core.internal.merge;

import java.io.IOException;

/** Reads the contents of files by the name of the content. */
public interface FileContents {
  /**
   * Returns how long a content is.
   *
   * @param id its name
   * @return bytes
   * @throws IOException if it cannot be found out
   */
  long size(String id) throws IOException;

  /**
   * Returns a content; asked only for those of at most 10 MB.
   *
   * @param id its name
   * @return the bytes, not to be modified
   * @throws IOException if it cannot be read
   */
  byte[] read(String id) throws IOException;
}
