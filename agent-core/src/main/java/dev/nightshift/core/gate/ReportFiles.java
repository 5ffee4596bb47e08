package dev.nightshift.core.gate;

import dev.nightshift.core.workspace.CandidateCheckout;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The files of a checkout that by name and place can be test reports. */
interface ReportFiles {
  /** Returns the relative paths in order. */
  List<String> paths() throws IOException;

  /** Returns the state of one file, or empty if it is gone or is no regular file. */
  Optional<ReportStamp> stamp(String path) throws IOException;

  InputStream open(String path) throws IOException;

  static ReportFiles of(CandidateCheckout checkout) {
    return checkout
        .directory()
        .<ReportFiles>map(DirectoryReportFiles::new)
        .orElseGet(() -> new ViewReportFiles(checkout.files()));
  }
}
