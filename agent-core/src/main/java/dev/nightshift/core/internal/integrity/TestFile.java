package dev.nightshift.core.internal.integrity;

import java.util.ArrayList;
import java.util.List;

/**
 * A changed file of tests.
 *
 * @param before its sections before the change, none if it is new
 * @param after its sections after the change, none if it is gone
 */
record TestFile(List<TestSection> before, List<TestSection> after) {
  TestFile {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** The tests that kept their name, in their order, and the lines outside of tests. */
  List<SectionChange> kept() {
    List<SectionChange> kept = new ArrayList<>();
    List<TestSection> left = new ArrayList<>(after);
    for (TestSection one : before) {
      left.stream()
          .filter(other -> other.name().equals(one.name()))
          .findFirst()
          .ifPresent(
              other -> {
                left.remove(other);
                kept.add(new SectionChange(one, other));
              });
    }
    return kept;
  }

  /** The tests that have no namesake afterwards. */
  List<TestSection> gone() {
    List<TestSection> gone = new ArrayList<>(before.stream().filter(TestSection::isTest).toList());
    kept().forEach(pair -> gone.remove(pair.before()));
    return gone;
  }

  /** The tests that had no namesake before. */
  List<TestSection> fresh() {
    List<TestSection> fresh = new ArrayList<>(after.stream().filter(TestSection::isTest).toList());
    kept().forEach(pair -> fresh.remove(pair.after()));
    return fresh;
  }
}
