package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.Finding.What;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which tests of a change are the same before and after it, in whichever file and by what name. */
final class MatchedTests {
  private static final int MAX_NAMES = 5;
  private final List<SectionChange> pairs = new ArrayList<>();
  private final List<TestSection> gone = new ArrayList<>();
  private final Set<String> formerNames = new HashSet<>();

  MatchedTests(List<TestFile> files) {
    List<TestSection> fresh = new ArrayList<>();
    for (TestFile file : files) {
      pairs.addAll(file.kept());
      gone.addAll(file.gone());
      fresh.addAll(file.fresh());
    }
    moved(fresh);
  }

  /** One that has its name elsewhere has moved; else one that is much like it has a new name. */
  private void moved(List<TestSection> fresh) {
    for (TestSection one : List.copyOf(gone)) {
      take(one, fresh, other -> other.name().equals(one.name()) && other.isLike(one));
    }
    for (TestSection one : List.copyOf(gone)) {
      take(one, fresh, other -> other.isLike(one));
    }
  }

  private void take(TestSection one, List<TestSection> fresh, Predicate<TestSection> isSame) {
    Optional<TestSection> found = fresh.stream().filter(isSame).findFirst();
    if (found.isPresent()) {
      fresh.remove(found.get());
      gone.remove(one);
      pairs.add(new SectionChange(one, found.get()));
      formerNames.add(one.name());
    }
  }

  /** The names of tests that have another name or place now. */
  Set<String> formerNames() {
    return Set.copyOf(formerNames);
  }

  /** The tests that are nowhere any more. */
  List<TestSection> gone() {
    return List.copyOf(gone);
  }

  List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    for (String path : gone.stream().map(TestSection::path).distinct().toList()) {
      List<TestSection> here = gone.stream().filter(one -> one.path().equals(path)).toList();
      found.add(new Finding(What.DELETED, path, here.get(0).line(), names(here)));
    }
    pairs.forEach(pair -> found.addAll(pair.findings()));
    return found;
  }

  private static String names(List<TestSection> tests) {
    String some =
        tests.stream().limit(MAX_NAMES).map(TestSection::name).collect(Collectors.joining(", "));
    return some + (tests.size() > MAX_NAMES ? " and " + (tests.size() - MAX_NAMES) + " more" : "");
  }
}
