package dev.nightshift.core.internal.junit;

import java.util.Locale;
import java.util.regex.Pattern;

/** Where build tools write JUnit XML reports. */
final class ReportPlaces {
  /** Directories that hold no report of this run: metadata, dependencies, copied resources. */
  private static final Pattern FOREIGN =
      Pattern.compile("(.*/)?(\\.git|\\.nightshift|\\.gradle|node_modules|test-classes)/.*");

  private static final Pattern FILE_NAME =
      Pattern.compile("test-.*\\.xml|.*junit.*\\.xml|(test-?)?(report|results?)\\.xml");
  private static final Pattern DIRECTORY =
      Pattern.compile(
          "(.*/)?(surefire-reports|failsafe-reports|test-results|test-reports)/(.*/)?[^/]+\\.xml");

  /** TestNG repeats there what Surefire writes one directory above. */
  private static final Pattern REPEATED =
      Pattern.compile("(.*/)?(surefire|failsafe)-reports/(.*/)?junitreports/.*");

  private static final Pattern COPIED_RESOURCES =
      Pattern.compile("(.*/)?(target/classes|build/(resources|classes))/.*");

  private ReportPlaces() {}

  static boolean isReport(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    return (FILE_NAME.matcher(name).matches() || DIRECTORY.matcher(lower).matches())
        && !FOREIGN.matcher(lower).matches()
        && !COPIED_RESOURCES.matcher(lower).matches()
        && !REPEATED.matcher(lower).matches();
  }
}
