package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.Finding.What;
import dev.nightshift.core.internal.integrity.TestChanges.Renamed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which tests of a change are the same before and after it, in whichever file and by what name. */
final class MatchedTests {
  private static final int MAX_NAMES = 5;
  private final List<SectionChange> pairs = new ArrayList<>();
  private final List<TestSection> gone = new ArrayList<>();
  private final List<Renamed> renamed = new ArrayList<>();

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
    List<Body> lost = gone.stream().map(Body::of).toList();
    List<Body> left = fresh.stream().map(Body::of).collect(Collectors.toCollection(ArrayList::new));
    gone.clear();
    List<Body> notByName = lost.stream().filter(one -> !isTaken(one, left, true)).toList();
    notByName.stream()
        .filter(one -> !isTaken(one, left, false))
        .forEach(one -> gone.add(one.section));
  }

  private boolean isTaken(Body one, List<Body> left, boolean isByName) {
    Optional<Body> found =
        left.stream()
            .filter(other -> !isByName || other.section.name().equals(one.section.name()))
            .filter(one::isLike)
            .findFirst();
    found.ifPresent(
        other -> {
          left.remove(other);
          pairs.add(new SectionChange(one.section, other.section));
          renamed.add(new Renamed(one.section.name(), other.section.name()));
        });
    return found.isPresent();
  }

  /** The tests that have another name or place now. */
  List<Renamed> renamed() {
    return List.copyOf(renamed);
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

  /** What a test does, counted once for all that it is compared with. */
  private record Body(TestSection section, Map<String, Integer> lines, int size) {
    private static final double ENOUGH_ALIKE = 0.5;

    static Body of(TestSection section) {
      Map<String, Integer> lines = new HashMap<>();
      List<String> all = section.body();
      all.forEach(line -> lines.merge(line, 1, Integer::sum));
      return new Body(section, lines, all.size());
    }

    /** Tells whether this one is the other under a new name. */
    boolean isLike(Body other) {
      int all = size + other.size;
      if (2.0 * Math.min(size, other.size) < ENOUGH_ALIKE * all) {
        return false;
      }
      int same = 0;
      for (Map.Entry<String, Integer> line : lines.entrySet()) {
        same += Math.min(line.getValue(), other.lines.getOrDefault(line.getKey(), 0));
      }
      return all > 0 && 2.0 * same / all >= ENOUGH_ALIKE;
    }
  }
}
