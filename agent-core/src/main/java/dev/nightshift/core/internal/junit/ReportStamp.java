package dev.nightshift.core.internal.junit;

/**
 * What tells one content from another. Times and inodes play no part: any command can change them.
 *
 * @param size in bytes
 * @param sha256 of the content, or empty if it was too large or could not be read
 */
record ReportStamp(long size, String sha256) {
  boolean isHashed() {
    return !sha256.isEmpty();
  }

  ReportStamp withoutHash() {
    return new ReportStamp(size, "");
  }
}
