package dev.nightshift.core.testing;

import static dev.nightshift.core.testing.ContractScene.equal;
import static dev.nightshift.core.testing.ContractScene.require;
import static dev.nightshift.core.testing.ContractScene.requireKind;
import static dev.nightshift.core.testing.WorkspacesContract.inScene;

import dev.nightshift.core.base.WorkspaceException.Kind;
import dev.nightshift.core.merge.CandidateCheckout;
import dev.nightshift.core.testing.WorkspacesContract.Repository;
import dev.nightshift.core.testing.WorkspacesContract.Rule;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TreeView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of {@link WorkspacesContract} about looking at trees: every view of one is the same. */
final class ViewRules {
  private static final int TOO_MANY_BYTES = 10_000_001;
  private static final String BINARY = "\0\1\2\3".repeat(50) + "three";

  private ViewRules() {}

  static void addTo(Map<String, Rule> rules) {
    rules.put("every view reads the same files", onViews(ViewRules::reads));
    rules.put("every view says why a file cannot be read", onViews(ViewRules::saysWhyNot));
    rules.put("every view lists in path order", onViews(ViewRules::lists));
    rules.put("every view searches line by line", onViews(ViewRules::searches));
    rules.put("no view reads a link or above 10 MB", ViewRules::readsNoLargeFiles);
    rules.put("an executable file stays one", ViewRules::keepsExecutables);
    rules.put("bytes belong to their reader and writer", inScene(ViewRules::sharesNoBytes));
  }

  /** A check of one view. */
  @FunctionalInterface
  private interface ViewRule {
    void check(TreeView view, String name);
  }

  private static Rule onViews(ViewRule rule) {
    return repository -> {
      Map.of(
              "dir/C.txt", "one\ntwo\r\nthree",
              "dir/sub/D.txt", "three\n",
              "dir-a.txt", "",
              "dir.txt", "gr\u00fc\u00dfe three\n",
              "bin.dat", BINARY)
          .forEach(repository::commit);
      try (ContractScene scene = new ContractScene(repository)) {
        scene.viewsOfTheBase().forEach((name, view) -> rule.check(view, name));
        scene.write("A.java", "changed\n");
        try (CandidateCheckout checkout = scene.queue().checkout(scene.candidate())) {
          rule.check(checkout.files(), "the checkout");
        }
      }
    };
  }

  private static void reads(TreeView view, String name) {
    equal("one\ntwo\r\nthree", ContractScene.text(view, "dir/C.txt"), name);
    equal("gr\u00fc\u00dfe three\n", ContractScene.text(view, "dir.txt"), name);
    equal("", ContractScene.text(view, "dir-a.txt"), name);
    FileContent binary = view.read("bin.dat");
    equal("bin.dat", binary.path(), name);
    equal(Optional.empty(), binary.text(), name);
    require(
        Arrays.equals(BINARY.getBytes(StandardCharsets.UTF_8), binary.bytes()),
        name + " read other bytes than were committed");
    require(!binary.isExecutable(), name + " shows a plain file as executable");
  }

  private static void saysWhyNot(TreeView view, String name) {
    requireKind(Kind.NOT_FOUND, name + ", no such file", () -> view.read("Gone.java"));
    requireKind(Kind.NOT_FOUND, name + ", below a file", () -> view.read("B.java/x"));
    requireKind(Kind.NOT_A_FILE, name + ", a directory", () -> view.read("dir"));
    requireKind(Kind.PATH_REFUSED, name + ", the root", () -> view.read(""));
    requireKind(Kind.PATH_REFUSED, name + ", a slash at the end", () -> view.read("dir/"));
  }

