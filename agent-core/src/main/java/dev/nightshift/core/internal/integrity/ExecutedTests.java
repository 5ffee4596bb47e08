package dev.nightshift.core.internal.integrity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which of the tests that were executed without a change are not executed with it. */
public final class ExecutedTests {
  /** What a case of a test with parameters has behind its name. */
  private static final Pattern CASE = Pattern.compile("\\s*[\\[({].*$", Pattern.DOTALL);

  private final Set<String> names = new LinkedHashSet<>();
  private final int count;

  /** Takes the names of executed tests, {@code class.method}, as often as each was executed. */
  public ExecutedTests(List<String> executed) {
    executed.forEach(name -> names.add(CASE.matcher(name).replaceFirst("")));
    this.count = executed.size();
  }

  /**
   * The tests of this one that the other lacks, in order.
   *
   * @param changes says of which tests a name is no more to be expected
   */
  public List<String> missingIn(ExecutedTests other, TestChanges changes) {
    Set<String> fresh = new HashSet<>(other.names);
    fresh.removeAll(names);
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (!other.names.contains(name) && !isExplained(name, fresh, changes)) {
        missing.add(name);
      }
    }
    return missing;
  }

  /** A test with parameters may have lost some of them. */
  public boolean isMoreThan(ExecutedTests other) {
    return count > other.count;
  }

  /** How many tests were executed. */
  public int count() {
    return count;
  }

  /** It has another name, or its class is elsewhere. */
  private static boolean isExplained(String name, Set<String> fresh, TestChanges changes) {
    return changes.formerNames().stream()
            .anyMatch(former -> name.endsWith("." + former) || name.endsWith(" " + former))
        || fresh.stream().anyMatch(other -> lastTwo(other).equals(lastTwo(name)));
  }

  /** Class and method, without the package. */
  private static String lastTwo(String name) {
    int method = name.lastIndexOf('.');
    int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
    return name.substring(type + 1);
  }
}
