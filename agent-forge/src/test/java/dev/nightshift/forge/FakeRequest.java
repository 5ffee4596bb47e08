package dev.nightshift.forge;

import java.util.ArrayList;
import java.util.List;

/** A request on a forge of this computer, as a test looks at it and as people change it there. */
final class FakeRequest {
  final int number;
  final String branch;
  final String base;
  final String title;
  final boolean isDraft;
  String body;
  boolean isOpen = true;
  boolean isMerged;

  /** Who merged or closed it. */
  String by = "";

  /** Where its branch is; elsewhere if it comes from a fork. */
  String headRepository = FakeForge.REPOSITORY;

  final List<String> labels = new ArrayList<>();

  FakeRequest(int number, String branch, String base, String title, boolean isDraft) {
    this.number = number;
    this.branch = branch;
    this.base = base;
    this.title = title;
    this.isDraft = isDraft;
    this.body = "";
  }
}