  private static void lists(TreeView view, String name) {
    List<String> all =
        List.of(
            "A.java", "B.java", "bin.dat", "dir-a.txt", "dir.txt", "dir/C.txt", "dir/sub/D.txt");
    equal(all, view.list(ListQuery.all()), name);
    equal(all, view.list(new ListQuery(".", "", 100)), name);
    equal(all.subList(0, 3), view.list(new ListQuery("", "", 3)), name);
    List<String> below = all.subList(5, 7);
    equal(below, view.list(new ListQuery("dir", "", 100)), name);
    equal(below, view.list(new ListQuery("dir/", "", 100)), name);
    equal(all.subList(3, 7), view.list(new ListQuery("", "**/*.txt", 100)), name);
    equal(all.subList(6, 7), view.list(new ListQuery("dir", "dir/sub/*", 100)), name);
    equal(List.of(), view.list(new ListQuery("gone", "", 100)), name);
    equal(List.of(), view.list(new ListQuery("B.java/x", "", 100)), name);
    equal(List.of("B.java"), view.list(new ListQuery("B.java", "", 100)), name);
    requireKind(
        Kind.BAD_QUERY, name + ", a bad glob", () -> view.list(new ListQuery("", "src/[", 1)));
  }

  private static void searches(TreeView view, String name) {
    List<SearchResult.Match> all =
        List.of(
            new SearchResult.Match("dir.txt", 1, "gr\u00fc\u00dfe three"),
            new SearchResult.Match("dir/C.txt", 3, "three"),
            new SearchResult.Match("dir/sub/D.txt", 1, "three"));
    equal(new SearchResult(all, false), view.search(new SearchQuery("th?ree$", "", 3)), name);
    equal(
        new SearchResult(all.subList(0, 2), true),
        view.search(new SearchQuery("three", "", 2)),
        name);
    equal(
        new SearchResult(List.of(new SearchResult.Match("dir/C.txt", 2, "two")), false),
        view.search(new SearchQuery("^two$", "dir/**", 9)),
        name);
    equal(new SearchResult(List.of(), false), view.search(new SearchQuery("four", "", 1)), name);
    requireKind(
        Kind.BAD_QUERY, name + ", a bad glob", () -> view.search(new SearchQuery("x", "a[", 1)));
    requireKind(
        Kind.BAD_QUERY, name + ", a bad pattern", () -> view.search(new SearchQuery("(", "", 1)));
  }

  private static void readsNoLargeFiles(Repository repository) {
    repository.commit("big.txt", "three".repeat(TOO_MANY_BYTES / 5 + 1));
    boolean hasLink = repository.commitLink("link", "B.java").isPresent();
    try (ContractScene scene = new ContractScene(repository)) {
      scene
          .viewsOfTheBase()
          .forEach(
              (name, view) -> {
                requireKind(Kind.TOO_LARGE, name, () -> view.read("big.txt"));
                equal(List.of("A.java", "B.java", "big.txt"), view.list(ListQuery.all()), name);
                equal(List.of(), view.search(new SearchQuery("three", "", 9)).matches(), name);
                if (hasLink) {
                  requireKind(Kind.NOT_A_FILE, name + ", a link", () -> view.read("link"));
                }
              });
      requireKind(
          Kind.TOO_LARGE,
          "writing too much",
          () -> scene.files().write("more.txt", new byte[TOO_MANY_BYTES]));
      requireKind(Kind.NOT_FOUND, "what was refused", () -> scene.files().read("more.txt"));
    }
  }

  private static void keepsExecutables(Repository repository) {
    if (repository.commitExecutable("run.sh", "echo\n").isEmpty()) {
      return;
    }
    try (ContractScene scene = new ContractScene(repository)) {
      scene
          .viewsOfTheBase()
          .forEach(
              (name, view) ->
                  require(view.read("run.sh").isExecutable(), name + " lost the execute bit"));
      scene.write("run.sh", "echo changed\n");
      String landing = scene.candidate().mergeCommit();
      require(
          scene.queue().view(landing).read("run.sh").isExecutable(),
          "an edit took the execute bit away");
    }
  }

  private static void sharesNoBytes(ContractScene scene) {
    byte[] mine = "mine\n".getBytes(StandardCharsets.UTF_8);
    scene.files().write("C.java", mine);
    mine[0] = 'X';
    equal("mine\n", ContractScene.text(scene.files(), "C.java"), "after the writer's array");
    scene.files().read("C.java").bytes()[0] = 'Y';
    equal("mine\n", ContractScene.text(scene.files(), "C.java"), "after a reader's array");
  }
}
