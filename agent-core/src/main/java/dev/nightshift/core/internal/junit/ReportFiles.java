package dev.nightshift.core.internal.junit;

import dev.nightshift.core.merge.CandidateCheckout;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The XML files of a checkout. */
interface ReportFiles {
  /** Returns the relative paths in order. */
  List<String> paths() throws IOException;

  /**
   * Returns what one file holds, or empty if it is gone or is no regular file.
   *
   * @param maxBytes the largest content that is read for it
   * @throws IOException if not even its size can be told, or if the thread is interrupted
   */
  Optional<ReportStamp> stamp(String path, long maxBytes) throws IOException;

  InputStream open(String path) throws IOException;

  static boolean isXml(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".xml");
  }

  static ReportFiles of(CandidateCheckout checkout) {
    return checkout
        .directory()
        .<ReportFiles>map(DirectoryReportFiles::new)
        .orElseGet(() -> new ViewReportFiles(checkout.files()));
  }
}
