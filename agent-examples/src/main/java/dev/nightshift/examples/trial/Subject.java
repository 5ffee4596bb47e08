package dev.nightshift.examples.trial;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A copy of the repository under trial, with the target at the parent of the fix. */
final class Subject {
  /** The branch the change is to land on. */
  static final String TARGET = "trial";

  private final GitProgram git;
  private final RealFix fix;
  private final Map<String, String> refsBefore;
  private final String complaintsBefore;

  Subject(GitProgram git, RealFix fix) {
    this.git = git;
    this.fix = fix;
    this.refsBefore = git.refs();
    this.complaintsBefore = fsck();
  }

  Path directory() {
    return git.repository();
  }

  GitProgram git() {
    return git;
  }

  RealFix fix() {
    return fix;
  }

  String target() {
    return git.run("rev-parse", "refs/heads/" + TARGET);
  }

  String tree(String commit) {
    return git.run("rev-parse", commit + "^{tree}");
  }

  /** Refs that are new since the start. */
  Map<String, String> newRefs() {
    Map<String, String> fresh = new TreeMap<>(git.refs());
    fresh.keySet().removeAll(refsBefore.keySet());
    return fresh;
  }

  /** Refs other than the target that moved or vanished since the start. */
  Map<String, String> changedRefs() {
    Map<String, String> changed = new TreeMap<>(refsBefore);
    changed.remove("refs/heads/" + TARGET);
    changed.entrySet().removeAll(git.refs().entrySet());
    return changed;
  }

  /**
   * What fsck says now and did not say at the start; histories of old repositories have their own
   * complaints.
   */
  String newComplaints() {
    String now = fsck();
    return now.equals(complaintsBefore) ? "" : now;
  }

  private String fsck() {
    return git.run("fsck", "--full", "--no-dangling", "--no-progress");
  }
}
