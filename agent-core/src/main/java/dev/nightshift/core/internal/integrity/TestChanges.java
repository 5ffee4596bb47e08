package dev.nightshift.core.internal.integrity;

import dev.nightshift.core.internal.integrity.Finding.What;
import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.PathGlob;
import dev.nightshift.core.tree.TreeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a change does to its tests and to what runs them. No language is parsed: tests begin at
 * lines that the table knows, and what they assert is counted in their lines.
 *
 * @param findings what speaks against the change, or is to be told, in the order of kinds
 * @param allowed what would, but is allowed
 * @param renamed the tests that have another name or place now
 * @param gone the names of tests that went as allowed
 */
public record TestChanges(
    List<Finding> findings, List<Finding> allowed, List<Renamed> renamed, Set<String> gone) {
  public TestChanges {
    findings = List.copyOf(findings);
    allowed = List.copyOf(allowed);
    renamed = List.copyOf(renamed);
    gone = Set.copyOf(gone);
  }

  /**
   * A test that is called otherwise, or as before in another place.
   *
   * @param former its name without the change
   * @param now its name with it
   */
  public record Renamed(String former, String now) {}

  /**
   * Looks at a change.
   *
   * @param files what changed
   * @param before the files without the change
   * @param after the files with it
   * @param guarded what the gate runs; any change of it counts
   * @param allowed where a task or a host lets tests and their settings change
   */
  public static TestChanges of(
      List<ChangedFile> files,
      TreeView before,
      TreeView after,
      List<PathGlob> guarded,
      List<PathGlob> allowed) {
    List<Finding> all = new ArrayList<>();
    List<TestFile> tests = new ArrayList<>();
    for (ChangedFile file : files) {
      BothTexts texts = BothTexts.of(file, before, after);
      all.addAll(FileChanges.of(file, texts, guarded));
      testFile(file, texts, all).ifPresent(tests::add);
    }
    MatchedTests matched = new MatchedTests(tests);
    all.addAll(matched.findings());
    all.sort(Comparator.comparing(Finding::what));
    Set<String> gone = new HashSet<>();
    matched.gone().stream()
        .filter(test -> isAllowed(test.path(), allowed))
        .forEach(test -> gone.add(test.name()));
    return new TestChanges(
        all.stream().filter(one -> !isAllowed(one.path(), allowed)).toList(),
        all.stream().filter(one -> isAllowed(one.path(), allowed)).toList(),
        matched.renamed(),
        gone);
  }

  private static Optional<TestFile> testFile(ChangedFile file, BothTexts texts, List<Finding> all) {
    Optional<LineRules> rules =
        LineRules.ofTests(file.path()).filter(known -> FileChanges.isTest(file, known));
    if (rules.isPresent() && !texts.isReadable()) {
      all.add(new Finding(What.UNREADABLE, file.path(), 0, ""));
    }
    String earlier = file.kind() == ChangedFile.Kind.RENAMED ? file.previousPath() : file.path();
    return rules.map(
        known ->
            new TestFile(
                TestSections.of(earlier, texts.before(), known),
                TestSections.of(file.path(), texts.after(), known)));
  }

  private static boolean isAllowed(String path, List<PathGlob> allowed) {
    return allowed.stream().anyMatch(glob -> glob.matches(path));
  }
}
