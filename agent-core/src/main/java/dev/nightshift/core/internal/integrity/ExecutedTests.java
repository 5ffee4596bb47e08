package dev.nightshift.core.internal.integrity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which of the tests that were executed without a change are not executed with it. */
public final class ExecutedTests {
  /** What a case of a test with parameters has behind its name. */
  private static final Pattern CASE = Pattern.compile("\\s*[\\[({].*$", Pattern.DOTALL);

  /** How often each was executed. */
  private final Map<String, Integer> times = new LinkedHashMap<>();

  private final int count;

  /** Takes the names of executed tests, {@code class.method}, as often as each was executed. */
  public ExecutedTests(List<String> executed) {
    executed.forEach(name -> times.merge(CASE.matcher(name).replaceFirst(""), 1, Integer::sum));
    this.count = executed.size();
  }

  /**
   * The tests of this one that the other lacks, in order. A new one stands for one that has its
   * name no more.
   *
   * @param changes says of which tests a name is no more to be expected
   */
  public List<String> missingIn(ExecutedTests other, TestChanges changes) {
    Set<String> fresh = new LinkedHashSet<>(other.without(this));
    List<String> missing = new ArrayList<>(without(other));
    missing.removeIf(name -> changes.gone().stream().anyMatch(gone -> isOf(gone, name)));
    // One in the same class before one that may as well be another's.
    missing.removeIf(name -> takes(fresh, one -> isSame(name, one, changes)));
    missing.removeIf(name -> takes(fresh, one -> isMoved(name, one, changes)));
    return missing;
  }

  /**
   * Tells whether fewer are executed than the other has, beyond those that went with their names: a
   * test with parameters may have lost some of them.
   */
  public boolean isMoreThan(ExecutedTests other) {
    int gone = timesOf(without(other)) - other.timesOf(other.without(this));
    return count - other.count > Math.max(0, gone);
  }

  /** How many tests were executed. */
  public int count() {
    return count;
  }

  private Set<String> without(ExecutedTests other) {
    Set<String> own = new LinkedHashSet<>(times.keySet());
    own.removeAll(other.times.keySet());
    return own;
  }

  private int timesOf(Set<String> names) {
    return names.stream().mapToInt(times::get).sum();
  }

  private static boolean takes(Set<String> fresh, Predicate<String> isIt) {
    Optional<String> found = fresh.stream().filter(isIt).findFirst();
    found.ifPresent(fresh::remove);
    return found.isPresent();
  }

  /** In the same class under its new name, or in a class of that name in another package. */
  private static boolean isSame(String name, String fresh, TestChanges changes) {
    return lastTwo(fresh).equals(lastTwo(name))
        || changes.renamed().stream()
            .filter(one -> isOf(one.former(), name))
            .map(one -> name.substring(0, name.length() - one.former().length()) + one.now())
            .anyMatch(fresh::equals);
  }

  private static boolean isMoved(String name, String fresh, TestChanges changes) {
    return changes.renamed().stream()
        .anyMatch(one -> isOf(one.former(), name) && isOf(one.now(), fresh));
  }

  private static boolean isOf(String method, String name) {
    return name.endsWith("." + method) || name.endsWith(" " + method);
  }

  /** Class and method, without the package. */
  private static String lastTwo(String name) {
    int method = name.lastIndexOf('.');
    int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
    return name.substring(type + 1);
  }
}
